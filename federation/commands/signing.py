"""Our own signature over a contract, kept and queued for everyone else who is on it."""

from datetime import datetime

from federation.commands import queueing, storing, verifying
from federation.commands.verifying import Verified
from federation.domain import signatures
from federation.domain.contracts import SignatureKind
from federation.models import KnownCertificate, StoredContract
from federation.queries import contracts as contract_queries
from federation.transport import identity


def sign(
    row: StoredContract,
    kind: SignatureKind,
    *,
    now: datetime,
    signed_at: datetime | None = None,
    proposing: bool = False,
) -> None:
    """Sign that of a contract that is held, and send it to every other peer on it. With the contract, when proposing.

    `signed_at`: what the signature says, in whole seconds; now, unless it must be told apart from an earlier one. The
    certificate is kept too: others verify by it, also after it was replaced.
    """
    own = identity.own()
    keeping = verifying.kept_as(own.peer_id, own.chain_der, now=now)
    KnownCertificate.objects.bulk_create([keeping], ignore_conflicts=True)
    said = (signed_at or now).replace(microsecond=0)
    jws = signatures.sign(row.content_hash, kind, signed_at=said, key=own.key, thumbprint=own.certificate.thumbprint)
    signed = Verified(peer_id=own.peer_id, kind=kind, jws=jws, signed_at=said, expires_at=keeping.valid_until)
    storing.keep_signature(row, signed, now=now)
    others = contract_queries.content_of(row.canonical).peers - {own.peer_id}
    if proposing:
        queueing.queue_contract(row, to=others, now=now)
    else:
        queueing.queue_signature(row, kind, to=others, now=now)
