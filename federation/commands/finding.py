"""Where a peer is that we do not know of, or that has moved: by asking the directories (FSC Core 2.0.0, 4.3.4)."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings

from federation.domain import ijson, listings
from federation.domain.listings import ListedPeer
from federation.transport import client
from federation.transport.client import Ask, Reply

SECONDS_MAX: Final = 5.0


def in_directories(peer_id: str) -> ListedPeer | None:
    """The peer as the first directory that knows it tells; None when none does or none answers."""
    asks = [
        Ask(
            method="GET",
            url=f"{address}/v1/peers?peer_id={quote(peer_id, safe='')}",
            peer_id=directory,
            bytes_max=listings.BYTES_MAX,
        )
        for directory, address in settings.F6_FSC_DIRECTORIES.items()
        if directory != peer_id
    ]
    return next((it for it in _peers(client.ask_all(asks, seconds=SECONDS_MAX)) if it.id == peer_id), None)


def _peers(replies: Iterable[Any]) -> Iterable[ListedPeer]:
    for reply in replies:
        if isinstance(reply, Reply) and reply.status == 200:
            try:
                yield from listings.peers_of(ijson.parse(reply.body), ports=settings.F6_FSC_PORTS)
            except (ijson.NotIJson, listings.NoListing):
                continue
