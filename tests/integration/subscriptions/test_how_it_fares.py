"""How subscriptions fare: told of all at once, in as many queries as of one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import access
from events.models import DeliveryAttempt, ParkedDelivery, Subscription, User
from events.subscriptions.queries import health
from events.subscriptions.queries.health import Tally
from tests.integration.subscriptions.delivering import happen
from tests.integration.subscriptions.subscribing import subscribe

Outcome = DeliveryAttempt.Outcome


def tried(subscription: Subscription, outcome: Outcome, *, hours_ago: float, ping: bool = False) -> None:
    DeliveryAttempt.objects.create(
        subscription=subscription,
        event_id=None if ping else uuid4(),
        started_at=timezone.now() - timedelta(hours=hours_ago),
        duration_ms=5,
        outcome=outcome,
    )


def test_the_lag_is_what_was_not_passed_and_how_old_that_is(owner: User) -> None:
    by = access.principal_of(owner)
    one = subscribe("https://receiver.example/", owner=owner)
    later = timezone.now() + timedelta(hours=1)
    assert (health.health(one.pk, principal=by, now=later).lag_events, one.cursor) == (0, 0)
    happen(uuid4(), uuid4())
    found = health.health(one.pk, principal=by, now=later)
    assert found.lag_events == 2
    assert 3_000 < found.lag_seconds < 3_601
    Subscription.objects.update(cursor=2)
    found = health.health(one.pk, principal=by, now=later)
    assert (found.lag_events, found.lag_seconds) == (0, 0)


def test_success_is_of_deliveries_and_not_of_pings(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one = subscribe("https://receiver.example/", owner=owner)
    tried(one, Outcome.DELIVERED, hours_ago=30)
    for hours in (20, 0.5, 0.1):
        tried(one, Outcome.DELIVERED, hours_ago=hours)
    tried(one, Outcome.TIMEOUT, hours_ago=0.1)
    tried(one, Outcome.REFUSED, hours_ago=0.1, ping=True)
    found = health.health(one.pk, principal=access.principal_of(owner), now=timezone.now())
    assert (found.last_hour, found.last_day) == (Tally(attempts=3, delivered=2), Tally(attempts=4, delivered=3))
    assert found.last_day.success == 0.75
    monkeypatch.setattr(health, "COUNTED_MAX", 2)
    found = health.health(one.pk, principal=access.principal_of(owner), now=timezone.now())
    assert found.last_day == Tally(attempts=2, delivered=1)


def test_what_is_parked_is_counted_by_its_state(owner: User) -> None:
    one = subscribe("https://receiver.example/", owner=owner)
    now = timezone.now()
    for seq, (state, hours) in enumerate((("dead", 3), ("behind", 2), ("retrying", 1), ("retrying", 0)), start=1):
        ParkedDelivery.objects.create(
            subscription=one,
            seq=seq,
            event_id=uuid4(),
            object_ids=[uuid4()],
            state=state,
            cause="failed",
            parked_at=now - timedelta(hours=hours),
            next_try_at=now + timedelta(hours=hours) if state == "retrying" else None,
        )
    found = health.health(one.pk, principal=access.principal_of(owner), now=now)
    assert found.parked == {"dead": 1, "behind": 1, "retrying": 2}
    assert (found.parked_since, found.next_try_at) == (now - timedelta(hours=3), now)


def test_of_many_it_is_asked_in_as_many_queries_as_of_one(owner: User) -> None:
    by, counts = access.principal_of(owner), []
    for _ in range(2):
        for _ in range(3):
            tried(subscribe("https://receiver.example/", owner=owner), Outcome.DELIVERED, hours_ago=0.1)
        with CaptureQueriesContext(connection) as queries:
            found = health.healths(principal=by, now=timezone.now())
        counts.append(len(queries))
    assert len(found) == 6
    assert counts[0] == counts[1]
    assert all(it.last_hour.attempts == 1 for it in found.values())
