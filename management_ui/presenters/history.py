"""What went before: the events that bear on a claim as a timeline, and all events of its persons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.event import Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.readings import declared
from events.domain.standing import standing_of
from events.queries.review import Review
from management_ui.presenters.moments import moment_text, recorded_text
from management_ui.presenters.persons import Names
from management_ui.presenters.queue import persons_text
from management_ui.presenters.sources import deed_text, kind_text, source_text, standing_text, standing_tone

EVENTS_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event on a line: what was done, by whom, when recorded, when it happened, what it counts for."""

    id: UUID
    text: str
    kind: str
    kind_text: str
    source: str
    recorded: str
    occurred: str
    persons: str
    standing: str
    tone: str
    motivation: str
    role: str
    here: bool
    linked: UUID | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An event in a table. `review` is where it can be looked at, None on that page itself.

    `correction` is the address where the reader may say that it was otherwise, "" when he may not, or that is said
    elsewhere on the page; `is_later`: it was recorded after the moment that is shown.
    """

    happening: Happening
    review: UUID | None
    correction: str = ""
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What is needed to tell of events: the log, the types, the names, the clock, and what was seen before."""

    log: Log
    catalogue: Catalogue
    names: Names
    now: datetime
    people: Mapping[UUID, str]
    here: UUID
    new: frozenset[UUID] = frozenset()


def timeline(review: Review, *, teller: Teller) -> tuple[Happening, ...]:
    """The grounds, the claims of the same occurrence, and the chain itself with its decisions; oldest first."""
    root = review.log.root_id(review.event.id) or review.event.id
    roles: dict[UUID, str] = {}
    for ground in review.grounds:
        for event in review.log.chain(review.log.root_id(ground.id) or ground.id) or (ground,):
            roles[event.id] = _("ground") if event.id == ground.id else ""
    for known in review.known:
        if known.same_occurrence:
            roles |= {event.id: "" for event in review.log.chain(known.event.id) if event.id not in roles}
    roles |= {event.id: "" for event in review.log.chain(root) if event.id not in roles}
    events = (event for event in review.log if event.id in roles)
    return tuple(happening(event, teller=teller, role=roles[event.id]) for event in _by_time(events))


def events_of_persons(review: Review, *, teller: Teller) -> tuple[EventLine, ...]:
    """The newest events about any of the persons of the claim."""
    persons = set(review.event.object_ids)
    about = [event for event in review.log if persons & set(event.object_ids)]
    told = (happening(event, teller=teller) for event in reversed(_by_time(about)[-EVENTS_SHOWN_MAX:]))
    return tuple(EventLine(happening=it, review=it.linked) for it in told)


def happening(event: Event, *, teller: Teller, role: str = "") -> Happening:
    """One event on a line."""
    title = declared(event, catalogue=teller.catalogue).title
    decides = event.kind is Kind.VALIDATION
    standing = None if decides else standing_of(event, log=teller.log, catalogue=teller.catalogue)
    return Happening(
        id=event.id,
        text=deed_text(event, title=title),
        kind=event.kind.value,
        kind_text=kind_text(event),
        source=source_text(event, people=teller.people),
        recorded=recorded_text(event.created_at, now=teller.now),
        occurred=moment_text(event.occurred_at),
        persons=persons_text(event, catalogue=teller.catalogue, names=teller.names),
        standing=standing_text(standing) if standing else "",
        tone=standing_tone(standing) if standing else "",
        motivation=str(event.data.get("motivation") or event.data.get("reason") or ""),
        role=role,
        here=event.id == teller.here,
        linked=_linked(event, here=teller.here),
        is_new=event.id in teller.new,
    )


def _linked(event: Event, *, here: UUID) -> UUID | None:
    """The page where the event can be looked at: its own, or for a decision that of its target."""
    page = event.target if event.kind is Kind.VALIDATION else event.id
    return None if page == here else page


def _by_time(events: Iterable[Event]) -> Sequence[Event]:
    return sorted(events, key=lambda event: (event.created_at, event.order))
