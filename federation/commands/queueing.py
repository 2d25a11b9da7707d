"""What must be sent to another manager: written down in the transaction of the command, and sent by who comes round."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from federation.domain.contracts import SignatureKind
from federation.models import Outgoing, Peer, StoredContract

Kind = Outgoing.Kind


def queue_contract(row: StoredContract, *, to: Collection[str], now: datetime) -> None:
    """Send a contract that is held, with our acceptance, to these peers."""
    for peer_id in sorted(to):
        queue(peer_id, Kind.CONTRACT, row=row, now=now)


def queue_signature(row: StoredContract, kind: SignatureKind, *, to: Collection[str], now: datetime) -> None:
    """Send what we signed of a contract that is held to these peers."""
    for peer_id in sorted(to):
        queue(peer_id, Kind(kind.value), row=row, now=now)


def queue(peer_id: str, kind: Outgoing.Kind, *, row: StoredContract | None, now: datetime) -> None:
    """Put one message in the queue; the same one that waits already is made due at once instead.

    The caller holds the contract's row (or, without one, that of the peer), so of two callers one comes first.
    """
    waiting = Outgoing.objects.filter(peer_id=peer_id, kind=kind, contract=row, arrived_at=None)
    if not waiting.update(made_at=now, next_at=now, attempts=0, refused=False):
        _make(peer_id, kind, row=row, now=now)


def queue_once(
    peer_id: str, kind: Outgoing.Kind, *, row: StoredContract | None, now: datetime, after: timedelta | None = None
) -> bool:
    """The same, and what waits already stays as it is; with `after`, so does what arrived no longer ago.

    Gives whether there is a new message.
    """
    lately = Q(arrived_at=None) if after is None else Q(arrived_at=None) | Q(arrived_at__gt=now - after)
    if Outgoing.objects.filter(lately, peer_id=peer_id, kind=kind, contract=row).exists():
        return False
    _make(peer_id, kind, row=row, now=now)
    return True


def _make(peer_id: str, kind: Outgoing.Kind, *, row: StoredContract | None, now: datetime) -> None:
    Peer.objects.bulk_create([Peer(peer_id=peer_id)], ignore_conflicts=True)  # whom we send to, we keep something of
    Outgoing.objects.create(peer_id=peer_id, kind=kind, contract=row, made_at=now, next_at=now)
