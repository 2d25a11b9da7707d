"""When something is tried again: the table of Standard Webhooks, or the subscription's own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

SCHEDULE: Final[tuple[int, ...]] = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds between one try and the next: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h."""
SPREAD: Final = 0.2
"""How far a wait is from that of the table at most, either way: what failed at once does not come back at once."""


def wait_after(
    tries: int, *, schedule: Sequence[int] | None, dice: float, asked: timedelta | None = None
) -> timedelta | None:
    """How long to wait after so many tries that failed (1: the first); None when that was the last.

    `dice` is between 0 and 1, at random. What the receiver asked for (`Retry-After`) is the least, and leaves the
    number of tries as it is. An empty schedule means no second try; None is the table.
    """
    waits = SCHEDULE if schedule is None else schedule
    if tries > len(waits):
        return None
    return max(spread(timedelta(seconds=waits[max(tries, 1) - 1]), dice=dice), asked or timedelta(0))


def spread(wait: timedelta, *, dice: float) -> timedelta:
    """The wait, at most SPREAD shorter or longer. `dice` is between 0 (shortest) and 1 (longest)."""
    return wait * (1 + SPREAD * (2 * dice - 1))
