"""A delivery folds attempts: how often it was tried, and when it is tried again.

Only what the receiver did to this one event counts as a try. That he was too busy, or wants no more at all, says
nothing of the event, and neither does a token endpoint that gives no token; waiting for an earlier event is no try.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from events.subscriptions.domain.answers import Outcome
from events.subscriptions.domain.retries import wait_after

BUSY_SECONDS: Final = 30
"""How long a receiver that is too busy (or its token endpoint), and does not say until when, is left alone."""


class Standing(StrEnum):
    """What became of a delivery so far."""

    OPEN = "open"
    DELIVERED = "delivered"
    RETRYING = "retrying"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt that ended at `at` (aware). `dice` between 0 and 1, at random; `asked` is what Retry-After said."""

    outcome: Outcome
    at: datetime
    dice: float
    asked: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one delivery: how many tries failed, and (while it is retried) when the next is due."""

    standing: Standing = Standing.OPEN
    tries: int = 0
    next_try_at: datetime | None = None


def evolve(delivery: Delivery, tried: Tried, *, schedule: Sequence[int] | None) -> Delivery:
    """The delivery after one more attempt. `schedule`: seconds between tries, or None for the table of the standard."""
    match tried.outcome:
        case Outcome.DELIVERED:
            return Delivery(standing=Standing.DELIVERED, tries=delivery.tries)
        case Outcome.GONE:
            return replace(delivery, standing=Standing.RETRYING, next_try_at=tried.at)
        case Outcome.BUSY | Outcome.TOKEN:
            rest = tried.asked if tried.asked is not None else timedelta(seconds=BUSY_SECONDS)
            return replace(delivery, standing=Standing.RETRYING, next_try_at=tried.at + rest)
        case _:
            tries = delivery.tries + 1
            wait = wait_after(tries, schedule=schedule, dice=tried.dice, asked=tried.asked)
            if wait is None:
                return Delivery(standing=Standing.DEAD, tries=tries)
            return Delivery(standing=Standing.RETRYING, tries=tries, next_try_at=tried.at + wait)
