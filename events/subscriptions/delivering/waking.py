"""Being woken: the sequencer tells over PostgreSQL of every batch that it gave a place in the log."""

import threading
from collections.abc import Callable
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError
from psycopg import Error

from events import sequencer

LISTEN_SECONDS: Final = 0.5
PAUSE_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


class Listener(threading.Thread):
    """Calls `woken` at every notification, from a thread of its own, until it is told to stop.

    Nothing depends on it: a notification that is missed costs the time until the next sweep.
    """

    def __init__(self, woken: Callable[[], None]) -> None:
        super().__init__(name="log-listener", daemon=True)
        self._woken = woken
        self._stopping = threading.Event()

    def run(self) -> None:
        """Listen; again after the database was away."""
        while not self._stopping.is_set():
            try:
                self._listen()
            except (OperationalError, InterfaceError, Error) as error:
                log.warning("listener_hears_nothing", reason=str(error).strip())
                self._stopping.wait(PAUSE_SECONDS)

    def stop(self) -> None:
        """End within LISTEN_SECONDS."""
        self._stopping.set()
        self.join()

    def _listen(self) -> None:
        with sequencer.own_connection() as connection:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {sequencer.CHANNEL}")
            assert connection.connection is not None
            while not self._stopping.is_set():
                for _ in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                    self._woken()
