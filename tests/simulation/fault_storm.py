"""Deliveries while everything that F6 rests on is killed: deliverers, sequencer, workers, broker and database.

Servers and processes are real ones, and this storm's own. What is killed, and when, is drawn from a seed and noted. A
PostgreSQL that is killed loses its caches, not what it said was written: it is as durable here as in a town hall.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeVar

import redis
from django.db import InterfaceError, OperationalError, connection, connections

from events import sequencer
from f6_project.embedded.places import temporary_place
from f6_project.embedded.postgres import SUPERUSER, Postgres
from f6_project.embedded.valkey import Valkey
from f6_project.processes.children import Child
from tests.database import Database, Server, use

PROJECT: Final = Path(__file__).resolve().parents[2]
DATABASE_AWAY_SECONDS: Final = 60.0
MANAGE: Final = [sys.executable, "manage.py"]
CELERY: Final = [
    *(sys.executable, "-m", "celery", "--quiet", "-A", "f6_project", "worker", "--loglevel", "CRITICAL"),
    *("--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]
BROKER_AWAY: Final = "consumer: Cannot connect to redis"
VICTIMS: Final = ("deliverer", "sequencer", "worker", "broker", "database")

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Kill:
    """What was killed, so many seconds after the storm began."""

    at: float
    victim: str
    pid: int


def again(does: Callable[[], T]) -> T:
    """Do something in the database; once more when it was away."""
    ends = time.monotonic() + DATABASE_AWAY_SECONDS
    while True:
        try:
            return does()
        except (OperationalError, InterfaceError):
            connection.close()
            assert time.monotonic() < ends, "the database stays away"
            time.sleep(0.05)


@contextmanager
def servers() -> Iterator["Servers"]:
    """A PostgreSQL with a migrated database, to which Django's connections lead meanwhile, and a broker."""
    kept = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
    found = Servers()
    try:
        found.make_database()
        yield found
    finally:
        connections.close_all()
        for alias, settings in kept.items():
            connections.settings[alias].clear()
            connections.settings[alias].update(settings)
        found.end()


class Servers:
    """What is killed as the machine beneath would kill it, and started again."""

    def __init__(self) -> None:
        self._postgres = Postgres(temporary_place("fire-db"), extra={"max_connections": "100"})
        self._valkey = Valkey(temporary_place("fire-broker"))
        self._valkey_child = self._start_valkey()
        self._log = (self._postgres.place.root / "postgres.log").open("wb")
        self._postgres_child = self._start_postgres()
        self.database = Database(Server(self._postgres.url(SUPERUSER, database="postgres")), "f6_fire")

    @property
    def broker(self) -> str:
        """Where the broker is found."""
        return self._valkey.url()

    def make_database(self) -> None:
        """A migrated database, in which nothing is."""
        server = self.database.server
        server.clone(template=server.template(), name=self.database.name)
        use(server, database=self.database.name)

    def kill_database(self) -> int:
        """Kill PostgreSQL as the loss of its machine would, and start it again. Its number."""
        pid = int((self._postgres.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGKILL)
        self._postgres_child.stop()
        self._postgres_child = self._start_postgres()
        return pid

    def kill_broker(self) -> int:
        """Kill the broker, and start it again. Its number."""
        pid = int(redis.Redis.from_url(self.broker).info("server")["process_id"])
        os.kill(pid, signal.SIGKILL)
        self._valkey_child.stop()
        self._valkey_child = self._start_valkey()
        return pid

    def end(self) -> None:
        """Stop both, and leave nothing of them."""
        for child, place in ((self._postgres_child, self._postgres.place), (self._valkey_child, self._valkey.place)):
            child.stop()
            shutil.rmtree(place.root, ignore_errors=True)
        self._log.close()

    def _start_postgres(self) -> Child:
        self._postgres.prepare()
        child = Child(self._postgres.program(), output=self._log)
        self._postgres.wait_until_ready(child)
        return child

    def _start_valkey(self) -> Child:
        self._valkey.prepare()
        child = Child(self._valkey.program())
        self._valkey.wait_until_ready(child)
        return child


@dataclass
class Storm:
    """Processes of one F6, killed one after another and started again. `killed` is the diary, `most` its memory."""

    servers: Servers
    seed: int
    deliverer: Sequence[str] = (*MANAGE, "deliverer")
    deliverers: int = 2
    killed: list[Kill] = field(default_factory=list)
    most: int = 0

    def __enter__(self) -> Self:
        self._random = random.Random(self.seed)
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._environment = os.environ | {
            "F6_ENV": "development",
            "DATABASE_URL": self.servers.database.url("app"),
            "REDIS_URL": self.servers.broker,
            "PYTHONUNBUFFERED": "1",
        }
        commands = {"deliverer": self.deliverer, "sequencer": (*MANAGE, "sequencer"), "worker": CELERY}
        self._commands = [(name, commands[name]) for name in ("sequencer", "worker", *["deliverer"] * self.deliverers)]
        self._said = tempfile.TemporaryFile("w+")
        self._running = [self._start(command) for _, command in self._commands]
        self._watch = threading.Thread(target=self._weigh, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watch.join()
        for process in self._running:
            _kill(process)

    def errors(self) -> list[str]:
        """What the processes said that only a fault of ours explains; that its broker is away is none of Celery."""
        self._said.seek(0)
        return [line.strip() for line in self._said if "[error" in line and BROKER_AWAY not in line]

    def victims(self, *, deliverers: int, databases: int) -> list[str]:
        """What to kill, in an order that follows from the seed: everything once, some more often."""
        found = [*VICTIMS, *["deliverer"] * (deliverers - 1), *["database"] * (databases - 1)]
        self._random.shuffle(found)
        return found

    def pause(self) -> None:
        """Let it work for a while."""
        time.sleep(self._random.uniform(0.2, 1.5))

    def kill(self, victim: str) -> None:
        """Kill one of these, whatever it is doing, and start it again."""
        at = time.monotonic() - self._began
        if victim == "database":
            pid = self.servers.kill_database()
        elif victim == "broker":
            pid = self.servers.kill_broker()
        else:
            pid = self._kill_process(victim)
        self.killed.append(Kill(at=round(at, 2), victim=victim, pid=pid))

    def _kill_process(self, name: str) -> int:
        place = self._random.choice([index for index, (its, _) in enumerate(self._commands) if its == name])
        pid = self._running[place].pid
        _kill(self._running[place])
        if name == "deliverer":
            again(lambda: _run_out(pid))
        self._running[place] = self._start(self._commands[place][1])
        return pid

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env=self._environment,
            start_new_session=True,
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )

    def _weigh(self) -> None:
        """Keep the most that a deliverer had in memory, in bytes."""
        while not self._ended.wait(0.5):
            for (name, _), process in list(zip(self._commands, self._running, strict=True)):
                with suppress(FileNotFoundError, ProcessLookupError):
                    resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
                    if name == "deliverer":
                        self.most = max(self.most, resident * os.sysconf("SC_PAGESIZE"))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _run_out(pid: int) -> None:
    """End the leases of a deliverer as a minute would, and tell the others, as it comes with whatever is recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_subscription SET lease_until = clock_timestamp() WHERE lease_holder LIKE %s", [f"%:{pid}:%"]
        )
        cursor.execute(f"NOTIFY {sequencer.CHANNEL}")
