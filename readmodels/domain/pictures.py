"""A picture: the whole material life of any object, as known at one formal moment in one view."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.log import Log
from readmodels.domain.attributes import attributes
from readmodels.domain.breakpoints import breakpoints
from readmodels.domain.holdings import Holding, held
from readmodels.domain.law.rules import RULES
from readmodels.domain.lives import Memory
from readmodels.domain.societies import Society
from readmodels.domain.states import Question, consequences_for

Look = TypeVar("Look")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What holds from a material moment up to, not including, another (None: for ever)."""

    holding: Holding
    since: datetime
    until: datetime | None


class Picture:
    """A log as it was, or would be, known at `asked.as_at`. `asked.as_of` says nothing here.

    Pictures of one log share a `memory`, so that what did not change between them is folded once.
    """

    def __init__(self, log: Log, *, asked: Question, catalogue: Catalogue, memory: Memory | None = None) -> None:
        self.log = log.as_known_at(asked.as_at)
        self.asked = asked
        self.facts = effective.facts(log, catalogue=catalogue, as_at=asked.as_at, view=asked.view)
        self._society = Society(self.facts, as_of=asked.as_of, catalogue=catalogue, memory=memory)

    @property
    def rests_on(self) -> frozenset[tuple[UUID, ...]]:
        """What every fact rests on: two pictures that rest on the same say the same."""
        return frozenset(fact.supports for fact in self.facts)

    def segments(self, object_id: UUID) -> tuple[Segment, ...]:
        """What holds of one object, by name and moment."""
        return self.looked_at(object_id)[0]

    def looked_at(self, object_id: UUID) -> tuple[tuple[Segment, ...], frozenset[UUID]]:
        """The same, with everybody at whom was looked to find it."""
        society = self._society.afresh()
        columns = across_life(society, object_id, look=lambda then: self._held_in(then, object_id))
        found = sorted(_segments(columns), key=lambda segment: (segment.holding.name, segment.since))
        return tuple(found), frozenset(society.asked_for)

    def _held_in(self, then: Society, object_id: UUID) -> dict[str, Holding]:
        person = then.person(object_id)
        found = held(attributes(person, as_of=then.as_of), consequences_for(person, then, asked=self.asked))
        return {holding.name: holding for holding in found}


def across_life(society: Society, object_id: UUID, *, look: Callable[[Society], Look]) -> dict[datetime, Look]:
    """What a pure function finds of one object at every material moment at which it can find something else.

    Only where somebody changes at whom was looked can it; so their moments are tried, until nobody new turns up.
    """
    columns: dict[datetime, Look] = {}
    bearing: frozenset[UUID] = frozenset()
    society.asked_for.add(object_id)
    while bearing != society.asked_for:
        bearing = frozenset(society.asked_for)
        for moment in breakpoints(society.facts_about(bearing), rule_days=RULE_DAYS):
            if moment not in columns:
                columns[moment] = look(society.at(moment))
    return columns


def _segments(columns: dict[datetime, dict[str, Holding]]) -> Iterator[Segment]:
    """What holds between every two moments, equal neighbours merged."""
    open_since: dict[str, tuple[Holding, datetime]] = {}
    for moment in sorted(columns):
        here = columns[moment]
        for name, (holding, since) in list(open_since.items()):
            if here.get(name) != holding:
                yield Segment(holding=holding, since=since, until=moment)
                del open_since[name]
        for name, holding in here.items():
            open_since.setdefault(name, (holding, moment))
    for holding, since in open_since.values():
        yield Segment(holding=holding, since=since, until=None)


def _rule_days() -> Iterable[date]:
    return (day for rule in RULES for day in (rule.since, rule.until) if day not in (date.min, date.max))


RULE_DAYS = frozenset(_rule_days())
"""Days on which a rule of law came into force, or went out of it."""
