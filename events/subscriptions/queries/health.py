"""How a subscription fares: how far behind it is, what is parked, and whether the receiver takes what is sent.

A bounded number of queries for all subscriptions at once.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, Q

from events import store
from events.domain.permissions import Principal
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions import ownership

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
COUNTED_MAX: Final = 10_000
"""Attempts of one subscription that are counted, the newest: of a busy one the success of the last 10,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Attempts at deliveries within some time, at most COUNTED_MAX; pings and handshakes are not among them."""

    attempts: int = 0
    delivered: int = 0

    @property
    def success(self) -> float | None:
        """The part that was delivered, 0 to 1; None when nothing was tried."""
        return self.delivered / self.attempts if self.attempts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one subscription fares at a moment.

    `lag_events` are those of the log that it did not pass yet, asked for or not; `lag_seconds` is the age of the
    oldest of them. `parked` counts what was passed without being delivered, by its state; `parked_since` is when the
    oldest of that was parked.
    """

    lag_events: int
    lag_seconds: float
    last_hour: Tally = Tally()
    last_day: Tally = Tally()
    parked: Mapping[ParkedDelivery.State, int] = field(default_factory=dict)
    parked_since: datetime | None = None
    next_try_at: datetime | None = None
    failing_since: datetime | None = None
    resting_until: datetime | None = None


def health(subscription_id: UUID, *, principal: Principal, now: datetime) -> Health:
    """How one subscription fares. Raises `SubscriptionNotFound` and `ZoneForbidden`."""
    held = ownership.find(subscription_id, principal=principal)
    return _healths([held], now=now)[held.pk]


def healths(*, principal: Principal, now: datetime) -> Mapping[UUID, Health]:
    """How all of his (or all there are, for who administers everything) fare. Raises `ZoneForbidden`."""
    return _healths(list(ownership.subscriptions_of(principal)), now=now)


def _healths(held: Collection[Subscription], *, now: datetime) -> Mapping[UUID, Health]:
    ids = [it.pk for it in held]
    last, ages = store.last_seq(), store.sealed_at({it.cursor + 1 for it in held})
    tallies, counts, parked = _tallies(ids, now=now), _counts(ids), _heads(ids)
    nothing = (Tally(), Tally())
    return {
        it.pk: Health(
            lag_events=max(0, last - it.cursor),
            lag_seconds=max(0.0, (now - ages[it.cursor + 1]).total_seconds()) if it.cursor + 1 in ages else 0.0,
            last_hour=tallies.get(it.pk, nothing)[0],
            last_day=tallies.get(it.pk, nothing)[1],
            parked=counts[it.pk],
            parked_since=parked.get(it.pk, (None, None))[0],
            next_try_at=parked.get(it.pk, (None, None))[1],
            failing_since=it.failing_since,
            resting_until=it.rest_until,
        )
        for it in held
    }


def _tallies(ids: Collection[UUID], *, now: datetime) -> Mapping[UUID, tuple[Tally, Tally]]:
    """Of the last hour and the last day, over the newest attempts: as much work for a busy one as for another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, count(*) FILTER (WHERE a.started_at >= %(hour)s),"
            " count(*) FILTER (WHERE a.started_at >= %(hour)s AND a.outcome = %(delivered)s),"
            " count(*), count(*) FILTER (WHERE a.outcome = %(delivered)s)"
            " FROM unnest(%(ids)s::uuid[]) AS s (id) CROSS JOIN LATERAL ("
            "SELECT outcome, started_at FROM events_deliveryattempt"
            " WHERE subscription_id = s.id AND event_id IS NOT NULL ORDER BY id DESC LIMIT %(limit)s) AS a"
            " WHERE a.started_at >= %(day)s GROUP BY s.id",
            {
                "ids": list(ids),
                "hour": now - HOUR,
                "day": now - DAY,
                "delivered": DeliveryAttempt.Outcome.DELIVERED.value,
                "limit": COUNTED_MAX,
            },
        )
        return {
            pk: (Tally(attempts=hour, delivered=took), Tally(attempts=day, delivered=took_in_day))
            for pk, hour, took, day, took_in_day in cursor.fetchall()
        }


def _counts(ids: Collection[UUID]) -> Mapping[UUID, Mapping[ParkedDelivery.State, int]]:
    found: dict[UUID, dict[ParkedDelivery.State, int]] = defaultdict(dict)
    rows = ParkedDelivery.objects.filter(subscription__in=ids).order_by().values("subscription", "state")
    for row in rows.annotate(count=Count("pk")):
        found[row["subscription"]][ParkedDelivery.State(row["state"])] = row["count"]
    return found


def _heads(ids: Collection[UUID]) -> Mapping[UUID, tuple[datetime | None, datetime | None]]:
    """When the oldest was parked, and the next try of what is tried again."""
    retried = Min("next_try_at", filter=Q(state=ParkedDelivery.State.RETRYING))
    rows = ParkedDelivery.objects.filter(subscription__in=ids).order_by().values("subscription")
    found = rows.annotate(since=Min("parked_at"), next_try=retried)
    return {row["subscription"]: (row["since"], row["next_try"]) for row in found}
