"""Reading what directories list, and keeping it: a directory may be away when somebody looks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from federation.commands import paging
from federation.commands import peers as known_peers
from federation.commands.paging import NotRead
from federation.domain import listings
from federation.models import DirectoryReading
from federation.transport import identity

EVERY: Final = timedelta(minutes=2)
REASON_LENGTH_MAX: Final = 300


def whom_to_read(*, now: datetime) -> list[str]:
    """The directories that were not read for a while. What is configured no more is forgotten."""
    own = identity.own().peer_id
    wanted = [it for it in settings.F6_FSC_DIRECTORIES if it != own]
    DirectoryReading.objects.exclude(peer_id__in=wanted).delete()
    DirectoryReading.objects.bulk_create([DirectoryReading(peer_id=it) for it in wanted], ignore_conflicts=True)
    return list(_due(now).order_by("peer_id").values_list("peer_id", flat=True))


def read_all(*, now: datetime) -> None:
    """Read every directory now, also one that was just read: somebody asks for it."""
    DirectoryReading.objects.update(tried_at=None)
    for peer_id in whom_to_read(now=now):
        read(peer_id, now=now)


def read(peer_id: str, *, now: datetime, until: Callable[[], bool] = lambda: False) -> bool:
    """Read a directory, when nobody just did. Gives whether it was read; what it told before stays when it was not."""
    if not _due(now).filter(peer_id=peer_id).update(tried_at=now):
        return False
    rows = DirectoryReading.objects.filter(peer_id=peer_id)
    address = settings.F6_FSC_DIRECTORIES.get(peer_id, "")
    ports = settings.F6_FSC_PORTS
    try:
        services = paging.whole(
            "services",
            peer_id=peer_id,
            address=address,
            read=lambda raw: listings.services_of(raw, ports=ports),
            until=until,
        )
        peers = paging.whole(
            "peers",
            peer_id=peer_id,
            address=address,
            read=lambda raw: listings.peers_of(raw, ports=ports),
            until=until,
        )
    except NotRead as fault:
        rows.filter(failing_since=None).update(failing_since=now)
        rows.update(failure=str(fault)[:REASON_LENGTH_MAX])
        return False
    rows.update(
        services=[it.rendered() for it in services.rows],
        peers=[it.rendered() for it in peers.rows],
        read_at=now,
        failing_since=None,
        failure="",
    )
    known_peers.named(peer_id, name=next((it.name for it in peers.rows if it.id == peer_id), ""))
    return True


def _due(now: datetime) -> QuerySet[DirectoryReading]:
    return DirectoryReading.objects.filter(Q(tried_at=None) | Q(tried_at__lte=now - EVERY))
