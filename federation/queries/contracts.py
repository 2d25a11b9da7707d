"""Contracts as they stand: content from what was stored, and the fold of its signatures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Prefetch, QuerySet

from federation.domain import contracts, ijson, reading
from federation.domain.contracts import Content, Contract, Signature, SignatureKind
from federation.domain.grants import Grant
from federation.models import StoredContract, StoredGrant, StoredSignature

_CONTENTS_KEPT: Final = 1_000
_KEPT_LENGTH_MAX: Final = 16_384
"""Of the texts of contents that are kept read: a longer one is read anew each time, as others decide how long it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A grant in its contract."""

    grant: Grant
    contract: Contract


def with_signatures(rows: QuerySet[StoredContract]) -> QuerySet[StoredContract]:
    """These with their signatures, in one more query."""
    return rows.prefetch_related(Prefetch("signatures", queryset=StoredSignature.objects.order_by("signed_at", "id")))


def folded(row: StoredContract) -> Contract:
    """The contract of a row."""
    return contracts.fold(content_of(row.canonical), signatures_of(row.signatures.all()))


def content_of(canonical: str) -> Content:
    """The content of a contract that was checked when it was stored."""
    return _content(canonical) if len(canonical) <= _KEPT_LENGTH_MAX else reading.content_of_text(canonical)


def grants_of(row: StoredContract) -> list[dict[str, Any]]:
    """The grants of a contract as they stand in it: what is inside `data`."""
    return [it["data"] for it in ijson.parse(row.canonical)["grants"]]


def signatures_of(rows: Iterable[StoredSignature]) -> Iterable[Signature]:
    """What was signed."""
    for row in rows:
        yield Signature(peer_id=row.peer_id, kind=SignatureKind(row.kind), expires_at=row.expires_at)


def contract(content_hash: str) -> Contract | None:
    """The contract with this hash, if we have it."""
    row = with_signatures(StoredContract.objects.filter(content_hash=content_hash)).first()
    return None if row is None else folded(row)


def granted(grant_hash: str) -> Granted | None:
    """The grant with this hash in its contract, if we have it, in our group. Two queries."""
    row = with_signatures(StoredContract.objects.filter(grants__grant_hash=grant_hash)).first()
    if row is None:
        return None
    found = folded(row)
    grant = found.content.grant(grant_hash)
    return None if grant is None or not _is_of_our_group(found) else Granted(grant=grant, contract=found)


def by_service(
    *, service_peer_id: str, service_name: str = "", outway_peer_id: str = "", usable_at: datetime | None = None
) -> list[Granted]:
    """The grants that name this service, or this peer's, and this outway; whatever their contracts count for.

    With `usable_at` none are read that cannot give access then, however many there are.
    """
    rows = StoredGrant.objects.filter(service_peer_id=service_peer_id)
    rows = rows.filter(service_name=service_name) if service_name else rows
    rows = rows.filter(outway_peer_id=outway_peer_id) if outway_peer_id else rows
    return list(_granted(_perhaps_usable(rows, at=usable_at)))


def by_outway(outway_peer_id: str, *, usable_at: datetime | None = None) -> list[Granted]:
    """The grants by which this peer may connect somewhere; whatever their contracts count for.

    `usable_at` as above.
    """
    return list(_granted(_perhaps_usable(StoredGrant.objects.filter(outway_peer_id=outway_peer_id), at=usable_at)))


def _perhaps_usable(rows: QuerySet[StoredGrant], *, at: datetime | None) -> QuerySet[StoredGrant]:
    """Those of contracts that run at this moment, that both ends accepted and that nobody withdrew from."""
    if at is None:
        return rows
    signed = StoredSignature.objects.filter(contract=OuterRef("contract"))
    accepted = signed.filter(kind=SignatureKind.ACCEPT.value)
    return rows.filter(
        Exists(accepted.filter(peer_id=OuterRef("service_peer_id"))),
        Exists(accepted.filter(peer_id=OuterRef("outway_peer_id"))),
        ~Exists(signed.exclude(kind=SignatureKind.ACCEPT.value)),
        contract__valid_from__lte=at,
        contract__valid_until__gt=at,
    )


def withdrawn_at(content_hashes: Collection[str]) -> dict[str, datetime]:
    """When those of these that were rejected or revoked first were, as we heard it."""
    kinds = (SignatureKind.REJECT.value, SignatureKind.REVOKE.value)
    rows = StoredSignature.objects.filter(contract_id__in=content_hashes, kind__in=kinds)
    return dict(rows.values_list("contract_id").annotate(Min("received_at")).order_by())


def _granted(rows: QuerySet[StoredGrant]) -> Iterable[Granted]:
    hashes = set(rows.values_list("grant_hash", flat=True))
    found = with_signatures(StoredContract.objects.filter(grants__grant_hash__in=hashes).distinct())
    for row in found:
        held = folded(row)
        for grant in held.content.grants if _is_of_our_group(held) else ():
            if grant.hash in hashes:
                yield Granted(grant=grant, contract=held)


def _is_of_our_group(one: Contract) -> bool:
    """Contracts of a group that we were in before are kept, and give nobody anything."""
    return bool(one.content.group_id == settings.F6_FSC_GROUP_ID)


@lru_cache(maxsize=_CONTENTS_KEPT)
def _content(canonical: str) -> Content:
    return reading.content_of_text(canonical)
