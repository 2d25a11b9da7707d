"""How far a subscription is: up to where everything is complete, that is delivered, parked, or not wanted."""

from heapq import heappop, heappush


class Progress:
    """What was read of the log, and what of that is not complete yet."""

    def __init__(self, cursor: int) -> None:
        self.read_to = cursor
        self._open: set[int] = set()
        self._first: list[int] = []
        self._highest = cursor

    @property
    def cursor(self) -> int:
        """Everything up to and with this place is complete."""
        while self._first and self._first[0] not in self._open:
            heappop(self._first)
        return self._first[0] - 1 if self._first else self.read_to

    @property
    def open(self) -> int:
        """How many are not complete."""
        return len(self._open)

    @property
    def highest(self) -> int:
        """The last place that was completed by itself: what is open before it is passed."""
        return self._highest

    def begin(self, seq: int) -> None:
        """It is wanted: the cursor stays before it until it is complete."""
        self._open.add(seq)
        heappush(self._first, seq)

    def complete(self, seq: int) -> None:
        """It is delivered or parked. One that was complete before (as what is parked is) may be named again."""
        if seq in self._open:
            self._open.remove(seq)
            self._highest = max(self._highest, seq)
