"""The servers tests run on when none is named by the environment: embedded, and ended with the session."""

import fcntl
import shutil
from dataclasses import dataclass
from typing import IO

from f6_project.embedded.places import Place, place_for_tests, place_of, temporary_place
from f6_project.embedded.postgres import SUPERUSER, Postgres, PostgresFailed
from f6_project.embedded.valkey import Valkey
from f6_project.processes.children import Child


@dataclass
class RunningServer:
    """A server that a session started; its data stays for the next session unless `temporary`."""

    url: str
    child: Child
    place: Place
    lock: IO[str] | None = None
    temporary: bool = False

    def stop(self) -> None:
        """End it; nothing of it keeps running."""
        self.child.stop()
        if self.temporary:
            shutil.rmtree(self.place.root, ignore_errors=True)
        if self.lock:
            self.lock.close()


def start_postgres() -> RunningServer:
    """Start a PostgreSQL for tests: not durable, its data kept so that the next session finds the migrated template.

    A second session at the same time gets one of its own.
    """
    place = place_for_tests(place_of())
    place.directory(place.root, private=False)
    lock = (place.root / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return _start(temporary_place("tests"), lock=None)
    try:
        return _start(place, lock=lock)
    except PostgresFailed:  # data that a crash of the machine spoiled: without fsync that may be
        shutil.rmtree(place.root / "postgres", ignore_errors=True)
        return _start(place, lock=lock)


def _start(place: Place, *, lock: IO[str] | None) -> RunningServer:
    postgres = Postgres(place, durable=False, extra={"max_connections": "300"})
    postgres.prepare()
    with (place.root / "postgres.log").open("wb") as log:  # tests end connections on purpose; nobody wants to read that
        child = Child(postgres.program(), output=log)
    try:
        postgres.wait_until_ready(child)
    except BaseException:
        child.stop()
        raise
    return RunningServer(postgres.url(SUPERUSER, database="postgres"), child, place, lock, temporary=lock is None)


def start_valkey() -> RunningServer:
    """Start a broker for tests, with data of its own that goes with it."""
    place = temporary_place("broker")
    valkey = Valkey(place)
    valkey.prepare()
    child = Child(valkey.program())
    valkey.wait_until_ready(child)
    return RunningServer(valkey.url(), child, place, temporary=True)
