"""The work queue as an official reads it: what, about whom, from whom, where, since when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.readings import deciders_of, declared
from events.domain.standing import StandingOf
from events.queries.work import Page, Waiting
from events.queries.work_items import NOBODY, InHand
from management_ui.presenters.moments import age_text, recorded_text
from management_ui.presenters.persons import Names, names_of, subjects_of
from management_ui.presenters.sources import kind_text, source_text, standing_text, standing_tone
from management_ui.presenters.terms import TermLine, term_line
from readmodels.domain.known import local_day

PERSONS_SHOWN_MAX = 3
WORTH_TELLING = timedelta(hours=1)
"""How long something waits before it is said how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLink:
    """A person with a page that the reader may open."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the queue. `person` is whom it is about first, where the reader may open his page."""

    id: UUID
    title: str
    persons: str
    person: PersonLink | None
    kind: str
    kind_text: str
    standing: str
    tone: str
    is_open: bool
    zone: str
    source: str
    own: bool
    recorded: str
    age: str
    term: TermLine | None
    in_hand: InHand
    may_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom the queue is written: the clock, who he is, what zones and sources are called."""

    now: datetime
    source_id: UUID
    zones: Mapping[str, str]
    people: Mapping[UUID, str]
    in_hand: Mapping[UUID, InHand] = field(default_factory=dict)


def lines(page: Page, *, catalogue: Catalogue, reader: Reader) -> tuple[Line, ...]:
    """The lines of a page."""
    names = names_of(page.log, catalogue=catalogue)
    readable = page.log.objects
    return tuple(
        _line(
            item,
            names=names,
            catalogue=catalogue,
            reader=reader,
            readable=readable,
            has_decided=reader.source_id in deciders_of(item.event, log=page.log, catalogue=catalogue),
        )
        for item in page.items
    )


def named(items: Sequence[Waiting], *, name: str, names: Names) -> list[Waiting]:
    """The items about a person whose name holds this text, whatever the case."""
    sought = name.casefold()
    return [
        item
        for item in items
        if any(sought in names.known.get(person, "").casefold() for person in item.event.object_ids)
    ]


def persons_text(event: Event, *, catalogue: Catalogue, names: Names) -> str:
    """The persons an event is about: the type's own subjects first, those with a name before those without."""
    return ", ".join(names.of(person) for person in _persons(event, catalogue=catalogue, names=names))


def person_links(
    event: Event, *, catalogue: Catalogue, names: Names, readable: Collection[UUID]
) -> tuple[PersonLink, ...]:
    """The same persons, as far as there are pages of them (`readable`)."""
    shown = _persons(event, catalogue=catalogue, names=names)
    return tuple(PersonLink(id=person, name=names.of(person)) for person in shown if person in readable)


def _persons(event: Event, *, catalogue: Catalogue, names: Names) -> list[UUID]:
    event_type = declared(event, catalogue=catalogue)
    own = event.data.get("data", event.data)
    subjects = subjects_of(own, event_type=event_type) if isinstance(own, Mapping) else []
    ordered = list(dict.fromkeys([*(person for person in subjects if person in event.object_ids), *event.object_ids]))
    first, others = ordered[:1], [person for person in ordered[1:] if names.knows(person)]
    return [*first, *others][:PERSONS_SHOWN_MAX]


def _line(
    item: Waiting,
    *,
    names: Names,
    catalogue: Catalogue,
    reader: Reader,
    readable: frozenset[UUID],
    has_decided: bool,
) -> Line:
    event = item.event
    in_hand = reader.in_hand.get(event.id, NOBODY)
    is_open, own = item.standing is StandingOf.OPEN, event.source_id == reader.source_id
    return Line(
        id=event.id,
        title=declared(event, catalogue=catalogue).title,
        persons=persons_text(event, catalogue=catalogue, names=names),
        person=next(iter(person_links(event, catalogue=catalogue, names=names, readable=readable)), None),
        kind=event.kind.value,
        kind_text=kind_text(event),
        standing=standing_text(item.standing),
        tone=standing_tone(item.standing),
        is_open=is_open,
        zone=reader.zones.get(event.zone, event.zone),
        source=source_text(event, people=reader.people),
        own=own,
        recorded=recorded_text(event.created_at, now=reader.now),
        age=age_text(event.created_at, now=reader.now) if reader.now - event.created_at > WORTH_TELLING else "",
        term=term_line(item.due_on, today=local_day(reader.now), asked=in_hand.awaiting_since is not None)
        if is_open
        else None,
        in_hand=in_hand,
        may_take=is_open and not own and not has_decided,
    )
