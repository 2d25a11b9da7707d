"""Putting what is to be delivered once more in its place among what is parked already."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from events.models import ParkedDelivery, Subscription

State = ParkedDelivery.State
Ordering = Subscription.Ordering


def line_up(held: Subscription, rows: Iterable[ParkedDelivery], *, now: datetime) -> Sequence[ParkedDelivery]:
    """Try these now, from the first try on, in the order that the subscription asks for; returns them as kept.

    One that comes after another that is parked, and shares an object with it (or whatever, when everything is in
    order), waits behind that one; and so does from now on what was tried again before and comes after one of these.
    What is given up stays so, unless it is one of these. The caller holds the subscription's row.
    """
    ours = {row.seq: row for row in rows}
    if not ours:
        return ()
    standing = {row.seq: row for row in _standing(held, ours.values())}
    taken: set[UUID] = set()
    changed: list[ParkedDelivery] = []
    for seq in sorted(standing.keys() | ours.keys()):
        row = standing.get(seq) or ours[seq]
        waits = _waits(row, taken, ordering=held.ordering)
        if seq in ours:
            row.state, row.tries = (State.BEHIND if waits else State.RETRYING), 0
            row.next_try_at = None if waits else now
            ours[seq] = row
            changed.append(row)
        elif waits and row.state == State.RETRYING:
            row.state, row.next_try_at = State.BEHIND, None
            changed.append(row)
        taken.update(row.object_ids)
    _keep(changed, known=standing.keys())
    return tuple(ours.values())


def _standing(held: Subscription, ours: Iterable[ParkedDelivery]) -> Iterable[ParkedDelivery]:
    """What is parked already and may come before or after one of these."""
    if held.ordering == Ordering.ALL:
        return held.parked.all()
    about = sorted({object_id for row in ours for object_id in row.object_ids})
    return held.parked.filter(object_ids__overlap=about)


def _waits(row: ParkedDelivery, taken: set[UUID], *, ordering: str) -> bool:
    if ordering == Ordering.NONE:
        return False
    return bool(taken) if ordering == Ordering.ALL else not taken.isdisjoint(row.object_ids)


def _keep(rows: Sequence[ParkedDelivery], *, known: Collection[int]) -> None:
    ParkedDelivery.objects.bulk_create(
        [row for row in rows if row.seq not in known],
        batch_size=1_000,
    )
    ParkedDelivery.objects.bulk_update(
        [row for row in rows if row.seq in known], ["state", "tries", "next_try_at"], batch_size=1_000
    )
