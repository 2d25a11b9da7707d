"""How contracts and signatures are kept: one contract of an iv, one signature of a kind by a peer, whoever comes twice.

Whoever changes something of a contract holds its row. What others told is verified before: nothing here waits for them.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from federation.commands.verifying import Verified
from federation.domain import contracts
from federation.domain.contracts import Content, SignatureKind
from federation.domain.refusals import Code, FscRefusal
from federation.models import ContractPeer, StoredContract, StoredGrant, StoredSignature
from federation.queries import contracts as contract_queries
from federation.queries.weighing import OctetLength

OPEN_MAX: Final = 1_000
"""Contracts that one peer signed, that we did not, and that are open still: more are not taken."""
OPEN_BYTES_MAX: Final = 16 * 1024 * 1024
"""Of the content of those together."""
DAY: Final = timedelta(days=1)
OF_A_DAY_MAX: Final = 5_000
"""Contracts that one peer signed and that came within a day, whatever became of them."""
OF_A_DAY_BYTES_MAX: Final = 64 * 1024 * 1024
WITHDRAWN: Final = (SignatureKind.REJECT.value, SignatureKind.REVOKE.value)


def keep_contract(content: Content, *, proposed_by: str, now: datetime) -> StoredContract:
    """The contract's row, held by this transaction; made when it is new. Raises `FscRefusal` for an iv of another."""
    made = StoredContract(
        content_hash=content.hash,
        iv=content.iv,
        canonical=content.canonical,
        created_at=contracts.moment(content.created_at),
        valid_from=contracts.moment(content.not_before),
        valid_until=contracts.moment(content.not_after),
        received_at=now,
        proposed_by=proposed_by,
    )
    StoredContract.objects.bulk_create([made], ignore_conflicts=True)
    row = held(content.hash)
    if row is None:
        raise iv_used()
    if not row.grants.exists():
        _keep_parts(row, content)
    if proposed_by and not row.proposed_by:
        row.proposed_by = proposed_by
        row.save(update_fields=["proposed_by"])
    return row


def held(content_hash: str) -> StoredContract | None:
    """The contract with this hash, held by this transaction until it ends."""
    return StoredContract.objects.select_for_update(no_key=True).filter(content_hash=content_hash).first()


def one_at_a_time(what: str) -> None:
    """Wait until nobody else is busy with this, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"federation {what}"])


def iv_used() -> FscRefusal:
    """The refusal of a second contract with one iv."""
    return FscRefusal(code=Code.IV_USED, message="Make a new UUID for iv: this one is of another contract.")


def check_new(content: Content, *, signers: Collection[str], own: str, now: datetime) -> None:
    """That a contract which we do not have, and that these have signed, can be taken in. Raises `FscRefusal`.

    What counts against a peer is what it signed itself: that others name it in contracts keeps it from nothing.
    """
    if StoredContract.objects.filter(iv=content.iv).exists():
        raise iv_used()
    weighs = len(content.canonical.encode())
    for signer in signers:
        by = StoredSignature.objects.filter(contract=OuterRef("pk"))
        theirs = StoredContract.objects.filter(Exists(by.filter(peer_id=signer)))
        settled = Exists(by.filter(Q(peer_id=own) | Q(kind__in=WITHDRAWN)))
        if _is_full(theirs.filter(~settled, valid_until__gt=now), weighs, most=OPEN_MAX, bytes_max=OPEN_BYTES_MAX):
            raise _too_many(f"Withdraw contracts that nobody needs (reject or revoke): {OPEN_MAX} of yours may wait.")
        lately = theirs.filter(received_at__gt=now - DAY)
        if _is_full(lately, weighs, most=OF_A_DAY_MAX, bytes_max=OF_A_DAY_BYTES_MAX):
            raise _too_many(f"Try again tomorrow: of one peer {OF_A_DAY_MAX} contracts are taken in a day.")


def _is_full(rows: QuerySet[StoredContract], weighs: int, *, most: int, bytes_max: int) -> bool:
    found = rows.aggregate(number=Count("pk"), weigh=Sum(OctetLength("canonical")))
    return found["number"] >= most or (found["weigh"] or 0) + weighs > bytes_max


def _too_many(message: str) -> FscRefusal:
    return FscRefusal(code=Code.TOO_MANY, message=f"{message} What they weigh together counts too.")


def keep_signature(row: StoredContract, signed: Verified, *, now: datetime) -> bool:
    """Keep what a peer signed of a contract that is held, unless we have something later. Gives whether it is new."""
    told = {"jws": signed.jws, "signed_at": signed.signed_at, "expires_at": signed.expires_at, "received_at": now}
    found, made = StoredSignature.objects.get_or_create(
        contract=row, peer_id=signed.peer_id, kind=signed.kind.value, defaults=told
    )
    if made:
        return True
    earlier = (found.signed_at, found.expires_at or signed.expires_at) > (signed.signed_at, signed.expires_at)
    if earlier or found.jws == signed.jws:
        return False
    StoredSignature.objects.filter(pk=found.pk).update(**told)
    return True


def folded(row: StoredContract) -> contracts.Contract:
    """The contract as its signatures of now have it."""
    rows = StoredSignature.objects.filter(contract=row).order_by("signed_at", "id")
    return contracts.fold(contract_queries.content_of(row.canonical), contract_queries.signatures_of(rows))


def _keep_parts(row: StoredContract, content: Content) -> None:
    """What is looked up by. Of a grant that stands in a contract twice (it has one hash) the first place is kept."""
    grants = {grant.hash: (place, grant) for place, grant in reversed(list(enumerate(content.grants)))}
    StoredGrant.objects.bulk_create(
        StoredGrant(
            contract=row,
            place=place,
            grant_hash=grant.hash,
            type=grant.type.value,
            service_peer_id=grant.service.peer_id,
            service_name=grant.service.name,
            outway_peer_id=grant.outway.peer_id if grant.outway else "",
            directory_peer_id=grant.directory or "",
        )
        for place, grant in sorted(grants.values(), key=lambda it: it[0])
    )
    ContractPeer.objects.bulk_create(ContractPeer(contract=row, peer_id=it) for it in sorted(content.peers))
