"""How much a peer does here in a minute, counted over all processes, in the cache: in fixed windows, per name.

A cache that does not answer bounds nothing: then peers are answered all the same.
"""

import math
from typing import Final

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

WINDOW_SECONDS: Final = 60

log = structlog.get_logger(__name__)


def counted(name: str, *, more: int, now: float) -> int:
    """How much there is under this name in the minute of `now` (Unix time), with what comes now; 0: not known."""
    key = _key(name, now)
    try:
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return int(cache.incr(key, more))
    except (RedisError, ValueError):  # ValueError: it was lost between the two
        log.warning("fsc_rates_not_counted")
        return 0


def until_next(now: float) -> int:
    """Whole seconds until the next minute begins, at least one."""
    return max(1, math.ceil(WINDOW_SECONDS - now % WINDOW_SECONDS))


def _key(name: str, now: float) -> str:
    return f"fsc-rate:{name}:{int(now) // WINDOW_SECONDS}"
