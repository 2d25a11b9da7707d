"""Who is in the group as far as we know, and where: for other managers, and for what we send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet

from federation.models import ContractPeer, Peer
from federation.queries import pages
from federation.queries.pages import Asked
from federation.transport import identity

IDS_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A peer as another manager is told of it."""

    id: str
    name: str
    manager_address: str

    def rendered(self) -> dict[str, str]:
        """As it is sent."""
        return {"id": self.id, "name": self.name, "manager_address": self.manager_address}


def page_for(caller: str, asked: Asked, *, name: str = "") -> tuple[list[Told], str]:
    """A page of the peers that this caller may know of, in the order in which we learned of them. Raises `NoCursor`."""
    rows = _for(caller)
    rows = rows.filter(name__icontains=name) if name else rows
    page = pages.page_of(rows, asked, moment="known_since", key="peer_id")
    return [_told(row) for row in page.rows], page.next_cursor


def with_ids(caller: str, ids: Sequence[str]) -> list[Told]:
    """Those of them with these ids; ourselves too, when asked for."""
    found = [_told(row) for row in _for(caller).filter(peer_id__in=ids).order_by("peer_id")]
    own = identity.own()
    return (
        [*found, Told(id=own.peer_id, name=own.peer_name, manager_address=settings.F6_FSC_MANAGER_ADDRESS)]
        if (own.peer_id in ids and own.peer_id not in {it.id for it in found})
        else found
    )


def named(ids: Sequence[str]) -> dict[str, Told]:
    """These peers by id: what we know of them, and ourselves."""
    own = identity.own()
    found = {row.peer_id: _told(row) for row in Peer.objects.filter(peer_id__in=ids)}
    if own.peer_id in ids:
        found[own.peer_id] = Told(id=own.peer_id, name=own.peer_name, manager_address=settings.F6_FSC_MANAGER_ADDRESS)
    return found


def rendered(rows: Sequence[Told]) -> list[dict[str, Any]]:
    """As they are sent."""
    return [row.rendered() for row in rows]


def _for(caller: str) -> QuerySet[Peer]:
    """Who announced himself, and who is on a contract with the caller: of our other partners it is not told."""
    shared = ContractPeer.objects.filter(contract__parties__peer_id=caller).values("peer_id")
    return Peer.objects.exclude(manager_address="").filter(Q(announced_at__isnull=False) | Q(peer_id__in=shared))


def _told(row: Peer) -> Told:
    return Told(id=row.peer_id, name=row.name, manager_address=row.manager_address)
