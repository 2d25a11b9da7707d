"""The whole life of an object on both axes, as rectangles (`product.md`, section 3, law 6).

A rectangle: a value holds from one material moment to another, and this is known from one formal moment to another. At
every point of the plane the rectangles that lie over it are what a state says there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.readings import View
from readmodels.domain.breakpoints import breakpoints
from readmodels.domain.holdings import Holding, holdings
from readmodels.domain.law.rules import RULES
from readmodels.domain.states import Question, states


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What holds from a material moment up to, not including, another (None: for ever)."""

    holding: Holding
    since: datetime
    until: datetime | None


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
    before: tuple[Fact, ...] | None = None
    for known_at in sorted({event.created_at for event in log}):
        facts = effective.facts(log, catalogue=catalogue, as_at=known_at, view=view)
        if facts == before:
            continue
        before = facts
        asked = Question(as_of=known_at, as_at=known_at, view=view, rules_at=rules_at)
        found = _segments(log, facts, object_id=object_id, asked=asked, catalogue=catalogue)
        columns.append((known_at, tuple(found)))
    return tuple(sorted(_rectangles(columns), key=_order))


def as_known_at(rectangles: Iterable[Rectangle], moment: datetime) -> tuple[Rectangle, ...]:
    """The rectangles as they were known at a formal moment: nothing of what was recorded later shows."""
    return tuple(
        replace(it, known_until=it.known_until if it.known_until is not None and it.known_until <= moment else None)
        for it in rectangles
        if it.known_from <= moment
    )


def segments(log: Log, *, object_id: UUID, asked: Question, catalogue: Catalogue) -> tuple[Segment, ...]:
    """The material timeline as known at `asked.as_at`, by name and moment; `asked.as_of` says nothing here."""
    facts = effective.facts(log, catalogue=catalogue, as_at=asked.as_at, view=asked.view)
    found = _segments(log, facts, object_id=object_id, asked=asked, catalogue=catalogue)
    return tuple(sorted(found, key=lambda segment: (segment.holding.name, segment.since)))


def _segments(
    log: Log, facts: Sequence[Fact], *, object_id: UUID, asked: Question, catalogue: Catalogue
) -> Iterator[Segment]:
    """What holds between every two moments at which something can change, equal neighbours merged."""
    open_since: dict[str, tuple[Holding, datetime]] = {}
    for moment in breakpoints(facts, rule_days=_rule_days()):
        point = Question(as_of=moment, as_at=asked.as_at, view=asked.view, rules_at=asked.rules_at)
        found = states(log, facts=facts, object_ids=(object_id,), asked=point, catalogue=catalogue)[object_id]
        here = {holding.name: holding for holding in holdings(found)}
        for name, (holding, since) in list(open_since.items()):
            if here.get(name) != holding:
                yield Segment(holding=holding, since=since, until=moment)
                del open_since[name]
        for name, holding in here.items():
            open_since.setdefault(name, (holding, moment))
    for holding, since in open_since.values():
        yield Segment(holding=holding, since=since, until=None)


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


def _rule_days() -> Iterable[date]:
    return {day for rule in RULES for day in (rule.since, rule.until) if day not in (date.min, date.max)}


def _order(rectangle: Rectangle) -> tuple[str, datetime, datetime]:
    return rectangle.segment.holding.name, rectangle.segment.since, rectangle.known_from
