"""Births are accepted while everything that runs is killed at random: each child gets one number, and one claim."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from events import access, store
from events.models import ParkedDelivery, Subscription
from events.subscriptions.commands.redelivering import redeliver_since
from tests.database import Database
from tests.desk_story import Municipality
from tests.examples.service import PROJECT, Service, born, claims, free_port, welcome
from tests.integration.subscriptions.delivering import until
from tests.simulation.delivery_storm import Deliverers, deliverer_processes

BIRTHS, KILLS = 20, 10
HANGS_SECONDS = 240.0
"""It takes some forty on a machine of its own; after this it hangs."""


class Process:
    """A process of F6; one that is killed is started again."""

    def __init__(self, *command: str, database: Database) -> None:
        self._command = [sys.executable, *command]
        self._environment = {"PATH": os.environ["PATH"], "F6_ENV": "development", "DATABASE_URL": database.url("app")}
        self._running = self._start()

    def kill(self) -> None:
        self._running.kill()
        self._running.wait()

    def kill_and_start(self) -> None:
        self.kill()
        self._running = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command, cwd=PROJECT, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@pytest.fixture
def f6(database: Database, town: Municipality) -> Iterator[tuple[str, list[Process]]]:
    """Where F6 answers, and its processes that may be killed."""
    port = free_port()
    serving = ("-m", "granian", "--interface", "wsgi", "f6_project.wsgi:application", "--host", "127.0.0.1")
    processes = [
        Process(*serving, "--port", str(port), "--no-ws", "--log-level", "error", database=database),
        Process("manage.py", "sequencer", database=database),
    ]
    yield f"http://127.0.0.1:{port}", processes
    for each in processes:
        each.kill()


@pytest.mark.verify
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_killed_each_child_gets_one_number_and_one_claim(
    town: Municipality, database: Database, f6: tuple[str, list[Process]], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    url, processes = f6
    service = Service(f6_url=url, token=welcome(town), place=tmp_path)
    with ExitStack() as stack:
        stack.callback(service.kill)
        service.start()
        until(service.times_subscribed, seconds=HANGS_SECONDS)
        Subscription.objects.update(schedule=[0, 1, 1] * 10)
        storm = stack.enter_context(deliverer_processes(database, count=2, seed=seed))
        children = [uuid4() for _ in range(BIRTHS)]
        for number, child in enumerate(children):
            town.decide(town.official, born(town, child))
            time.sleep(chance.uniform(0, 1.5))
            if number % (BIRTHS // KILLS) == 0:
                kill_one(chance, service=service, processes=processes, storm=storm)
        held = Subscription.objects.get()
        redeliver_since(held.pk, held.created_at, by=access.principal_of(held.owner))
        until(lambda: {it.object_ids[0] for it in claims()} == set(children), seconds=HANGS_SECONDS)
        until(lambda: Subscription.objects.get().cursor == store.last_seq(), seconds=HANGS_SECONDS)
        until(lambda: service.is_idle() and not ParkedDelivery.objects.exists(), seconds=HANGS_SECONDS)
    made = claims()
    assert len({it.data["bsn"] for it in made}) == len({it.object_ids for it in made}) == len(made) == BIRTHS


def kill_one(chance: random.Random, *, service: Service, processes: list[Process], storm: Deliverers) -> None:
    """The service every other time; else something of F6."""
    victim = chance.choice(["service", "service", "service", "deliverer", "web", "sequencer"])
    if victim == "service":
        service.kill()
        service.start()
    elif victim == "deliverer":
        storm.kill_one()
    else:
        processes[("web", "sequencer").index(victim)].kill_and_start()
