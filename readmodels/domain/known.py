"""A value known of a person: from when it holds, and the events it rests on (`product.md`, section 3, law 7)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from events.domain.facts import Fact
from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT, PartialDate, Period

V = TypeVar("V")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An investigation of elements of what a register said (LO GBA group 83).

    `code` is six digits: category, group and element, with zeros for all of them (`080000`, `081100`).
    """

    code: str
    since: PartialDate
    until: PartialDate | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the investigation has begun by that day, and not ended."""
        return self.since.earliest <= day and (self.until is None or self.until.earliest > day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[T_co]):
    """A value with the material interval from which it holds, the events it rests on, and what is doubted of it."""

    value: T_co
    since: Period
    supports: tuple[UUID, ...]
    doubts: tuple[Doubt, ...] = ()

    def uncertain_at(self, moment: datetime) -> bool:
        """Whether at that moment it is not certain that the value holds already (its start is only partly known).

        A start of which nothing is known makes nothing uncertain: the value holds for as long as anything was said.
        """
        return self.since.earliest != UNKNOWN_MOMENT and self.since.earliest <= moment < self.since.latest


def known_by(fact: Fact, value: V, *, doubts: tuple[Doubt, ...] = ()) -> Known[V]:
    """A value as one fact says it."""
    since = fact.content.material if fact.content.effective_from is None else Period(fact.moment, fact.moment)
    return Known(value=value, since=since, supports=fact.supports, doubts=doubts)


def local_day(moment: datetime) -> date:
    """The day in Europe/Amsterdam on which a moment lies; the first and the last day of all for the ends of time."""
    if moment == UNKNOWN_MOMENT:
        return date.min
    return date.max if moment.date() == date.max else moment.astimezone(AMSTERDAM).date()
