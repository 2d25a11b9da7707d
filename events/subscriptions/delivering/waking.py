"""Being woken: over PostgreSQL the sequencer tells of every batch in the log, and commands of what they changed."""

import threading
from collections.abc import Callable
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError
from psycopg import Error

from events import sequencer
from events.subscriptions import news

LISTEN_SECONDS: Final = 0.5
PAUSE_SECONDS: Final = 1.0

log = structlog.get_logger(__name__)


class Listener(threading.Thread):
    """Calls `woken` with the channel at every notification, from a thread of its own, until it is told to stop.

    Nothing depends on it: a notification that is missed costs the time until the next sweep.
    """

    def __init__(self, woken: Callable[[str], None]) -> None:
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
                cursor.execute(f"LISTEN {news.CHANNEL}")
            assert connection.connection is not None
            while not self._stopping.is_set():
                for told in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                    self._woken(told.channel)
