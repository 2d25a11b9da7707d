"""The events on which a claim or correction can rest, as lines to tick: what, about whom, when, by whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from events.catalogue import catalogue
from events.domain.event import Event
from events.domain.log import Log
from events.domain.readings import declared
from events.domain.standing import standing_of
from events.queries.people import people_behind
from management_ui.presenters.moments import moment_text
from management_ui.presenters.persons import Names
from management_ui.presenters.queue import persons_text
from management_ui.presenters.sources import source_text, standing_text, standing_tone


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLine:
    """An event that may be a ground, as a line to tick."""

    id: UUID
    title: str
    persons: str
    occurred: str
    source: str
    standing: str
    tone: str
    ticked: bool
    demanded: bool


def ground_lines(
    events: Iterable[Event], *, ticked: Collection[UUID], demanded: Collection[str], log: Log, names: Names
) -> list[GroundLine]:
    """These events in this order; `demanded` are the types of which the form needs one."""
    found, types = list(events), catalogue()
    people = people_behind(found)
    standings = {event.id: standing_of(event, log=log, catalogue=types) for event in found}
    return [
        GroundLine(
            id=event.id,
            title=declared(event, catalogue=types).title,
            persons=persons_text(event, catalogue=types, names=names),
            occurred=moment_text(event.occurred_at),
            source=source_text(event, people=people),
            standing=standing_text(standings[event.id]),
            tone=standing_tone(standings[event.id]),
            ticked=event.id in ticked,
            demanded=event.event_type in demanded,
        )
        for event in found
    ]
