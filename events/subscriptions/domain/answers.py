"""What an answer means: which outcome it is, and how long the receiver asks to be left alone.

CloudEvents HTTP webhook 1.0, section 2.2 (what a receiver answers), and Standard Webhooks (410, 429, redirects).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

RETRY_AFTER: Final = "retry-after"
RETRY_AFTER_MAX: Final = timedelta(hours=24)
"""A receiver may ask for rest, but not for ever: for that he can pause his subscription."""


class Outcome(StrEnum):
    """How an attempt ended; the values are those of `DeliveryAttempt.Outcome`."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    BUSY = "busy"
    GONE = "gone"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    FORBIDDEN = "forbidden"
    TOKEN = "token"  # noqa: S105  # a word, and no secret
    """Nothing was sent, as there was no token to send it with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one attempt: a status, or (status None) a fault of the network.

    `told`: what was sent may have reached the receiver, whatever he answered.
    """

    outcome: Outcome
    status: int | None = None
    retry_after: timedelta | None = None
    told: bool = True


def outcome_of(status: int) -> Outcome:
    """The outcome of an HTTP status. Any 2xx took it in; 3xx is never followed; 410 wants no more; 429, 503 wait."""
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if 300 <= status < 400:
        return Outcome.REDIRECTED
    return {410: Outcome.GONE, 429: Outcome.BUSY, 503: Outcome.BUSY}.get(status, Outcome.REFUSED)


def answered(status: int, *, headers: Mapping[str, str], now: datetime) -> Answer:
    """What an answer means that came at `now` (aware). Header names in lower-case."""
    outcome = outcome_of(status)
    asked = headers.get(RETRY_AFTER) if outcome is not Outcome.DELIVERED else None
    return Answer(outcome=outcome, status=status, retry_after=None if asked is None else rest_asked(asked, now=now))


def rest_asked(text: str, *, now: datetime) -> timedelta | None:
    """How long `Retry-After` asks to wait: seconds or an HTTP date (RFC 9110, 10.2.3). None when it is neither.

    Never negative, and never more than RETRY_AFTER_MAX.
    """
    given = text.strip()
    if given.isascii() and given.isdigit():
        return min(timedelta(seconds=int(given[:9])), RETRY_AFTER_MAX)
    try:
        moment = parsedate_to_datetime(given)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return min(max(moment - now, timedelta(0)), RETRY_AFTER_MAX)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
