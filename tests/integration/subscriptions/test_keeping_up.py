"""What an operator sees of deliveries, what is kept of them, and what it survives."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from structlog.testing import capture_logs

from events.models import DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription, User
from events.subscriptions.delivering.lag import lag
from events.subscriptions.keys import signing_keys
from events.subscriptions.sending.publishing import headers_of
from f6_project import health, tasks
from f6_project.models import Turn
from tests.database import Database
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe, subscriber
from tests.receivers import now, running, status

HOURS = timedelta(hours=1)


def test_the_doctor_says_that_nobody_delivers(town: Database) -> None:
    subscribe("https://receiver.example/hook")
    assert health.check_deliverer().sound
    happen()
    found = lag(now=now() + HOURS)
    assert (found.active, found.unserved) == (1, 1)
    assert 3500 < found.seconds < 3700
    with town.connect("super") as admin:
        admin.execute("ALTER TABLE seal DISABLE TRIGGER USER")
        admin.execute("UPDATE seal SET sealed_at = sealed_at - interval '1 hour'")
        admin.execute("ALTER TABLE seal ENABLE ALWAYS TRIGGER append_only")
    finding = health.check_deliverer()
    assert not finding.sound
    assert "1 of them nobody serves" in finding.found
    assert finding.remedy


def test_who_rests_or_is_served_is_not_unserved(town: Database) -> None:
    for fields in ({"rest_until": now() + HOURS * 2}, {"lease_until": now() + HOURS * 2}, {"state": "paused"}):
        subscribe("https://receiver.example/hook", **fields)
    happen()
    assert lag(now=now() + HOURS).unserved == 0


def test_old_attempts_are_removed(town: Database) -> None:
    subscription = subscribe("https://receiver.example/hook")
    for days in (31, 29):
        moment = now() - timedelta(days=days)
        DeliveryAttempt.objects.create(subscription=subscription, started_at=moment, duration_ms=1, outcome="busy")
    tasks.clear_old_attempts()
    assert DeliveryAttempt.objects.count() == 1
    Turn.objects.all().delete()


def test_it_survives_that_the_database_drops_its_connections(town: Database) -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, allowed_per_minute=3_000)
        events = happen(*(uuid4() for _ in range(60)))
        receiver.wait_for(10)
        with town.connect("super", autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND pid <> %s",
                [own_pid()],
            )
        until(lambda: set(receiver.told) == {it.id for it in events}, seconds=20)
        until(lambda: Subscription.objects.get(pk=subscription.pk).cursor == 60)
        later = happen()[0]
        until(lambda: later.id in receiver.told)


def own_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return int(pid)


def test_a_fault_in_one_turn_stops_no_other(town: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = subscribe("https://receiver.example/hook")

    def faulty(body: bytes, *, keys: Any, **rest: Any) -> dict[str, str]:
        if keys == bad:
            raise ValueError("a fault of ours")
        return headers_of(body, keys=keys, **rest)

    bad = signing_keys(broken, now=now())
    monkeypatch.setattr("events.subscriptions.delivering.posting.headers_of", faulty)
    with capture_logs() as said, running() as receiver, deliverers():
        subscribe(receiver.url)
        happen(uuid4(), uuid4())
        receiver.wait_for(2)
        until(lambda: [it for it in said if it["event"] == "turn_broke_off"])
    assert Subscription.objects.get(pk=broken.pk).cursor == 0


def test_without_a_key_nothing_is_sent(town: Database) -> None:
    with capture_logs() as said, running() as receiver, deliverers():
        subscription = subscribe(receiver.url, signed=False)
        happen()
        until(lambda: Subscription.objects.get(pk=subscription.pk).rest_until)
    assert receiver.received == []
    assert "subscription_without_keys" in {it["event"] for it in said}


def test_what_waited_for_something_that_was_taken_away_is_delivered(town: Database) -> None:
    one = uuid4()
    with running(status(400)) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[])
        first = happen(one)[0]
        until(lambda: subscription.parked.filter(state=ParkedDelivery.State.DEAD).exists())
        receiver.answer = status(204)
        second = happen(one)[0]
        until(lambda: subscription.parked.filter(state=ParkedDelivery.State.BEHIND).exists())
        assert receiver.told == []
        subscription.parked.filter(event_id=first.id).delete()
        assert receiver.wait_for(1) == [second.id]


def test_an_allowance_that_is_taken_away_holds_from_the_next_sweep(town: Database) -> None:
    with running() as receiver, deliverers(sweep_seconds=0.1):
        subscription = subscribe(receiver.url, schedule=[3600] * 90)
        happen()
        receiver.wait_for(1)
        ReceiverAllowance.objects.all().delete()
        until(lambda: happen() and DeliveryAttempt.objects.filter(outcome="forbidden").exists())
        seen = len(receiver.received)
        allow_loopback()

        def told_again() -> bool:
            Subscription.objects.update(rest_until=None)
            subscription.parked.update(next_try_at=now())
            return len(receiver.told) > seen

        until(told_again)


def test_the_owner_is_told_that_his_receiver_fails_too_long(town: Database, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.nl"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owner = subscriber("afnemer")
    User.objects.filter(pk=owner.pk).update(email="beheer@afnemer.example")
    with running(status(500)) as receiver, deliverers():
        long_ago = now() - timedelta(days=5, seconds=1)
        subscription = subscribe(receiver.url, owner=owner, failing_since=long_ago, failures=40)
        happen()
        until(lambda: Subscription.objects.get(pk=subscription.pk).state == "paused")
        sent = until(lambda: getattr(mail, "outbox", None))
    assert sent[0].to == ["beheer@afnemer.example"]
    assert subscription.name in sent[0].subject + sent[0].body
    assert receiver.url not in sent[0].body
