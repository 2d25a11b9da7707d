"""Whether deliverers keep up: subscriptions that have something to be told, and that nobody serves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from events import store
from events.models import ParkedDelivery, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How the active subscriptions do that are sent: how many there are, and fail.

    `unserved` counts those that are served by nobody while there is something new;
    `seconds` is how long the longest of those waits; `dead` counts deliveries that were given up.
    """

    active: int
    failing: int
    unserved: int
    seconds: float
    dead: int


def lag(*, now: datetime) -> Lag:
    """How it is now. A receiver that is left alone for a while, or holds its own line up, is not unserved."""
    active = Subscription.objects.filter(state=Subscription.State.ACTIVE, mode=Subscription.Mode.PUSH)
    idle = active.filter(Q(lease_until=None) | Q(lease_until__lte=now), Q(rest_until=None) | Q(rest_until__lte=now))
    held_up = ParkedDelivery.objects.filter(subscription__ordering=Subscription.Ordering.ALL).values("subscription")
    behind = idle.filter(cursor__lt=store.last_seq()).exclude(pk__in=held_up)
    places = [cursor + 1 for cursor in behind.values_list("cursor", flat=True)]
    oldest = min(store.sealed_at(set(places)).values(), default=now)
    return Lag(
        active=active.count(),
        failing=active.filter(failures__gt=0).count(),
        unserved=len(places),
        seconds=max(0.0, (now - oldest).total_seconds()),
        dead=ParkedDelivery.objects.filter(state=ParkedDelivery.State.DEAD).count(),
    )
