"""The whole life of an object on both axes, as rectangles (`product.md`, section 3, law 6).

A rectangle: a value holds from one material moment to another, and this is known from one formal moment to another. At
every point of the plane the rectangles that lie over it are what a state says there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.readings import View
from readmodels.domain.lives import Memory
from readmodels.domain.pictures import Picture, Segment
from readmodels.domain.states import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectangle:
    """A segment that is known from a formal moment up to, not including, another (None: until now)."""

    segment: Segment
    known_from: datetime
    known_until: datetime | None

    def holds_at(self, as_of: datetime) -> bool:
        """Whether the value holds at that material moment, whenever it was known."""
        return self.segment.since <= as_of and (self.segment.until is None or as_of < self.segment.until)

    def covers(self, *, as_of: datetime, as_at: datetime) -> bool:
        """Whether the point lies in it."""
        known = self.known_from <= as_at and (self.known_until is None or as_at < self.known_until)
        return known and self.holds_at(as_of)


def timeline(
    log: Log, *, object_id: UUID, catalogue: Catalogue, view: View = View.LEGAL, rules_at: date | None = None
) -> tuple[Rectangle, ...]:
    """Every rectangle of one object, by name, material and formal moment. `rules_at` as in `states.Question`."""
    columns: list[tuple[datetime, tuple[Segment, ...]]] = []
    memory, before = Memory(), frozenset[tuple[UUID, ...]]()
    for known_at in sorted({event.created_at for event in log}):
        asked = Question(as_of=known_at, as_at=known_at, view=view, rules_at=rules_at)
        picture = Picture(log, asked=asked, catalogue=catalogue, memory=memory)
        if picture.rests_on != before:
            columns.append((known_at, picture.segments(object_id)))
            before = picture.rests_on
    return tuple(sorted(_rectangles(columns), key=_order))


def as_known_at(rectangles: Iterable[Rectangle], moment: datetime) -> tuple[Rectangle, ...]:
    """The rectangles as they were known at a formal moment: nothing of what was recorded later shows."""
    return tuple(
        replace(it, known_until=it.known_until if it.known_until is not None and it.known_until <= moment else None)
        for it in rectangles
        if it.known_from <= moment
    )


def _rectangles(columns: Sequence[tuple[datetime, Sequence[Segment]]]) -> Iterator[Rectangle]:
    """What stays the same from one formal moment to the next is one rectangle."""
    standing: dict[tuple[str, datetime], tuple[Segment, datetime]] = {}
    for known_at, column in columns:
        here = {(segment.holding.name, segment.since): segment for segment in column}
        for place, (segment, known_from) in list(standing.items()):
            if here.get(place) != segment:
                yield Rectangle(segment=segment, known_from=known_from, known_until=known_at)
                del standing[place]
        for place, segment in here.items():
            standing.setdefault(place, (segment, known_at))
    for segment, known_from in standing.values():
        yield Rectangle(segment=segment, known_from=known_from, known_until=None)


def _order(rectangle: Rectangle) -> tuple[str, datetime, datetime]:
    return rectangle.segment.holding.name, rectangle.segment.since, rectangle.known_from
