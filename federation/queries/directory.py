"""The global directory of F6s: which organisation holds which event types in which zone, as directories list it.

From what was last read of each, with when that was; so it answers also while a directory is away. What is listed is
what organisations say of themselves, and is no proof of anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from federation.domain import listings, properties
from federation.domain.listings import ListedPeer, ListedService
from federation.domain.properties import Terms
from federation.models import DirectoryReading
from federation.queries import pages, peers, services
from federation.queries.pages import Asked
from federation.transport import identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service that is listed. `zone` is None, and `terms` are empty, for one that is of no F6."""

    name: str
    zone: str | None
    terms: Terms
    delegator: str | None
    directory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation with what it offers."""

    peer: ListedPeer
    offers: tuple[Offer, ...]

    @property
    def event_types(self) -> frozenset[str]:
        """All that its zones hold."""
        return frozenset[str]().union(*(it.terms.event_types for it in self.offers))

    @property
    def responsible_for(self) -> frozenset[str]:
        """Those of which it says to be the one that is believed."""
        return frozenset[str]().union(*(it.terms.responsible_for for it in self.offers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a directory stands: when it was last read (None: never), and since when it does not answer."""

    peer_id: str
    address: str
    read_at: datetime | None
    failing_since: datetime | None
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What the directories list, by the names of organisations; ourselves are not in it."""

    organisations: tuple[Organisation, ...]
    readings: tuple[Reading, ...]


def listed(*, now: datetime | None = None) -> Directory:
    """What is listed. No request is made: see `reading_directories`."""
    own = identity.own().peer_id
    rows = {row.peer_id: row for row in DirectoryReading.objects.all()}
    wanted = [it for it in settings.F6_FSC_DIRECTORIES if it != own]
    read = [(it, rows[it]) for it in wanted if it in rows]
    found: dict[str, list[Offer]] = {}
    known: dict[str, ListedPeer] = {}
    for directory, row in read:
        for peer in listings.peers_of({"peers": row.peers}, ports=settings.F6_FSC_PORTS):
            known.setdefault(peer.id, peer)
        _add(listings.services_of({"services": row.services}, ports=settings.F6_FSC_PORTS), directory, found, known)
    if settings.F6_FSC_IS_DIRECTORY:
        moment = now or timezone.now()
        _add(_of_ourselves(now=moment), own, found, known)
        for peer in _who_announced(own):
            known.setdefault(peer.id, peer)
    organisations = [
        Organisation(peer=peer, offers=tuple(_once(found.get(id_, ())))) for id_, peer in known.items() if id_ != own
    ]
    return Directory(
        organisations=tuple(sorted(organisations, key=lambda it: (it.peer.name.casefold(), it.peer.id))),
        readings=tuple(_reading(it, rows.get(it)) for it in wanted),
    )


def _add(
    listed_: Iterable[ListedService], directory: str, found: dict[str, list[Offer]], known: dict[str, ListedPeer]
) -> None:
    for it in listed_:
        known.setdefault(it.peer.id, it.peer)
        found.setdefault(it.peer.id, []).append(
            Offer(
                name=it.name,
                zone=properties.zone_of(it.name),
                terms=properties.terms_of(it.properties),
                delegator=it.delegator,
                directory=directory,
            )
        )


def _once(offers: Iterable[Offer]) -> Iterable[Offer]:
    """Each service once, as the first directory lists it."""
    first: dict[tuple[str, str | None], Offer] = {}
    for it in offers:
        first.setdefault((it.name, it.delegator), it)
    return sorted(first.values(), key=lambda it: (it.name, it.delegator or ""))


def _of_ourselves(*, now: datetime) -> Iterable[ListedService]:
    cursor = ""
    while True:
        rows, cursor = services.page_of(Asked(cursor=cursor, limit=pages.PAGE_SIZE_MAX), now=now)
        yield from listings.services_of({"services": rows}, ports=settings.F6_FSC_PORTS)
        if not cursor:
            return


def _who_announced(own: str) -> Iterable[ListedPeer]:
    cursor = ""
    while True:
        rows, cursor = peers.page_for(own, Asked(cursor=cursor, limit=pages.PAGE_SIZE_MAX))
        yield from (ListedPeer(id=it.id, name=it.name, manager_address=it.manager_address) for it in rows)
        if not cursor:
            return


def _reading(peer_id: str, row: DirectoryReading | None) -> Reading:
    return Reading(
        peer_id=peer_id,
        address=settings.F6_FSC_DIRECTORIES[peer_id],
        read_at=row.read_at if row else None,
        failing_since=row.failing_since if row else None,
        failure=row.failure if row else "",
    )
