"""How fast events are delivered, from the append to the 2xx of a receiver that does nothing, signed with one v1 key.

`make bench`. Sequencer, deliverer and receiver are processes of their own, on the machine of the test. Beside it, in
the same run, a bare aiohttp loop that sends as many requests of the same size to the same receiver, without database,
order or signature: what is told is the ratio, as the figures are those of the machine.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

import pytest

from events import store
from events.domain.event import Event
from events.models import Subscription, User
from tests.database import Database
from tests.integration.store.records import append, entry, make_zone
from tests.integration.subscriptions.delivering import until
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe, subscriber

pytestmark = pytest.mark.bench

PROJECT = Path(__file__).resolve().parents[2]
DELIVERIES = int(os.environ.get("F6_BENCH_DELIVERIES", "20000"))
DELIVERERS = int(os.environ.get("F6_BENCH_DELIVERERS", "2"))
"""One for each core: who serves a subscription uses one."""
BATCH = 100
NOTICE_BYTES = 650
PACED_SECONDS = 10
LOOK_SECONDS = 0.5

Say = Callable[[str], None]


@contextmanager
def program(*arguments: str, database: Database | None = None) -> Iterator[subprocess.Popen[str]]:
    environment = {"PATH": os.environ["PATH"], "F6_ENV": "development"}
    if database is not None:
        environment["DATABASE_URL"] = database.url("app")
    found = subprocess.Popen(
        [sys.executable, *arguments], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield found
    finally:
        found.kill()
        found.wait()


@pytest.fixture
def receiver(database: Database) -> Iterator[str]:
    """The address of a receiver, while sequencer and deliverer run and have delivered something."""
    make_zone()
    allow_loopback()
    subscriber()
    with ExitStack() as stack:
        started = stack.enter_context(program("-m", "tests.benchmarks.receiving", "receive"))
        assert started.stdout is not None
        url = f"http://127.0.0.1:{started.stdout.readline().strip()}/"
        for name in ("sequencer", *["deliverer"] * DELIVERERS):
            stack.enter_context(program("manage.py", name, database=database))
        subscribe(url)
        append(entry())
        until(lambda: seen(url), seconds=60)
        yield url


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def tell(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{text}\n")

    return tell


def seen(url: str) -> list[tuple[str, float]]:
    """What the receiver got since the last time, each with its moment."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        found: list[tuple[str, float]] = json.load(answer)
        return found


def collect(url: str, *, count: int) -> list[tuple[str, float]]:
    """What the receiver got; asked seldom, so that asking takes no time of what is measured."""
    got: list[tuple[str, float]] = []
    ends = time.monotonic() + 600
    while len(got) < count:
        assert time.monotonic() < ends, f"{len(got)} of {count} came"
        time.sleep(LOOK_SECONDS)
        got += seen(url)
    return got


def bare(url: str, *, count: int) -> float:
    with program("-m", "tests.benchmarks.receiving", "send", url, str(count), str(NOTICE_BYTES)) as sender:
        assert sender.stdout is not None
        rate = float(sender.stdout.readline())
    seen(url)
    return rate


def start_following(url: str, *, count: int) -> None:
    """So many subscriptions, from here on."""
    owner = User.objects.get(username="afnemer")
    Subscription.objects.update(state=Subscription.State.STOPPED)
    last = store.last_seq()
    for number in range(count):
        subscribe(url, owner=owner, name=f"{number} of {count}", cursor=last)


@pytest.mark.parametrize("subscriptions", [1, 10, 100])
def test_delivering_beside_a_bare_loop(receiver: str, subscriptions: int, say: Say) -> None:
    events = max(BATCH, DELIVERIES // subscriptions)
    start_following(receiver, count=subscriptions)
    before = bare(receiver, count=DELIVERIES)
    began = time.time()
    for _ in range(events // BATCH):
        append(*(entry() for _ in range(BATCH)))
    appended = time.time() - began
    got = collect(receiver, count=events * subscriptions)
    rate = events * subscriptions / (max(at for _, at in got) - began)
    loop = (before + bare(receiver, count=DELIVERIES)) / 2
    say(
        f"\n{subscriptions:3} subscriptions × {events} events: {rate:6.0f} deliveries/s"
        f" (appending took {appended:.1f} s); bare loop {loop:6.0f}/s; {rate / loop:.2f} of it"
    )
    assert len(got) == events * subscriptions


@pytest.mark.parametrize(("subscriptions", "a_second"), [(1, 200), (10, 200), (100, 10)])
def test_how_soon_a_subscriber_is_told(receiver: str, subscriptions: int, a_second: int, say: Say) -> None:
    start_following(receiver, count=subscriptions)
    recorded: list[Event] = []
    began = time.monotonic()
    for number in range(PACED_SECONDS * a_second):
        time.sleep(max(0.0, began + number / a_second - time.monotonic()))
        recorded += append(entry())
    kept = len(recorded) / (time.monotonic() - began)
    at = {str(event.id): event.created_at.timestamp() for event in recorded}
    got = collect(receiver, count=len(recorded) * subscriptions)
    late = quantiles([1000 * (moment - at[event]) for event, moment in got], n=100)
    say(
        f"\n{subscriptions:3} subscriptions, {kept:.0f} events/s appended one by one: told after"
        f" {late[49]:.0f} ms (p50), {late[98]:.0f} ms (p99)"
    )
    assert all(one <= other for one, other in pairwise(late))
