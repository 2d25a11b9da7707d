"""How it goes with each peer: whether it answers, what we have together, what is under way, until when it can sign."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max, QuerySet

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.domain.connection_refusals import PeerNotFound
from federation.domain.contracts import State
from federation.models import ContractPeer, FollowedFeed, KnownCertificate, Outgoing, Peer, StoredContract
from federation.queries.contracts import folded, with_signatures

PEERS_MAX: Final = 1_000
CONTRACTS_MAX: Final = 5_000
"""Contracts that are looked through for the counts; beyond that they are of the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerHealth:
    """A peer, how many contracts with it count for what, and what is under way to it, the oldest first.

    `feeds`: what it announces of its objects, as far as we follow that. `certificate_until`: until when its newest
    certificate that we know of can be used; None when we know none.
    """

    peer: Peer
    contracts: Mapping[State, int] = field(default_factory=dict)
    under_way: tuple[Outgoing, ...] = ()
    feeds: tuple[FollowedFeed, ...] = ()
    certificate_until: datetime | None = None


def peers(*, principal: Principal, now: datetime) -> tuple[PeerHealth, ...]:
    """Every peer that we know of: those that do not answer first, then by name. Raises `ZoneForbidden`."""
    require_administrator(principal)
    rows = list(Peer.objects.order_by("name", "peer_id")[:PEERS_MAX])
    rows.sort(key=lambda row: row.failing_since is None)
    return _healths(rows, now=now)


def peer(peer_id: str, *, principal: Principal, now: datetime) -> PeerHealth:
    """One of them. Raises `ZoneForbidden`, `PeerNotFound`."""
    require_administrator(principal)
    row = Peer.objects.filter(peer_id=peer_id).first()
    if row is None:
        raise PeerNotFound(peer_id=peer_id)
    return _healths([row], now=now)[0]


def _healths(rows: Iterable[Peer], *, now: datetime) -> tuple[PeerHealth, ...]:
    found = list(rows)
    ids = [row.peer_id for row in found]
    counted, under_way, feeds, until = _counted(ids, now=now), _under_way(ids), _feeds(ids), _until(ids)
    return tuple(
        PeerHealth(
            peer=row,
            contracts=dict(counted[row.peer_id]),
            under_way=tuple(under_way[row.peer_id]),
            feeds=tuple(feeds[row.peer_id]),
            certificate_until=until.get(row.peer_id),
        )
        for row in found
    )


def _counted(ids: list[str], *, now: datetime) -> Mapping[str, dict[State, int]]:
    counted: dict[str, dict[State, int]] = defaultdict(lambda: defaultdict(int))
    rows: QuerySet[StoredContract] = StoredContract.objects.filter(
        pk__in=ContractPeer.objects.filter(peer_id__in=ids).values("contract")
    ).order_by("-created_at")[:CONTRACTS_MAX]
    wanted = set(ids)
    for row in with_signatures(rows):
        contract = folded(row)
        for it in contract.content.peers & wanted:
            counted[it][contract.state(now)] += 1
    return counted


def _under_way(ids: list[str]) -> Mapping[str, list[Outgoing]]:
    found: dict[str, list[Outgoing]] = defaultdict(list)
    for row in Outgoing.objects.filter(peer_id__in=ids, arrived_at=None).order_by("made_at", "id"):
        found[row.peer_id].append(row)
    return found


def _feeds(ids: list[str]) -> Mapping[str, list[FollowedFeed]]:
    found: dict[str, list[FollowedFeed]] = defaultdict(list)
    for row in FollowedFeed.objects.filter(peer_id__in=ids).order_by("service_name", "grant_hash"):
        found[row.peer_id].append(row)
    return found


def _until(ids: list[str]) -> Mapping[str, datetime]:
    rows = KnownCertificate.objects.filter(peer_id__in=ids).values("peer_id").annotate(until=Max("valid_until"))
    return {row["peer_id"]: row["until"] for row in rows}
