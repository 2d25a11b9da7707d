"""Who lost his lease writes nothing; two deliverers never serve one subscription at once; a kill loses nothing."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DataError, connections

from events import processing
from events.domain.event import Event
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions.delivering import leases, loading, recording, turns
from events.subscriptions.delivering.leases import LeaseLost
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.delivering.recording import Lease, Results, Told
from events.subscriptions.delivering.writing import Writer
from events.subscriptions.domain.answers import Answer, Outcome
from events.subscriptions.domain.endpoints import Endpoint
from events.subscriptions.domain.order import Item, Place
from events.subscriptions.sending.attempts import row_of
from events.subscriptions.sending.requests import Reply
from events.subscriptions.sending.waiting import wait_for
from tests.database import Database
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Receiver, now, running

PROJECT = Path(__file__).resolve().parents[3]
OTHERS = "s.id = r.id"
"""The planted fault: a write that does not ask whose lease it is."""


def claimed(holder: str) -> Subscription:
    taken, _ = leases.claim(holder=holder, limit=10, running=(), freed=(), now=now())
    return Subscription.objects.get(pk=taken[0])


def lease_runs_out() -> None:
    Subscription.objects.update(lease_until=now() - timedelta(seconds=1))


def refusal() -> Reply:
    answer = Answer(outcome=Outcome.REFUSED, status=400)
    return Reply(answer=answer, started_at=now(), duration_ms=1, sent={})


def results_of(held: Subscription) -> Results:
    """All that a turn may want to write."""
    event = uuid4()
    return Results(
        subscription=held,
        owner=loading.held([held.pk], now=now())[0].principal,
        fence=held.fence,
        cursor=1,
        endpoint=Endpoint(failures=3),
        now=now(),
        attempts=[row_of(refusal(), subscription_id=held.pk, event_id=event, seq=1)],
        parked=[(Item(seq=1, event_id=event, object_ids=(uuid4(),), place=Place.DEAD, tries=1), "refused")],
        told=[Told(object_ids=frozenset({uuid4()}), events=1, trace=processing.Trace.begin())],
        end=(Subscription.State.PAUSED, Subscription.Reason.FAILING),
    )


def written() -> tuple[int, int, int, str]:
    row = Subscription.objects.get()
    return DeliveryAttempt.objects.count(), ParkedDelivery.objects.count(), row.cursor, row.state


def lose_the_lease_and_write() -> None:
    subscribe("https://receiver.example/hook")
    happen()
    slow = claimed("slow")
    lease_runs_out()
    assert claimed("quick").fence == slow.fence + 1
    recording.record(results_of(slow))


def test_who_lost_his_lease_writes_nothing(town: Database) -> None:
    with pytest.raises(LeaseLost):
        lose_the_lease_and_write()
    assert written() == (0, 0, 0, "active")
    recording.record(results_of(Subscription.objects.get()))
    assert written() == (1, 1, 1, "paused")


def test_without_the_fence_he_would(town: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "OURS", OTHERS)
    lose_the_lease_and_write()
    assert written() == (1, 1, 1, "paused")


def test_a_lease_is_of_one_until_it_runs_out_or_is_given_back(town: Database) -> None:
    subscribe("https://receiver.example/hook")
    happen()
    taken = town.concurrently(
        *(lambda it=it: leases.claim(holder=f"{it}", limit=9, running=(), freed=(), now=now())[0] for it in range(8))
    )
    assert sum(len(it) for it in taken) == 1
    held = Subscription.objects.get()
    assert leases.renew({held.pk: held.fence}) == {held.pk}
    assert leases.renew({held.pk: held.fence - 1}) == frozenset()
    leases.release(held.pk, fence=held.fence)
    assert leases.renew({held.pk: held.fence}) == frozenset()
    assert claimed("next").fence == held.fence + 1


def test_a_turn_whose_lease_was_taken_stops_and_another_goes_on(town: Database) -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, allowed_per_minute=600)
        events = happen(*(uuid4() for _ in range(40)))
        receiver.wait_for(5)
        Subscription.objects.filter(pk=subscription.pk).update(fence=1_000_000, lease_until=None, lease_holder="")
        until(lambda: set(receiver.told) == {it.id for it in events}, seconds=20)
    assert Subscription.objects.get().fence > 1_000_000
    assert len(receiver.received) < 60


def test_a_request_that_the_lease_would_not_outlast_is_not_begun(
    town: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running() as receiver, deliverers():
        monkeypatch.setattr(turns, "TOTAL_SECONDS", leases.LEASE_SECONDS + 1)
        subscription = subscribe(receiver.url)
        happen()
        until(lambda: Subscription.objects.get(pk=subscription.pk).fence > 1)
        assert receiver.received == []
        monkeypatch.undo()
        receiver.wait_for(1)


def test_two_deliverers_share_the_work_and_send_nothing_twice(town: Database) -> None:
    with running() as one, running() as other, running() as third, deliverers(2):
        receivers = (one, other, third)
        for receiver in receivers:
            subscribe(receiver.url)
        objects = [uuid4() for _ in range(10)]
        events = [event for _ in range(10) for event in happen(*objects)]
        for receiver in receivers:
            receiver.wait_for(100)
        until(lambda: all(it.cursor == 100 for it in Subscription.objects.all()))
    for receiver in receivers:
        assert max(Counter(receiver.told).values()) == 1
        assert in_order(receiver, events)


def in_order(receiver: Receiver, events: list[Event]) -> bool:
    """Whether of every object the events were first taken in in the order of the log."""
    firsts = list(dict.fromkeys(receiver.told))
    place = {event_id: index for index, event_id in enumerate(firsts)}
    last: dict[UUID, int] = {}
    for event in events:
        for object_id in event.object_ids:
            if place[event.id] < last.get(object_id, -1):
                return False
            last[object_id] = place[event.id]
    return True


@contextmanager
def process(database: Database) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py deliverer`, as an operator starts it."""
    environment = {"PATH": os.environ["PATH"], "F6_ENV": "development", "DATABASE_URL": database.url("app")}
    found = subprocess.Popen([sys.executable, "manage.py", "deliverer"], cwd=PROJECT, env=environment)
    try:
        yield found
    finally:
        found.kill()
        found.wait()


