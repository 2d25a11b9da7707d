"""A rebuild under load: officials who decide, readers who ask, and workers that are killed in the middle of it.

The workers are real ones: Celery's, the projector and the sequencer, each a process of its own. What is killed, when,
is drawn from a seed and noted. Readers check every answer: that it read one build only, and that it says what the log
gives for the moment that it is given for.
"""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from events import store
from events.catalogue import catalogue
from events.domain.facts import facts
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import SameOccurrence
from readmodels import tasks
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.relatives import Reach, gathered
from readmodels.models import Build
from readmodels.projectors import rebuilding
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries.live_views import Freshness
from readmodels.queries.national import Files
from tests import registry
from tests.database import Database
from tests.people import accepted, moves

TABLES = ("readmodels_storedrow", "readmodels_storedkey", "readmodels_viewobject")
MANAGE = [sys.executable, "manage.py"]
CELERY = [
    *(sys.executable, "-m", "celery", "--quiet", "-A", "f6_project", "worker", "--loglevel", "ERROR"),
    *("--concurrency", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]


@dataclass
class Diary:
    """What happened: which process was killed when, what was recorded, and what readers found wrong."""

    killed: list[str] = field(default_factory=list)
    recorded: int = 0
    read: int = 0
    mixed: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Machinery:
    """The processes that keep a view: started, killed, started again."""

    def __init__(self, database: Database, *, broker: str) -> None:
        self._environment = os.environ | {
            "F6_ENV": "development",
            "DATABASE_URL": database.url("app"),
            "REDIS_URL": broker,
            "PYTHONUNBUFFERED": "1",
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self._start("sequencer", [*MANAGE, "sequencer"])
        self._start("projector", [*MANAGE, "projector"])
        self._start("worker", CELERY)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, name: str, command: Sequence[str]) -> None:
        self._processes[name] = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill_one(self, rng: random.Random) -> str:
        """Kill a worker of Celery, or the projector, whatever it is doing; it comes back by itself, or is started."""
        children = _children(self._processes["worker"].pid)
        if rng.random() < 0.25 or not children:
            self._processes["projector"].kill()
            self._processes["projector"].wait()
            self._start("projector", [*MANAGE, "projector"])
            return "projector"
        victim = rng.choice(children)
        os.kill(victim, signal.SIGKILL)
        return f"worker {victim}"

    def ready(self) -> bool:
        """Whether the workers are there."""
        return bool(_children(self._processes["worker"].pid))


def _children(pid: int) -> list[int]:
    """The processes that a process started and that are alive (Linux)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [int(child) for child in children if _is_alive(child)]


def _is_alive(pid: str) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@dataclass(frozen=True, kw_only=True)
class Weather:
    """How it rages: how fast the rebuild may go, how many are killed, and how long all may take."""

    seed: int
    kills: int = 3
    rate_max: int = 60
    chunk_objects: int = 10
    seconds_max: float = 90


def rage(
    weather: Weather, *, machinery: Machinery, everybody: Sequence[UUID], reader: Principal
) -> tuple[Build, Diary]:
    """Rebuild the view of person files in this weather; the build that answers in the end, and the diary."""
    diary, stop, rng = Diary(), threading.Event(), random.Random(weather.seed)
    others = [
        _thread(_decide, diary, stop, everybody, weather.seed),
        *(_thread(_read, diary, stop, everybody, reader, weather.seed * 10 + n) for n in range(2)),
    ]
    build = rebuilding.begin(PERSON_FILES, rate_max=weather.rate_max, chunk_objects=weather.chunk_objects)
    begun = time.monotonic()
    takes = len(everybody) / weather.rate_max
    moments = sorted(begun + rng.uniform(0.1, 0.9) * takes for _ in range(weather.kills))
    try:
        while build.state == Build.State.FILLING and time.monotonic() < begun + weather.seconds_max:
            if moments and time.monotonic() >= moments[0]:
                diary.killed.append(f"{moments.pop(0) - begun:.2f} s: {machinery.kill_one(rng)}")
            tasks.tend_builds()  # as the clock does
            time.sleep(0.1)
            build.refresh_from_db()
    finally:
        stop.set()
        for other in others:
            other.join()
    return build, diary


def _thread(action: Callable[..., None], *arguments: Any) -> threading.Thread:
    def run() -> None:
        try:
            action(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _decide(diary: Diary, stop: threading.Event, everybody: Sequence[UUID], seed: int) -> None:
    """Officials who let people move, and newcomers who are given a number."""
    rng = random.Random(f"officials {seed}")
    while not stop.is_set():
        if rng.random() < 0.1:
            registry.known_person()
        else:
            day = date(1990, 1, 1).toordinal() + rng.randrange(12_000)
            someone, street = rng.choice(everybody), rng.randrange(40)
            with suppress(SameOccurrence):  # he moved on that day already
                accepted(moves(someone, on=date.fromordinal(day).isoformat(), object_id=f"05180100000000{street:02d}"))
        diary.recorded += 1
        time.sleep(0.02)


def _read(diary: Diary, stop: threading.Event, everybody: Sequence[UUID], reader: Principal, seed: int) -> None:
    rng = random.Random(seed)
    while not stop.is_set():
        street = f"05180100000000{rng.randrange(40):02d}"
        try:
            with builds_read() as builds:
                files, as_at = asked(street, reader)
        except Exception as error:  # noqa: BLE001 - a reader must always be answered: whatever it was is noted
            diary.failed.append(repr(error))
            continue
        if len(builds) != 1:
            diary.mixed.append(f"{street}: builds {sorted(builds)}")
        diary.read += 1
        for file in rng.sample(files, k=min(2, len(files))):
            if file != _by_the_log(file.id, as_at):
                diary.untrue.append(f"{file.id} as known at {as_at}")
        time.sleep(0.05)


@transaction.atomic
def asked(street: str, reader: Principal) -> tuple[list[PersonFile], Any]:
    files = Files(principal=reader, fresh=Freshness())
    return files.under("adresseerbaarObject", street), files.as_at


OF_A_BUILD = re.compile(r'"build_id" = %s')


@contextmanager
def builds_read() -> Iterator[set[int]]:
    """Which builds' rows are read inside, as the database is asked for them."""
    builds: set[int] = set()

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if any(table in sql for table in TABLES):
            builds.update(params[sql[: found.end()].count("%s") - 1] for found in OF_A_BUILD.finditer(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noting):
        yield builds


def _by_the_log(person_id: UUID, as_at: Any) -> PersonFile:
    _, log = gathered([person_id], read=lambda ids: store.read(ids).log, reach=Reach(as_at=LAST_MOMENT))
    types = catalogue()
    return person_file(person_id, facts(log, catalogue=types, as_at=as_at), catalogue=types)
