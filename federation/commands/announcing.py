"""Telling directories where our manager is, and partners when it moved (FSC Core 2.0.0, 4.3.5)."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from federation.commands import queueing
from federation.models import Outgoing, Peer
from federation.transport import identity

AGAIN: Final = timedelta(days=1)
"""A directory that lost what it knew learns it again by then."""
JUST_NOW: Final = timedelta(minutes=5)
"""Whoever was told so shortly ago is not told again by each process that starts."""


def announce(*, now: datetime, starting: bool = False) -> None:
    """Queue an announcement for each directory that was not told our address of now, or of late.

    For each partner too that was told another. With `starting` whoever was not told just now: who starts says so.
    """
    own, address = identity.own().peer_id, settings.F6_FSC_MANAGER_ADDRESS
    directories = [it for it in settings.F6_FSC_DIRECTORIES if it != own]
    Peer.objects.bulk_create([Peer(peer_id=it, is_directory=True) for it in directories], ignore_conflicts=True)
    Peer.objects.filter(peer_id__in=directories, is_directory=False).update(is_directory=True)
    Peer.objects.exclude(peer_id__in=directories).filter(is_directory=True).update(is_directory=False)
    then = now - (JUST_NOW if starting else AGAIN)
    stale = Q(told_at=None) | Q(told_at__lte=then) | ~Q(told_address=address)
    to_directories = Peer.objects.filter(stale, peer_id__in=directories)
    moved = Peer.objects.exclude(told_address__in=["", address])
    for peer_id in {*to_directories.values_list("peer_id", flat=True), *moved.values_list("peer_id", flat=True)}:
        with transaction.atomic():
            Peer.objects.select_for_update(no_key=True).get(peer_id=peer_id)
            queueing.queue_once(peer_id, Outgoing.Kind.ANNOUNCE, row=None, now=now)