def test_after_a_kill_in_the_middle_nothing_is_lost_and_the_order_is_kept(town: Database) -> None:
    with running() as receiver:
        subscribe(receiver.url, allowed_per_minute=6_000)
        objects = [uuid4() for _ in range(5)]
        events = [event for _ in range(40) for event in happen(*objects)]
        with process(town) as first:
            receiver.wait_for(60, seconds=30)
            first.send_signal(signal.SIGKILL)
            first.wait()
        lease_runs_out()
        with process(town):
            until(lambda: set(receiver.told) >= {it.id for it in events}, seconds=30)
    assert in_order(receiver, events)
    assert len(receiver.told) < len(events) + turns.WRITE_AT + turns.UNDER_WAY_MAX


def test_told_to_stop_it_ends_what_is_under_way_writes_it_down_and_gives_its_leases_back(town: Database) -> None:
    with running() as receiver:
        subscription = subscribe(receiver.url, allowed_per_minute=1_200)
        happen(*(uuid4() for _ in range(200)))
        with process(town) as ran:
            receiver.wait_for(20, seconds=30)
            ran.send_signal(signal.SIGTERM)
            assert ran.wait(10) == 0
    row = Subscription.objects.get(pk=subscription.pk)
    assert (row.cursor, row.lease_holder) == (len(receiver.told), "")
    assert DeliveryAttempt.objects.count() == len(receiver.told) < 200


def test_subscriptions_at_the_same_place_read_the_log_once(town: Database) -> None:
    happen(*(uuid4() for _ in range(30)))
    log = LogReader()
    first = log.after(0)
    assert log.after(10).events == first.events[10:]
    assert log.after(30).events == []
    happen()
    assert [it.seq for it in log.after(30).events] == [31]


def test_of_several_turns_that_are_written_together_only_the_one_without_lease_is_not(town: Database) -> None:
    for _ in range(3):
        subscribe("https://receiver.example/hook")
    happen()
    taken, _ = leases.claim(holder="one", limit=10, running=(), freed=(), now=now())
    all_of = [results_of(held) for held in Subscription.objects.filter(pk__in=taken).order_by("name")]
    Subscription.objects.filter(pk=all_of[1].subscription.pk).update(fence=99)
    assert recording.record_all(all_of) == {all_of[1].lease}
    assert [it.cursor for it in Subscription.objects.order_by("name")] == [1, 0, 1]
    assert {it.subscription_id for it in DeliveryAttempt.objects.all()} == {
        all_of[0].subscription.pk,
        all_of[2].subscription.pk,
    }


def test_one_that_the_database_refuses_harms_no_other_that_is_written_with_it(town: Database) -> None:
    for _ in range(2):
        subscribe("https://receiver.example/hook")
    happen()
    taken, _ = leases.claim(holder="one", limit=10, running=(), freed=(), now=now())
    good, bad = (results_of(held) for held in Subscription.objects.filter(pk__in=taken).order_by("name"))
    bad = replace(bad, attempts=[{**bad.attempts[0], "status": 99_999}])

    async def write(many: Sequence[Results]) -> frozenset[Lease]:
        return await asyncio.to_thread(own_connection, many)

    def own_connection(many: Sequence[Results]) -> frozenset[Lease]:
        try:
            return recording.record_all(many)
        finally:
            connections.close_all()

    async def both() -> tuple[BaseException | None, BaseException | None]:
        writer = Writer(write)
        return await asyncio.gather(writer.record(good), writer.record(bad), return_exceptions=True)

    first, second = wait_for(both())
    assert first is None
    assert isinstance(second, DataError)
    assert DeliveryAttempt.objects.count() == 1
