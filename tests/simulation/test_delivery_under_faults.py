"""Thousands of events, receivers of every kind, and everything killed at random moments: nothing is missed."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from uuid import UUID, uuid4

import pytest
import structlog
from aiohttp import web
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from standardwebhooks.webhooks import Webhook

from events import store
from events.domain.event import Event
from events.models import DeliveryAttempt, ParkedDelivery, Subscription, SubscriptionKey
from events.subscriptions import keys
from tests.integration.store.records import append, entry, make_zone
from tests.integration.subscriptions.delivering import until
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe, subscriber
from tests.receivers import Answering, Received, Receiver, now, ok, running
from tests.simulation.delivery_storm import doubly, overtakings
from tests.simulation.fault_storm import Servers, Storm, again, servers
from tests.simulation.test_delivery_under_kills import refusing, slow, waits_for

BURST = 50
EVENTS = 3_000
OBJECTS = 150
DELIVERERS_KILLED = 4
DATABASES_KILLED = 2
SENT_ONCE_MORE_MAX = 400
"""At every kill of a deliverer or its database: what was being written, what was to be, and what was under way."""
MEMORY_MAX = 400 * 1024 * 1024
"""Of a deliverer, Django included; all that is delivered here comes to more than that with what is kept of it."""
HANGS_SECONDS = 240
"""It takes a minute or two on a machine of its own; after this it hangs."""

pytestmark = pytest.mark.verify
log = structlog.get_logger(__name__)


@pytest.fixture
def fire(django_db_blocker: DjangoDbBlocker) -> Iterator[Servers]:
    with django_db_blocker.unblock(), servers() as found:
        make_zone()
        allow_loopback()
        subscriber()
        yield found


def at_first(answer: Answering, *, every: int) -> Answering:
    """Answer the first try at every so many-th event that comes in this way; what comes again is taken in."""
    seen: Counter[UUID] = Counter()

    async def answering(received: Received) -> web.StreamResponse:
        seen[received.event_id] += 1
        if seen[received.event_id] > 1 or len(seen) % every:
            return web.Response(status=204)
        found = answer(received)
        return found if isinstance(found, web.StreamResponse) else await found

    return answering


def failing(_received: Received) -> web.StreamResponse:
    return web.Response(status=500)


async def hanging(_received: Received) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response(status=204)


def redirecting(to: str) -> Answering:
    return lambda _received: web.Response(status=307, headers={"Location": to})


def flapping(*, up: float, down: float) -> Answering:
    """Take in for a while, then nothing for a while, and so on."""
    began = time.monotonic()
    return lambda _received: web.Response(status=204 if (time.monotonic() - began) % (up + down) < up else 503)


class Town:
    """Receivers of every kind, each with a subscription, and the secret that it was given."""

    def __init__(self, stack: ExitStack) -> None:
        self.objects = [uuid4() for _ in range(OBJECTS)]
        self.refused = {self.objects[3]}
        self.trap = stack.enter_context(running(ok))
        answers: dict[str, Answering] = {
            "good": ok,
            "slow": slow,
            "failing": at_first(failing, every=5),
            "hanging": at_first(hanging, every=700),
            "redirecting": at_first(redirecting(self.trap.url), every=7),
            "flapping": flapping(up=8.0, down=1.0),
            "refusing": refusing(self.refused),
        }
        self.receivers: dict[str, Receiver] = {}
        self.secrets: dict[str, str] = {}
        for name, answer in answers.items():
            self.receivers[name] = stack.enter_context(running(answer))
            schedule = [1] if name == "refusing" else [1] * 50
            made = subscribe(self.receivers[name].url, name=name, schedule=schedule, signed=False)
            _, self.secrets[name] = keys.new_key(made, scheme=SubscriptionKey.Scheme.V1, now=now())

    def events_happen(self, count: int, *, after: int) -> None:
        """So many events, every third of which is about two objects; what the database did not take is done again."""
        for start in range(after, after + count, BURST):
            about = [self._about(number) for number in range(start, start + BURST)]
            again(lambda about=about: append(*(entry(object_ids=ids) for ids in about)))  # type: ignore[misc]

    def _about(self, number: int) -> tuple[UUID, ...]:
        one, other = self.objects[number * 7 % OBJECTS], self.objects[number * 11 % OBJECTS]
        return (one, other) if number % 3 == 0 and one != other else (one,)


def whole_log() -> list[Event]:
    """Every event that has its place, in order."""
    found: list[Event] = []
    while sealed := store.following(len(found), 1_000):
        found += [it.event for it in sealed]
    return found


def all_has_its_place() -> list[Event]:
    """The log, once nothing waits for its place."""
    found: list[Event] = until(lambda: again(sealed_to_the_end), seconds=60)
    return found


def sealed_to_the_end() -> list[Event] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM event_log WHERE seq IS NULL)")
        (sealed,) = cursor.fetchone()
    return whole_log() if sealed else None


def forged(receiver: Receiver, *, secret: str) -> list[str]:
    """The requests whose signature an independent library does not take for ours."""
    verifier = Webhook(secret)
    found = []
    for received in list(receiver.received):
        try:
            verifier.verify(received.body, dict(received.headers))
        except Exception as fault:  # noqa: BLE001  # whatever it is, it is told
            found.append(f"{received.event_id}: {fault}")
    return found


def is_told(town: Town, events: list[Event], waiting: set[UUID]) -> Callable[[], bool]:
    """Whether everybody was told of everything that he takes in, and nothing else is parked."""
    wanted = {it.id for it in events}

    ready: set[str] = set()

    def look() -> bool:
        for name, receiver in town.receivers.items():
            if name not in ready and set(receiver.told) >= (wanted - waiting if name == "refusing" else wanted):
                ready.add(name)
                log.info("told_of_everything", receiver=name)
        return len(ready) == len(town.receivers) and again(lambda: ParkedDelivery.objects.count() == len(waiting))

    return look


def parked_without_reason() -> list[str]:
    """What is parked in a state that nothing explains, at one moment."""
    with transaction.atomic():
        rows = list(ParkedDelivery.objects.all())
    return [
        str(row)
        for row in rows
        if not row.reason or (row.state == ParkedDelivery.State.RETRYING and row.next_try_at is None)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_killed_every_receiver_is_told_of_every_event_in_order(fire: Servers, seed: int) -> None:
    with ExitStack() as stack:
        town = Town(stack)
        storm = stack.enter_context(Storm(fire, seed))
        victims = storm.victims(deliverers=DELIVERERS_KILLED, databases=DATABASES_KILLED)
        share = EVENTS // (len(victims) + 1)
        for number, victim in enumerate(victims):
            town.events_happen(share, after=number * share)
            storm.pause()
            storm.kill(victim)
            assert again(parked_without_reason) == []
        town.events_happen(share, after=len(victims) * share)
        events = all_has_its_place()
        waiting = waits_for(events, town.refused)
        until(is_told(town, events, set(waiting)), seconds=HANGS_SECONDS)
        cursors = again(lambda: set(Subscription.objects.values_list("cursor", flat=True)))
    log.info("faults", seed=seed, events=len(events), killed=storm.killed, memory=storm.most)
    wanted = {it.id for it in events}
    assert len(events) >= EVENTS - EVENTS % (len(victims) + 1) - BURST * len(victims)
    assert cursors == {len(events)}
    hits = Counter(it.victim for it in storm.killed)
    assert hits == Counter(victims)
    for name, receiver in town.receivers.items():
        assert set(receiver.told) == (wanted - set(waiting) if name == "refusing" else wanted), name
        assert overtakings(receiver, events) == [], name
        assert forged(receiver, secret=town.secrets[name]) == [], name
        assert doubly(receiver) <= (hits["deliverer"] + hits["database"]) * SENT_ONCE_MORE_MAX, name
    assert town.trap.received == []
    parked = ParkedDelivery.objects.filter(subscription__name="refusing").order_by("seq")
    assert [it.event_id for it in parked] == waiting
    assert {it.state for it in parked} == {ParkedDelivery.State.BEHIND, ParkedDelivery.State.DEAD}
    assert all(it.reason for it in parked)
    assert {it.outcome for it in DeliveryAttempt.objects.all()} >= {"delivered", "refused", "redirected", "timeout"}
    assert storm.most < MEMORY_MAX
    assert storm.errors() == []


async def very_slow(_received: Received) -> web.StreamResponse:
    await asyncio.sleep(0.3)
    return web.Response(status=204)


def test_a_deliverer_that_forgets_what_is_under_way_is_seen_to_lose_events(fire: Servers) -> None:
    """The planted fault: the cursor passes whatever was read."""
    forgetful = (sys.executable, "-m", "tests.simulation.forgetful_deliverer")
    with running(very_slow) as receiver, Storm(fire, 1, deliverer=forgetful, deliverers=1) as storm:
        subscribe(receiver.url)
        append(*(entry() for _ in range(4 * BURST)))
        until(lambda: Subscription.objects.get().cursor == 4 * BURST, seconds=60)
        storm.kill("deliverer")
        (last,) = append(entry())
        until(lambda: last.id in receiver.told, seconds=60)
    assert {it.id for it in whole_log()} - set(receiver.told)
