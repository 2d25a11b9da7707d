"""Places to wait: how many requests may wait for events at once in this process, of all and of one account.

A request that waits holds a thread of the web server. There are as many threads more than database connections as
there are places here, so that those who wait take nothing from those who work.
"""

import threading
from collections import Counter
from uuid import UUID


class Places:
    """Counts who waits. `of_all` and `of_one` are how many may."""

    def __init__(self, *, of_all: int, of_one: int) -> None:
        self.of_all, self.of_one = of_all, of_one
        self._taken: Counter[UUID] = Counter()
        self._lock = threading.RLock()  # a forgotten place may be freed at any moment, by whoever holds it

    def take(self, account: UUID) -> "Place | None":
        """A place for this account, to be freed; None when there is none."""
        with self._lock:
            if self._taken.total() >= self.of_all or self._taken[account] >= self.of_one:
                return None
            self._taken[account] += 1
        return Place(self, account)

    @property
    def taken(self) -> int:
        """How many wait now."""
        with self._lock:
            return self._taken.total()

    def give_back(self, account: UUID) -> None:
        """One of this account waits no more."""
        with self._lock:
            self._taken -= Counter([account])


class Place:
    """One place; free again once, when it is freed or forgotten."""

    def __init__(self, places: Places, account: UUID) -> None:
        self._places, self._account = places, account
        self._held = True

    def free(self) -> None:
        """Let another wait here."""
        if self._held:
            self._held = False
            self._places.give_back(self._account)

    def __del__(self) -> None:  # an answer that was never begun is never closed
        self.free()
