"""What one organisation says of some objects, as far as it counts; and what of it does not, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from events.domain import closures
from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from federation.domain.answers import Source, SourceAnswer
from federation.domain.foreign_events import event_in

SKEW: Final = timedelta(minutes=1)
"""How far the clock of another organisation may be ahead of ours."""
CLAIMS_OF_ONE_MAX: Final = 500
"""Claims about one object in one answer: no life has as many, and the time that folding them takes has no bound."""


class Why(StrEnum):
    """Why an event that was sent does not count."""

    UNREADABLE = "unreadable"
    """It is no event."""
    OTHER_ZONE = "other-zone"
    """It says that it is of a zone that its sender does not have."""
    NOT_ASKED_FOR = "not-asked-for"
    """It is not about what was asked, nor is it referred to by what is."""
    DOUBLED = "doubled"
    """Another event in the same answer has its id."""
    SAME_ID = "same-id"
    """Another organisation, or ours, recorded the event with that id."""
    NOT_RESPONSIBLE = "not-responsible"
    """Its organisation is not the one that is believed of this event type."""
    NOT_GRANTED = "not-granted"
    """No contract says that we may have events of its type from this zone, whatever its organisation sends."""
    AHEAD = "ahead"
    """It was recorded later than now by our clock (`SKEW`): until our clock is there too it cannot be known."""
    TOO_MANY = "too-many"
    """Its organisation tells more of one object than can be true (`CLAIMS_OF_ONE_MAX`): then nothing of it counts."""


HARMLESS = frozenset({Why.NOT_RESPONSIBLE})
"""What is left out for these reasons leaves an answer complete: it was agreed that it does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An event that does not count; without an id when it cannot be read."""

    why: Why
    event_id: UUID | None = None
    event_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The events of one source that count, in the order of its log, and those that do not."""

    source: Source
    events: tuple[Event, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def part_of(
    source: Source,
    answer: SourceAnswer,
    *,
    about: Collection[UUID],
    responsible: Mapping[str, Collection[str]],
    now: datetime = LAST_MOMENT,
) -> Part:
    """What counts of an answer about these objects. `responsible` maps a peer id to the event types it is believed of.

    `now`: when it was answered, by our clock; without, no event is too late. Total: whatever was sent, it never raises.
    """
    if answer.zone not in (None, source.zone):
        return Part(source=source, left_out=tuple(LeftOut(why=Why.OTHER_ZONE) for _ in answer.events))
    left_out: list[LeftOut] = []
    read = _read(source, answer.events, left_out=left_out)
    asked_for = closures.about(about, log=Log(read))
    if _tells_too_much(read):
        return Part(source=source, left_out=(*left_out, *(_out(Why.TOO_MANY, event) for event in read)))
    believed = responsible.get(source.peer_id, ())
    latest = min(now, LAST_MOMENT - SKEW) + SKEW
    events = []
    for event in read:
        if event.id not in asked_for:
            left_out.append(_out(Why.NOT_ASKED_FOR, event))
        elif event.event_type not in believed:
            left_out.append(_out(Why.NOT_RESPONSIBLE, event))
        elif source.granted is not None and event.event_type not in source.granted:
            left_out.append(_out(Why.NOT_GRANTED, event))
        elif event.created_at > latest:
            left_out.append(_out(Why.AHEAD, event))
        else:
            events.append(event)
    return Part(source=source, events=tuple(events), left_out=tuple(left_out))


def without(part: Part, refused: Collection[UUID]) -> Part:
    """The part without events of which another recorded the id."""
    kept = tuple(event for event in part.events if event.id not in refused)
    out = tuple(_out(Why.SAME_ID, event) for event in part.events if event.id in refused)
    return replace(part, events=kept, left_out=(*part.left_out, *out))


def _read(source: Source, sent: Iterable[Any], *, left_out: list[LeftOut]) -> list[Event]:
    """The events that were sent, each once."""
    found: dict[UUID, Event] = {}
    for place, item in enumerate(sent, start=1):
        event = event_in(item, zone=source.place, order=place)
        if event is None:
            left_out.append(LeftOut(why=Why.UNREADABLE))
        elif isinstance(item, Mapping) and item.get("zone") not in (None, source.zone, source.place):
            left_out.append(_out(Why.OTHER_ZONE, event))
        elif event.id not in found:
            found[event.id] = event
        elif replace(event, order=found[event.id].order) != found[event.id]:
            left_out.append(_out(Why.DOUBLED, event))
    return list(found.values())


def _tells_too_much(read: Iterable[Event]) -> bool:
    """Whether there are more claims about one object than there can be."""
    claims = Counter(it for event in read if event.kind is Kind.CLAIM for it in event.object_ids)
    return any(count > CLAIMS_OF_ONE_MAX for count in claims.values())


def _out(why: Why, event: Event) -> LeftOut:
    return LeftOut(why=why, event_id=event.id, event_type=event.event_type)
