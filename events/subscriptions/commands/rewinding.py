"""Setting a subscription back: to any event or moment, for ever, as the log is the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import store
from events.administration import Action
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound, InvalidRequest
from events.domain.subscription_refusals import NotPassedYet
from events.models import Subscription
from events.subscriptions import asking, ownership
from events.subscriptions.commands.telling import record
from events.subscriptions.domain.messages import mistake


@transaction.atomic
def rewind(
    subscription_id: UUID, *, to: UUID | datetime | None, by: Principal, now: datetime | None = None
) -> Subscription:
    """Deliver everything once more from an event on (itself included), from a moment on, or (None) from the beginning.

    What is parked of it is delivered in its turn and is parked no more; what is parked of before stays. Where nothing
    came since, nothing changes.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, `EventNotFound` for an event that its owner may not
    see, `NotPassedYet`, and `InvalidRequest` for a moment that it did not come to yet.
    """
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    place = _place(held, to, now=now or timezone.now())
    if place == store.last_seq():  # not held.cursor: who delivers may be further than he wrote down
        return held
    before = {"cursor": held.cursor}
    held.cursor = place
    _stop_who_delivers(held)
    held.save(update_fields=["cursor", "fence", "lease_holder", "lease_until"])
    asking.drop(held, {seq: again for seq, again in asking.parked_of(held).items() if seq > place})
    asking.begin_anew(held, came_to=before["cursor"])
    dropped, _by_table = held.parked.filter(seq__gt=place).delete()
    after: dict[str, Any] = {"cursor": place, "no_longer_parked": dropped}
    record("Abonnement teruggezet", Action.REWOUND, held, by=by, before=before, after=after)
    return held


def _stop_who_delivers(held: Subscription) -> None:
    """Make every later write of who delivers at this moment void.

    He works from a place further on. Were the place alone set back, his next write would move it forward again, over
    events that were to be sent once more. His lease is ended with it, so that another begins from the new place at
    once. What he is sending meanwhile may arrive once more (at least once); it keeps the order of what is new to the
    receiver, as the new round sends it again in its turn.
    """
    held.fence += 1
    held.lease_holder, held.lease_until = "", None


def _place(held: Subscription, to: UUID | datetime | None, *, now: datetime) -> int:
    """The place after which everything is to be sent once more."""
    if to is None:
        return 0
    if isinstance(to, datetime):
        place = store.seq_before(to)
        if to > now or place > held.cursor:
            raise InvalidRequest(violations=(mistake("back-only", pointer="/moment"),))
        return place
    event, seq = store.find([to]).get(to), store.seq_of(to)
    if event is None or event.zone not in ownership.zones_seen_by(held.owner):
        raise EventNotFound(event_id=to)
    if seq is None or seq > held.cursor:
        raise NotPassedYet(event_id=to)
    return seq - 1
