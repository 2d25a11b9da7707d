"""Where another peer's manager is, as far as we know: a directory that is configured, or what the peer itself said."""

from django.conf import settings

from federation.models import DirectoryReading, Peer


def known(peer_id: str) -> str | None:
    """The address of its manager: of a configured directory, of the peer, or as a directory told when it was read."""
    configured: str | None = settings.F6_FSC_DIRECTORIES.get(peer_id)
    if configured is not None:
        return configured
    row = Peer.objects.filter(peer_id=peer_id).exclude(manager_address="").first()
    return row.manager_address if row is not None else told(peer_id)


def told(peer_id: str) -> str | None:
    """What the directories said of it when they were last read."""
    for reading in DirectoryReading.objects.order_by("-read_at"):
        for it in reading.peers:
            if it["id"] == peer_id:
                return str(it["manager_address"])
    return None
