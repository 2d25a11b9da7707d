"""What other organisations are asked, and what they answered: events about objects, or nothing and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from events.domain import moments
from federation.domain import properties

EVENTS_MAX: Final = 10_000
"""Events that one answer may hold; one that holds more is none."""


class Reason(StrEnum):
    """Why there is no answer, as far as it is seen here; the outway has reasons of its own."""

    MALFORMED = "malformed"
    TOO_MUCH = "too-much"
    NOTHING_HEARD = "nothing-heard"
    OUT_OF_TIME = "out-of-time"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """The query API of a zone of another organisation, on the grant by which we may ask it.

    `responsible_for` are the event types of which that organisation is believed; its other events count for nothing.
    `granted` are those that we may have on this grant; None where nothing is said of that. `purpose`: what for, in its
    words.
    """

    peer_id: str
    service: str
    grant_hash: str
    organisation: str = field(compare=False)
    responsible_for: frozenset[str] = field(compare=False, default=frozenset())
    granted: frozenset[str] | None = field(compare=False, default=None)
    purpose: str = field(compare=False, default="")

    @property
    def zone(self) -> str:
        """The short name of the zone, as its own organisation calls it."""
        return properties.zone_of(self.service) or self.service

    @property
    def place(self) -> str:
        """The zone as it is called here: no zone of ours is, as a short name holds no slash."""
        return f"{self.peer_id}/{self.zone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAnswer:
    """What a source answered: events as they came (JSON), in the order of its log, and its formal horizon.

    `zone` is what it says that it is of; None when it says nothing.
    """

    events: Sequence[Any]
    horizon: datetime | None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """That a source did not answer: why, and since when it has not."""

    reason: str
    since: datetime | None = None


def answer_in(body: Any) -> SourceAnswer | NoAnswer:
    """The answer in the JSON body of a 200 of `/events-about`. Total: what cannot be read is no answer."""
    if not isinstance(body, Mapping) or not isinstance(body.get("events"), list):
        return NoAnswer(reason=Reason.MALFORMED)
    if len(body["events"]) > EVENTS_MAX:
        return NoAnswer(reason=Reason.TOO_MUCH)
    horizon, zone = moments.parse_instant(body.get("horizon")), body.get("zone")
    if horizon is None and body.get("horizon") is not None:
        return NoAnswer(reason=Reason.MALFORMED)
    if zone is not None and not isinstance(zone, str):
        return NoAnswer(reason=Reason.MALFORMED)
    return SourceAnswer(events=body["events"], horizon=horizon, zone=zone)
