"""What is typed as a request to record it: the body that the API would get.

Whom it is about follows from the persons in the data, when it happened from the type's own date, and the events that
the data name are grounds too. Nothing here decides whether it is right: the command does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from events.domain import pointers
from events.domain.canonical import instant_text
from events.domain.chains import Content
from events.domain.event import Kind, Operation
from events.domain.event_types import EventTypeVersion
from events.domain.log import Log
from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT, PartialDate, first_instant, parse
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import Said, Typed, said
from management_ui.forms.partial_dates import date_text, typed_date
from management_ui.presenters.persons import subjects_of

OCCURRED: Final = "occurred"
GROUND: Final = "ground/"
REASON: Final = "reason"
RIGHT: Final = "right"
COURT: Final = "court"
BESIDE: Final = {
    "/occurred_at": OCCURRED,
    "/event_data/reason": REASON,
    "/event_data/ground": RIGHT,
    "/event_data/court_reference": COURT,
}
"""Places in the request that are no part of the data → the inputs that say what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody writes: of which type, in which zone, under which id."""

    id: UUID
    zone: str
    event_type: EventTypeVersion
    typed: Typed

    def said(self) -> Said:
        """The data that is typed."""
        return said(tree(self.event_type), self.typed)


def claim_body(asked: Asked, *, log: Log) -> dict[str, Any]:
    """The request to record a claim. `log` holds the events that may be named: it tells whom they are about."""
    data = asked.said().data
    named = named_events(data, event_type=asked.event_type)
    body: dict[str, Any] = {
        "id": str(asked.id),
        "zone": asked.zone,
        "event_kind": Kind.CLAIM.value,
        "event_type": asked.event_type.name,
        "event_version": asked.event_type.version,
        "occurred_at": occurred_at(asked.typed, data, event_type=asked.event_type),
        "object_ids": _texts(objects_of(data, named=named, event_type=asked.event_type, log=log)),
        "event_reference": _texts([*sorted(grounds_in(asked.typed)), *named]),
        "event_data": dict(data),
    }
    return {name: value for name, value in body.items() if value is not None}


def correction_body(
    asked: Asked, *, operation: Operation, target: UUID, content: Content | None, known: Sequence[UUID], log: Log
) -> dict[str, Any]:
    """The request to record a correction. `known` are the grounds that its chain has already."""
    said_too: dict[str, Any] = {"operation": operation.value, "reason": asked.typed.get(REASON, "").strip()}
    members = {"ground": asked.typed.get(RIGHT, ""), "court_reference": asked.typed.get(COURT, "").strip()}
    said_too |= {name: text for name, text in members.items() if text}
    body: dict[str, Any] = {"id": str(asked.id), "event_kind": Kind.CORRECTION.value}
    grounds = sorted(grounds_in(asked.typed))
    if operation is Operation.REPLACE:
        data = asked.said().data
        named = named_events(data, event_type=asked.event_type)
        grounds += [it for it in named if it not in known]
        objects = objects_of(data, named=named, event_type=asked.event_type, log=log)
        body["occurred_at"] = _moment_of_replacement(asked, data, content=content)
        body["object_ids"] = _texts([*objects, *_besides(content, event_type=asked.event_type)])
        said_too["data"] = dict(data)
    body |= {"event_reference": _texts([target, *grounds]), "event_data": said_too}
    return {name: value for name, value in body.items() if value is not None}


def objects_of(data: Mapping[str, Any], *, named: Sequence[UUID], event_type: EventTypeVersion, log: Log) -> list[UUID]:
    """The persons in the data; when it names none, those whom the events that it names are about."""
    found = subjects_of(data, event_type=event_type)
    if found:
        return found
    events = (log.get(event_id) for event_id in named)
    return [person for event in events if event is not None for person in event.object_ids]


def grounds_in(typed: Typed) -> frozenset[UUID]:
    """The events that were ticked as grounds."""
    ticked = (name.removeprefix(GROUND) for name, text in typed.items() if name.startswith(GROUND) and text)
    return frozenset(found for text in ticked for found in _uuid(text))


def named_events(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> list[UUID]:
    """The events that the data name."""
    values = (value for pointer in event_type.event_pointers for value in pointers.values(data, pointer))
    return [found for value in values if isinstance(value, str) for found in _uuid(value)]


def occurred_at(typed: Typed, data: Mapping[str, Any], *, event_type: EventTypeVersion) -> str | None:
    """The first instant that it can have happened at: by the type's own date, else by the day that was asked."""
    if event_type.material_pointer is None:
        day = typed_date(typed.get(OCCURRED, ""))
        return None if day is None else instant_text(first_instant(day.earliest))
    own = parse(pointers.value(data, event_type.material_pointer))
    if own is None:
        return None
    at = _time_of_day(data, event_type=event_type) if own.day is not None else None
    return instant_text(first_instant(own.earliest) if at is None else _instant(own.earliest, at))


def _time_of_day(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> str | None:
    """The local time that the data say, with its offset where they give one."""
    said_of = {
        member.get("format"): data[name]
        for name, member in event_type.schema.get("properties", {}).items()
        if isinstance(member, Mapping) and isinstance(data.get(name), str)
    }
    at = said_of.get("time-local")
    return None if at is None else f"{at}{said_of.get('utc-offset', '')}"


def _instant(day: date, at: str) -> datetime:
    """The moment at a local time of a day; the beginning of the day when that is no time."""
    try:
        moment = datetime.fromisoformat(f"{day.isoformat()}T{at}")
        return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
    except (ValueError, OverflowError):
        return first_instant(day)


def day_typed(moment: datetime) -> str:
    """The local day of a moment, as one would type it."""
    if moment == UNKNOWN_MOMENT:
        return date_text(PartialDate())
    day = moment.astimezone(AMSTERDAM).date()
    return date_text(PartialDate(day.year, day.month, day.day))


def _moment_of_replacement(asked: Asked, data: Mapping[str, Any], *, content: Content | None) -> str | None:
    """The moment of what stands, when its day and time are not corrected; it may be known more precisely."""
    found = occurred_at(asked.typed, data, event_type=asked.event_type)
    if content is None:
        return found
    as_it_stands = {**asked.typed, OCCURRED: day_typed(content.occurred_at)}
    before = occurred_at(as_it_stands, content.data, event_type=asked.event_type)
    return instant_text(content.occurred_at) if found == before else found


def _besides(content: Content | None, *, event_type: EventTypeVersion) -> Iterator[UUID]:
    """Whom what stands is about though its data do not name them."""
    if content is not None:
        named = subjects_of(content.data, event_type=event_type)
        yield from (person for person in content.object_ids if person not in named)


def _texts(found: Sequence[UUID]) -> list[str]:
    return [str(it) for it in dict.fromkeys(found)]


def _uuid(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []
