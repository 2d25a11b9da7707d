"""An endpoint folds attempts too: whether it is left alone for a while, and whether it is given up.

A receiver that fails again and again is not helped by more requests: it rests, longer each time. What was under way
when a rest began says nothing new when it fails as well.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from events.subscriptions.domain.answers import Outcome
from events.subscriptions.domain.deliveries import BUSY_SECONDS
from events.subscriptions.domain.retries import spread

FAILURES_BEFORE_REST: Final = 5
FIRST_REST: Final = timedelta(seconds=10)
REST_MAX: Final = timedelta(hours=1)
FAILING_MAX: Final = timedelta(days=5)
"""After so long with failures only, nothing is sent any more until somebody says so (as Svix does)."""
RESTING: Final = frozenset({Outcome.BUSY, Outcome.TOKEN})
"""After one of these nothing gets through for a while, so that nothing else is begun either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One attempt, from `began` to `ended` (aware). `dice` between 0 and 1, at random; `asked` as by Retry-After."""

    outcome: Outcome
    began: datetime
    ended: datetime
    dice: float
    asked: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """How a receiver does. `rested_at` is when its last rest began."""

    failing_since: datetime | None = None
    failures: int = 0
    rest_until: datetime | None = None
    rested_at: datetime | None = None

    @property
    def doubtful(self) -> bool:
        """Whether it failed so often that one request at a time must show whether it is back."""
        return self.failures >= FAILURES_BEFORE_REST

    def rests_at(self, moment: datetime) -> bool:
        """Whether it is left alone at that moment."""
        return self.rest_until is not None and moment < self.rest_until

    def given_up_at(self, moment: datetime) -> bool:
        """Whether nothing but failures came of it for FAILING_MAX, of which enough to tell."""
        return self.doubtful and self.failing_since is not None and moment - self.failing_since >= FAILING_MAX


WELL: Final = Endpoint()
"""How a receiver does that took in what it was sent last."""


def evolve(endpoint: Endpoint, seen: Seen) -> Endpoint:
    """The endpoint after one more attempt."""
    if seen.outcome is Outcome.DELIVERED:
        return WELL
    since = endpoint.failing_since or seen.ended
    if endpoint.rested_at is not None and seen.began <= endpoint.rested_at:
        return replace(endpoint, failing_since=since, rest_until=_later(endpoint, seen))
    failures = endpoint.failures + 1
    rest = _rest(failures, seen)
    if rest is None:
        return replace(endpoint, failing_since=since, failures=failures)
    return Endpoint(failing_since=since, failures=failures, rest_until=seen.ended + rest, rested_at=seen.ended)


def _rest(failures: int, seen: Seen) -> timedelta | None:
    """How long to leave it alone after so many failures in a row; None: not at all."""
    beyond = failures - FAILURES_BEFORE_REST
    growing = spread(min(FIRST_REST * 2 ** min(beyond, 20), REST_MAX), dice=seen.dice) if beyond >= 0 else None
    if seen.outcome not in RESTING:
        return growing
    asked = seen.asked if seen.asked is not None else timedelta(seconds=BUSY_SECONDS)
    return max(asked, growing or timedelta(0))


def _later(endpoint: Endpoint, seen: Seen) -> datetime | None:
    """The end of the rest that it is in, or what it asked for while that is later."""
    if seen.outcome not in RESTING or seen.asked is None or endpoint.rest_until is None:
        return endpoint.rest_until
    return max(endpoint.rest_until, seen.ended + seen.asked)
