"""Whatever fails or is killed: every subscriber is told of every event, and of each object in order."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from functools import partial
from uuid import UUID, uuid4

import pytest
from aiohttp import web

from events.domain.event import Event
from events.models import ParkedDelivery, Subscription
from events.subscriptions.domain.order import Lanes
from events.subscriptions.sending import connecting
from tests.database import Database
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe, subscriber
from tests.receivers import Answering, Received, Receiver, ok, running
from tests.simulation.delivery_storm import deliverer_processes, doubly, overtakings

BURST = 50
BURSTS = 24
KILLS = 4
HANGS_SECONDS = 120
"""It takes some twenty on a machine of its own; after this it hangs."""


@pytest.fixture
def town(database: Database) -> Database:
    make_zone()
    allow_loopback()
    subscriber()
    return database


def events_about(objects: list[UUID], *, bursts: int, start: int = 0) -> list[Event]:
    """Events of which every third is about two objects, given their place burst by burst."""
    made: list[Event] = []
    for burst in range(start, start + bursts):
        about = []
        for number in range(burst * BURST, (burst + 1) * BURST):
            one, other = objects[number * 7 % len(objects)], objects[number * 11 % len(objects)]
            about.append((one, other) if number % 3 == 0 and one != other else (one,))
        made += happen(*about)
    return made


def flaky(*, every: int) -> Answering:
    """Fail the first try at every so many-th event that comes."""
    seen: Counter[UUID] = Counter()

    def answer(received: Received) -> web.StreamResponse:
        seen[received.event_id] += 1
        first = seen[received.event_id] == 1
        return web.Response(status=500 if first and len(seen) % every == 0 else 204)

    return answer


async def slow(_received: Received) -> web.StreamResponse:
    await asyncio.sleep(0.02)
    return web.Response(status=204)


def hanging(*, every: int) -> Answering:
    """Never answer the first try at every so many-th event that comes."""
    seen: Counter[UUID] = Counter()

    async def answer(received: Received) -> web.StreamResponse:
        seen[received.event_id] += 1
        if seen[received.event_id] == 1 and len(seen) % every == 0:
            await asyncio.sleep(60)
        return web.Response(status=204)

    return answer


def refusing(objects: set[UUID]) -> Answering:
    """Never take in what is about one of these."""
    return lambda received: web.Response(
        status=400 if objects & {UUID(it) for it in received.notice["data"]["object_ids"]} else 204
    )


def told_of(wanted: set[UUID], receiver: Receiver, *, seconds: float = 15.0) -> None:
    until(lambda: set(receiver.told) >= wanted, seconds=seconds)


def waits_for(events: list[Event], refused: set[UUID]) -> list[UUID]:
    """What cannot be delivered while these objects are refused, in the order of the log."""
    blocked: set[UUID] = set(refused)
    found = []
    for event in events:
        if blocked & set(event.object_ids):
            blocked |= set(event.object_ids)
            found.append(event.id)
    return found


def test_receivers_that_fail_in_every_way_are_told_of_everything_in_order(
    town: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "TOTAL_SECONDS", 1.0)
    objects = [uuid4() for _ in range(40)]
    refused = {objects[3]}
    answers: dict[str, Answering] = {
        "good": ok,
        "slow": slow,
        "flaky": flaky(every=4),
        "hanging": hanging(every=60),
        "refusing": refusing(refused),
    }
    with ExitStack() as stack:
        receivers = {name: stack.enter_context(running(answer)) for name, answer in answers.items()}
        stack.enter_context(deliverers(2))
        for name, receiver in receivers.items():
            subscribe(receiver.url, name=name, schedule=[3600] if name == "refusing" else [0] * 20)
        events = events_about(objects, bursts=6)
        waiting = waits_for(events, refused)
        for name, receiver in receivers.items():
            wanted = {it.id for it in events} - (set(waiting) if name == "refusing" else set())
            told_of(wanted, receiver)
        until(lambda: all(it.cursor == len(events) for it in Subscription.objects.all()))
        until(lambda: ParkedDelivery.objects.count() == len(waiting))
    for name, receiver in receivers.items():
        assert overtakings(receiver, events) == [], name
        assert doubly(receiver) == 0, name
    parked = ParkedDelivery.objects.filter(subscription__name="refusing").order_by("seq")
    assert [it.event_id for it in parked] == waiting
    assert {it.state for it in parked} == {ParkedDelivery.State.BEHIND, ParkedDelivery.State.RETRYING}


def test_without_lanes_something_overtakes(town: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: an event waits for nothing."""
    monkeypatch.setattr(Lanes, "_of", lambda _lanes, _item: ())
    with running(flaky(every=4)) as receiver, deliverers():
        subscribe(receiver.url, schedule=[0] * 20)
        events = events_about([uuid4() for _ in range(10)], bursts=2)
        until(lambda: set(receiver.told) >= {it.id for it in events}, seconds=15)
    assert overtakings(receiver, events) != []


def moved(receivers: dict[str, Receiver], *, since: list[int]) -> bool:
    """Whether every receiver took something in since."""
    return all(len(it.told) > before for it, before in zip(receivers.values(), since, strict=True))


@pytest.mark.verify
@pytest.mark.parametrize("seed", [1, 2])
def test_deliverers_that_are_killed_lose_nothing_and_keep_the_order(town: Database, seed: int) -> None:
    objects = [uuid4() for _ in range(200)]
    answers: dict[str, Answering] = {"good": ok, "slow": slow, "flaky": flaky(every=5)}
    with ExitStack() as stack:
        receivers: dict[str, Receiver] = {}
        for name, answer in answers.items():
            receivers[name] = stack.enter_context(running(answer))
            subscribe(receivers[name].url, name=name, schedule=[0] * 50)
        storm = stack.enter_context(deliverer_processes(town, count=2, seed=seed))
        events: list[Event] = []
        for start in range(0, BURSTS, BURSTS // KILLS):
            told = [len(it.told) for it in receivers.values()]
            events += events_about(objects, bursts=BURSTS // KILLS, start=start)
            until(partial(moved, receivers, since=told), seconds=30)
            time.sleep(storm.pause())
            storm.kill_one()
        wanted = {it.id for it in events}
        for receiver in receivers.values():
            told_of(wanted, receiver, seconds=HANGS_SECONDS)
        until(lambda: all(it.cursor == len(events) for it in Subscription.objects.all()))
        until(lambda: not ParkedDelivery.objects.exists())
    assert storm.kills == KILLS
    for name, receiver in receivers.items():
        assert overtakings(receiver, events) == [], name
        assert set(receiver.told) == wanted
        assert doubly(receiver) < storm.kills * 400, name
