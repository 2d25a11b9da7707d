"""When something that did not arrive is tried again (Digikoppeling REST-API profile 4.0.1, 3.4.3)."""

from datetime import timedelta
from typing import Final

SECONDS_MAX: Final = 300
REFUSED_SECONDS_MIN: Final = 30
_DOUBLINGS_MAX: Final = 9


def until_next(attempts: int, *, refused: bool, chance: float) -> timedelta:
    """How long to wait after so many attempts: doubling to 300 s; `chance` (0 to 1) takes off up to half of it.

    What a peer refused is tried slowly: until somebody does something it will say the same.
    """
    doubled = min(SECONDS_MAX, 2 ** min(max(attempts - 1, 0), _DOUBLINGS_MAX))
    longest = max(doubled, REFUSED_SECONDS_MIN) if refused else doubled
    return timedelta(seconds=longest * (1 - chance / 2))


COMPARED_EVERY: Final = timedelta(minutes=5)
COMPARED_SELDOM: Final = timedelta(hours=1)


def until_compared(away: timedelta | None) -> timedelta:
    """How long after the last time contracts are compared with a partner; `away`: how long he had not answered then.

    As long again, so that it doubles, between five minutes and an hour.
    """
    return COMPARED_EVERY if away is None else min(COMPARED_SELDOM, max(COMPARED_EVERY, away))
