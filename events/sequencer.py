"""The sequencer: gives every event its gapless place in the log, and moves the formal horizon.

What a tick does, and why nothing is lost, stands in `events/sql/seal_events.sql`. Here is what keeps it going: the
lease, so that of two sequencers one numbers and the other waits; the pace; and a clean stop.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

CHANNEL: Final = "event_log"
"""NOTIFY channel: one notification a sealed batch, its payload the last seq given."""
BATCH_MAX: Final = 10_000
LEASE_SECONDS: Final = 5.0
PAUSE_BUSY_SECONDS: Final = 0.01
PAUSE_IDLE_MAX_SECONDS: Final = 0.1
PAUSE_WAITING_SECONDS: Final = 0.5
SEAL_SECONDS_MAX: Final = 30.0

log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """Another sequencer took over (this one was thought dead): stop numbering at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What one tick did. `settled`: everything recorded so far is numbered and lies at or before the horizon."""

    sealed: int
    last_seq: int
    settled: bool
    horizon: datetime | None


class Reign:
    """One sequencer while it holds the lease, with the fence that guards everything it writes."""

    def __init__(self, connection: BaseDatabaseWrapper, *, fence: int, lease_seconds: float) -> None:
        self.fence = fence
        self._connection = connection
        self._lease_seconds = lease_seconds
        self._renew_at = time.monotonic() + lease_seconds / 3

    def tick(self, *, events_max: int = BATCH_MAX) -> Tick:
        """Number what became visible. Raises `LeaseLost`."""
        with self._connection.cursor() as cursor:
            if time.monotonic() >= self._renew_at:
                self._renew_at = time.monotonic() + self._lease_seconds / 3
                cursor.execute("SELECT renew_lease(%s, %s)", [self.fence, self._lease_seconds])
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            try:
                cursor.execute("SELECT * FROM seal_events(%s, %s)", [self.fence, events_max])
                row = cursor.fetchone()
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
        if row is None:
            raise LeaseLost
        return Tick(sealed=row[0], last_seq=row[1], settled=row[2], horizon=row[3])

    def release(self) -> None:
        """Let another begin at once."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT release_lease(%s)", [self.fence])


@contextmanager
def own_connection(alias: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, in autocommit: ticks are transactions, whatever the caller is in the middle of.

    A sequencer that freezes in the middle of a tick is ended by the server, so that another can take over.
    """
    connection = connections[alias].copy()
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"]}
    connection.settings_dict["OPTIONS"].pop("pool", None)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', '5s', false)")
        yield connection
    finally:
        connection.close()


def take_lease(connection: BaseDatabaseWrapper, *, lease_seconds: float = LEASE_SECONDS) -> Reign | None:
    """Become the sequencer; None while another is."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT take_lease(%s, %s)", [holder, lease_seconds])
        (fence,) = cursor.fetchone()
    return None if fence is None else Reign(connection, fence=fence, lease_seconds=lease_seconds)


def run(stop: threading.Event, *, alias: str = "default") -> None:
    """Number events until `stop` is set: reign when the lease is free, wait while another does.

    Survives a restart of the database and the loss of its lease; ends after the tick it is in, giving the lease back.
    """
    while not stop.is_set():
        try:
            with own_connection(alias) as connection:
                _reign_or_wait(connection, stop=stop)
        except LeaseLost:
            log.warning("sequencer_lease_lost")
        except (OperationalError, InterfaceError) as error:
            log.warning("sequencer_database_away", reason=str(error).strip())
            stop.wait(PAUSE_WAITING_SECONDS)


def _reign_or_wait(connection: BaseDatabaseWrapper, *, stop: threading.Event) -> None:
    while not stop.is_set():
        reign = take_lease(connection)
        if reign is None:
            stop.wait(PAUSE_WAITING_SECONDS)
            continue
        log.info("sequencer_reigns", fence=reign.fence)
        pause = PAUSE_BUSY_SECONDS
        while not stop.is_set():
            tick = reign.tick()
            pause = min(pause * 2, PAUSE_IDLE_MAX_SECONDS) if tick.settled else PAUSE_BUSY_SECONDS
            stop.wait(pause)
        reign.release()


def seal_now(*, alias: str = "default", seconds_max: float = SEAL_SECONDS_MAX) -> datetime:
    """Return the horizon once everything committed before this call is numbered and lies at or before it.

    Does the work itself, or waits for the sequencer that is running. Raises `TimeoutError`, for instance when a
    transaction that began to append stays open.
    """
    deadline = time.monotonic() + seconds_max
    with own_connection(alias) as connection:
        last_pos, newest = _recorded(connection)
        while time.monotonic() < deadline:
            reign = take_lease(connection)
            if reign is not None:
                try:
                    _settle(reign, deadline=deadline)
                finally:
                    reign.release()
            horizon = _reached(connection, last_pos=last_pos, newest=newest)
            if horizon is not None:
                return horizon
            time.sleep(PAUSE_BUSY_SECONDS)
    raise TimeoutError(f"The log did not settle in {seconds_max:g} s: is a transaction that appended still open?")


def _settle(reign: Reign, *, deadline: float) -> None:
    while not reign.tick().settled and time.monotonic() < deadline:
        time.sleep(PAUSE_BUSY_SECONDS / 10)


def _recorded(connection: BaseDatabaseWrapper) -> tuple[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(e.pos), 0), greatest(max(e.created_at), clock_timestamp()) FROM event AS e"
            " WHERE e.pos > coalesce((SELECT floor FROM event_horizon ORDER BY tick DESC LIMIT 1), 0)"
        )
        last_pos, newest = cursor.fetchone()
    return last_pos, newest


def _reached(connection: BaseDatabaseWrapper, *, last_pos: int, newest: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT floor, horizon FROM event_horizon ORDER BY tick DESC LIMIT 1")
        row = cursor.fetchone()
    return row[1] if row and row[1] and row[0] >= last_pos and row[1] >= newest else None
