"""What we keep of peers that we hear from or that answer us."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from federation.models import Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends us something: by the certificate of his connection, and where he says that his manager is."""

    peer_id: str
    name: str
    manager_address: str


def heard(sender: Sender, *, now: datetime, announced: bool = False) -> Peer:
    """Keep that we heard from a peer, by its name and address of now. Must be called in a transaction."""
    told = {"name": sender.name, "manager_address": sender.manager_address, "heard_at": now}
    found, _ = Peer.objects.update_or_create(
        peer_id=sender.peer_id, defaults={**told, **({"announced_at": now} if announced else {})}
    )
    return found


def learned(peer_id: str, *, name: str, manager_address: str) -> None:
    """Keep what a directory told of a peer, as far as we did not know where it is or it does not answer there."""
    with transaction.atomic():
        row, made = Peer.objects.select_for_update(no_key=True).get_or_create(
            peer_id=peer_id, defaults={"name": name, "manager_address": manager_address}
        )
        if not made and (not row.manager_address or row.failing_since is not None):
            row.manager_address = manager_address
            row.name = row.name or name
            row.save(update_fields=["manager_address", "name"])


def named(peer_id: str, *, name: str) -> None:
    """Keep what a peer that has no name here yet calls itself."""
    Peer.objects.filter(peer_id=peer_id, name="").update(name=name)


def answered(peer_id: str, *, now: datetime) -> None:
    """Keep that a peer answered us."""
    Peer.objects.filter(peer_id=peer_id).update(answered_at=now, failing_since=None, failure="")


def failed(peer_id: str, *, why: str, now: datetime) -> None:
    """Keep that a peer did not answer, and since when."""
    rows = Peer.objects.filter(peer_id=peer_id)
    rows.filter(failing_since=None).update(failing_since=now)
    rows.update(failure=why[:300])
