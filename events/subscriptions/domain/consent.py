"""Whether a receiver agreed to be sent to, by the handshake of CloudEvents HTTP webhook 1.0, section 4."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

REQUEST_ORIGIN: Final = "WebHook-Request-Origin"
REQUEST_CALLBACK: Final = "WebHook-Request-Callback"
REQUEST_RATE: Final = "WebHook-Request-Rate"
ALLOWED_ORIGIN: Final = "webhook-allowed-origin"
ALLOWED_RATE: Final = "webhook-allowed-rate"
ANY: Final = "*"


class Doubt(StrEnum):
    """Why an answer is no consent."""

    STATUS = "status"
    ORIGIN_MISSING = "origin-missing"
    ORIGIN_OTHER = "origin-other"
    RATE = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What was allowed: requests a minute, or any number (None)."""

    allowed_per_minute: int | None


def consent_of(status: int, *, headers: Mapping[str, str], origin: str) -> Grant | Doubt:
    """The consent in an answer to OPTIONS that asked for `origin` and for a rate. Header names in lower-case.

    A status alone is no consent (4.3): the origin must be named, or `*`; and the rate, since it was asked.
    """
    if not 200 <= status < 300:
        return Doubt.STATUS
    named = headers.get(ALLOWED_ORIGIN, "").strip()
    if not named:
        return Doubt.ORIGIN_MISSING
    if named != ANY and named.lower() != origin.lower():
        return Doubt.ORIGIN_OTHER
    rate = headers.get(ALLOWED_RATE, "").strip()
    if rate == ANY:
        return Grant(allowed_per_minute=None)
    if rate.isascii() and rate.isdigit() and int(rate[:9]) > 0:
        return Grant(allowed_per_minute=int(rate[:9]))
    return Doubt.RATE
