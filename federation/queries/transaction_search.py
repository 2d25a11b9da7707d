"""The transaction log as who administers connections searches it: who called which service by which grant, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.domain.transactions import Direction
from federation.models import Peer, StoredGrant, TransactionRecord

PAGE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionFilter:
    """What is asked; None asks nothing. `since` is included, `until` is not."""

    peer_id: str | None = None
    service_name: str | None = None
    grant_hash: str | None = None
    transaction_id: UUID | None = None
    direction: Direction | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionPage:
    """Records, newest first. `names` by Peer ID, `contracts` by the hash of a grant; `before` goes on with older."""

    records: tuple[TransactionRecord, ...]
    names: Mapping[str, str]
    contracts: Mapping[str, str]
    before: int | None


def transactions(
    asked: TransactionFilter, *, principal: Principal, before: int | None = None, size: int = PAGE_MAX
) -> TransactionPage:
    """The newest that answer the filter, before one that was told (its number). Raises `ZoneForbidden`."""
    require_administrator(principal)
    limit = min(size, PAGE_MAX)
    found = list(
        TransactionRecord.objects.filter(_wanted(asked) & _before(before)).order_by("-created_at", "-id")[: limit + 1]
    )
    shown = tuple(found[:limit])
    ids = {peer for row in shown for peer in row.peers}
    hashes = {row.grant_hash for row in shown}
    return TransactionPage(
        records=shown,
        names=dict(Peer.objects.filter(peer_id__in=ids).exclude(name="").values_list("peer_id", "name")),
        contracts=dict(StoredGrant.objects.filter(grant_hash__in=hashes).values_list("grant_hash", "contract_id")),
        before=shown[-1].pk if len(found) > limit else None,
    )


def _wanted(asked: TransactionFilter) -> Q:
    found = Q()
    if asked.peer_id is not None:
        found &= Q(peers__contains=[asked.peer_id])
    if asked.service_name is not None:
        found &= Q(service_name=asked.service_name)
    if asked.grant_hash is not None:
        found &= Q(grant_hash=asked.grant_hash)
    if asked.transaction_id is not None:
        found &= Q(transaction_id=asked.transaction_id)
    if asked.direction is not None:
        found &= Q(direction=asked.direction.value)
    if asked.since is not None:
        found &= Q(created_at__gte=asked.since)
    if asked.until is not None:
        found &= Q(created_at__lt=asked.until)
    return found


def _before(number: int | None) -> Q:
    """What is older than this record; everything when it is not there."""
    place = TransactionRecord.objects.filter(pk=number).values_list("created_at", flat=True).first() if number else None
    if place is None:
        return Q()
    return Q(created_at__lt=place) | Q(created_at=place, pk__lt=number)
