"""Whether something came into the log: one connection of the process listens, and wakes whoever waits.

Nothing rests on it: who waits looks again now and then, as a notification may be missed (PgBouncer passes none on).
"""

import threading

from events import sequencer
from events.subscriptions.delivering.waking import Listener


class News:
    """Counts notifications. `number` is another one when something came since; `ended`: nobody waits any more."""

    def __init__(self) -> None:
        self.number = 0
        self.ended = False
        self._changed = threading.Condition()
        self._listener: Listener | None = None

    def listen(self) -> None:
        """Begin to listen, unless this process does."""
        with self._changed:
            if self._listener is None or not self._listener.is_alive():
                self._listener = Listener(self.heard)
                self._listener.start()

    def stop(self) -> None:
        """Listen no more."""
        with self._changed:
            listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()

    def heard(self, channel: str) -> None:
        """Somebody told something: of the log, or of subscriptions, which is nothing to who waits for the log."""
        if channel == sequencer.CHANNEL:
            self.came()

    def came(self) -> None:
        """Something came into the log."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def end(self) -> None:
        """The process stops: let everybody go who waits."""
        self.ended = True
        self.came()

    def wait(self, *, seen: int, seconds: float) -> None:
        """Return as soon as something came that was not `seen`, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self.number != seen, timeout=seconds)


news = News()
"""Of this process."""
