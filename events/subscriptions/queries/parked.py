"""What is parked: passed without being delivered, or asked for once more; in the order of the log.

Of which event and which persons it is, is told to who may see that event: an administrator sees that something is
parked, and no more than he was granted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing, store
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.models import ParkedDelivery
from events.subscriptions import ownership

PAGE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedFilter:
    """What is asked; None asks nothing."""

    state: ParkedDelivery.State | None = None
    object_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """One parked delivery; `event` is None for who may not see it."""

    delivery: ParkedDelivery
    event: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedPage:
    """Parked deliveries, the oldest event first. `after` goes on with later ones; None: there are none."""

    parked: tuple[Parked, ...]
    after: int | None


@transaction.atomic
def parked(
    subscription_id: UUID,
    asked: ParkedFilter = ParkedFilter(),
    *,
    principal: Principal,
    after: int = 0,
    size: int = PAGE_MAX,
) -> ParkedPage:
    """What is parked of a subscription, after a place; a line in the log of processing for whom it tells of.

    Raises `SubscriptionNotFound`, `NothingIsSent` and `ZoneForbidden`.
    """
    held = ownership.find_sent(subscription_id, principal=principal)
    found = held.parked.filter(seq__gt=after).order_by("seq")
    if asked.state is not None:
        found = found.filter(state=asked.state)
    if asked.object_id is not None:
        found = found.filter(object_ids__contains=[asked.object_id])
    limit = min(size, PAGE_MAX)
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    events = _visible(shown, principal=principal)
    if asked.object_id is not None:  # whether a person is known is told to who may see it only
        shown = [row for row in shown if row.event_id in events]
    subjects = {object_id for event in events.values() for object_id in event.object_ids}
    if subjects:
        said = "Geparkeerde bezorgingen gelezen"
        processing.record(said, principal=principal, subjects=subjects, activity=processing.Activity.READ)
    return ParkedPage(
        parked=tuple(Parked(delivery=row, event=events.get(row.event_id)) for row in shown),
        after=rows[limit - 1].seq if len(rows) > limit else None,
    )


def _visible(rows: Sequence[ParkedDelivery], *, principal: Principal) -> dict[UUID, Event]:
    found = store.find(row.event_id for row in rows)
    return {pk: it for pk, it in found.items() if principal.may(Permission.VIEW, zone=it.zone)}
