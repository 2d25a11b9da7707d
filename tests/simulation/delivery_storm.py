"""Deliveries while receivers fail in every way and deliverers are killed: what must hold whatever happens.

The deliverers are real ones, each a process of its own, beside receivers over HTTP. What is killed, and when, follows
from a seed.
"""

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection

from events import sequencer
from events.domain.event import Event
from tests.database import Database
from tests.receivers import Receiver

PROJECT: Final = Path(__file__).resolve().parents[2]


def earlier_of(events: Iterable[Event]) -> dict[UUID, set[UUID]]:
    """Of each event, in the order of the log: the last events before it of each of its objects."""
    last: dict[UUID, UUID] = {}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for event in events:
        for object_id in event.object_ids:
            if object_id in last:
                found[event.id].add(last[object_id])
            last[object_id] = event.id
    return found


def overtakings(receiver: Receiver, events: Sequence[Event]) -> list[UUID]:
    """The events that came to a receiver before it had taken in an earlier one of the same object."""
    earlier = earlier_of(events)
    taken: set[UUID] = set()
    wrong = []
    for happening, event_id in list(receiver.history):
        if happening == "taken":
            taken.add(event_id)
        elif not earlier[event_id] <= taken:
            wrong.append(event_id)
    return wrong


def doubly(receiver: Receiver) -> int:
    """How often something was taken in that had been taken in before."""
    return len(receiver.told) - len(set(receiver.told))


class Deliverers:
    """Processes that deliver; one that is killed is started again, and what it held is free as if its lease ran out."""

    def __init__(self, database: Database, *, count: int, seed: int) -> None:
        self._environment = {"PATH": os.environ["PATH"], "F6_ENV": "development", "DATABASE_URL": database.url("app")}
        self._random = random.Random(seed)
        self._running = [self._start() for _ in range(count)]
        self.kills = 0

    def kill_one(self) -> None:
        """Kill one, whatever it is doing, and start another."""
        victim = self._random.choice(self._running)
        victim.kill()
        victim.wait()
        self._running.remove(victim)
        self.kills += 1
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE events_subscription SET lease_until = clock_timestamp() WHERE lease_holder LIKE %s",
                [f"%:{victim.pid}:%"],
            )
            cursor.execute(f"NOTIFY {sequencer.CHANNEL}")  # as it comes with whatever is recorded next
        self._running.append(self._start())

    def pause(self) -> float:
        """How long until the next kill."""
        return self._random.uniform(0.1, 1.0)

    def end(self) -> None:
        """End them all."""
        for each in self._running:
            each.kill()
            each.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "manage.py", "deliverer"], cwd=PROJECT, env=self._environment)


@contextmanager
def deliverer_processes(database: Database, *, count: int, seed: int) -> Iterator[Deliverers]:
    """So many deliverers, ended at the end."""
    found = Deliverers(database, count=count, seed=seed)
    try:
        yield found
    finally:
        found.end()
