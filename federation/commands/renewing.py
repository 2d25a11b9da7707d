"""Signing again when our certificate was renewed: an acceptance ends with the certificate that it was made with."""

from datetime import datetime, timedelta

import structlog
from cryptography import x509
from django.db import transaction
from django.db.models import QuerySet

from federation.commands import signing, storing, verifying
from federation.domain import jose
from federation.domain.contracts import SignatureKind, State
from federation.models import KnownCertificate, StoredContract, StoredSignature
from federation.transport import identity
from federation.transport.identity import Identity

log = structlog.get_logger(__name__)


def sign_again(*, now: datetime) -> int:
    """Accept again what we accepted with a certificate that was replaced by that of now. Gives how many.

    Also where the new one lasts no longer: whoever replaces a certificate may have had it revoked. What was rejected or
    revoked stays so.
    """
    own = identity.own()
    accepted = StoredSignature.objects.filter(
        peer_id=own.peer_id, kind=SignatureKind.ACCEPT.value, contract__valid_until__gte=now
    ).exclude(contract__signatures__kind__in=storing.WITHDRAWN)
    signed = 0
    for content_hash in _by_replaced(accepted, own=own, now=now):
        with transaction.atomic():
            row = storing.held(content_hash)
            still = _by_replaced(accepted.filter(contract_id=content_hash), own=own, now=now)  # nobody did it meanwhile
            if row is not None and still and storing.folded(row).state(now) in (State.PROPOSED, State.VALID):
                signing.sign(row, SignatureKind.ACCEPT, now=now, signed_at=_later(row, own=own, now=now))
                signed += 1
    if signed:
        log.info("fsc_signed_again", contracts=signed)
    return signed


def _later(row: StoredContract, *, own: Identity, now: datetime) -> datetime:
    """Now, or the second after our former acceptance: of two of one second the one that lasts longer would count."""
    former = StoredSignature.objects.get(contract=row, peer_id=own.peer_id, kind=SignatureKind.ACCEPT.value)
    return max(now, former.signed_at + timedelta(seconds=1))


def _by_replaced(accepted: QuerySet[StoredSignature], *, own: Identity, now: datetime) -> list[str]:
    """The contracts of those of these that were signed with a certificate of ours from before that of now.

    The newer of two is the one that began later, so processes that have different ones do not undo each other's work.
    Of one that we do not know any more its end decides.
    """
    by_that_of_now = jose.sign({}, key=own.key, thumbprint=own.certificate.thumbprint).partition(".")[0]
    others = accepted.exclude(jws__startswith=f"{by_that_of_now}.")  # so hardly any is read here
    found = list(others.values_list("contract_id", "jws", "expires_at"))
    if not found:
        return []
    lasts = verifying.kept_as(own.peer_id, own.chain_der, now=now).valid_until
    ours = {row.thumbprint: row for row in KnownCertificate.objects.filter(peer_id=own.peer_id)}
    age = (own.certificate.valid_from, lasts)
    return [
        content_hash
        for content_hash, jws, expires_at in found
        if (
            _age(known) < age
            if (known := ours.get(verifying.certificate_of(jws))) is not None
            else expires_at is not None and expires_at < lasts
        )
    ]


def _age(row: KnownCertificate) -> tuple[datetime, datetime]:
    return x509.load_pem_x509_certificate(row.chain.encode()).not_valid_before_utc, row.valid_until
