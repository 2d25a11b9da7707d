"""A society that notes what is read of it: from that follows for how long an answer about it holds, and where else.

Nothing has to be known of who asks. What cannot be noted cannot be asked: it is a fault, never an answer that is wrong
later. The stand-ins here are no dates and no persons, they only answer as one does.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from events.domain.moments import first_instant
from readmodels.domain.known import local_day
from readmodels.domain.person import Person
from readmodels.domain.societies import Society

Answer = TypeVar("Answer")


class WatchedDay:
    """A day that can only be compared with others, and notes with which it was."""

    def __init__(self, day: date) -> None:
        self._day = day
        self.compared_with: set[date] = set()

    def _noted(self, other: object) -> date:
        if not isinstance(other, date):
            raise TypeError(f"a day is not compared with {type(other).__name__}")
        self.compared_with.add(other)
        return other

    def __lt__(self, other: object) -> bool:
        return self._day < self._noted(other)

    def __le__(self, other: object) -> bool:
        return self._day <= self._noted(other)

    def __gt__(self, other: object) -> bool:
        return self._day > self._noted(other)

    def __ge__(self, other: object) -> bool:
        return self._day >= self._noted(other)

    def __eq__(self, other: object) -> bool:
        return self._day == self._noted(other)

    def __hash__(self) -> int:
        raise TypeError("a day that is watched is compared, not looked up")


class WatchedPerson:
    """A person of whom every member is noted when it is first read: it lands in `__dict__`, where it is found after."""

    __slots__ = ("__dict__", "_person")

    parents = Person.parents
    as_someone = Person.as_someone

    def __init__(self, person: Person) -> None:
        self._person = person

    def __getattr__(self, name: str) -> Any:
        found = self.__dict__[name] = getattr(self._person, name)
        return found

    @property
    def read(self) -> dict[str, Any]:
        """The members that were read, with what they said."""
        return self.__dict__


class WatchedSociety:
    """A society at one moment that can only be asked for persons, for the day, and for itself at other moments.

    `fixed`: its moment stays the same when the moment of who asks moves on.
    """

    registered = Society.registered
    answer = Society.answer

    def __init__(self, of: Society, moment: datetime, *, notes: "Notes", fixed: bool = False) -> None:
        day = local_day(moment)
        self.today = day if fixed else notes.day_of(day)
        self._of = of
        self._moment = moment
        self._fixed = fixed
        self._notes = notes
        self._persons: dict[UUID, WatchedPerson] = {}
        self._answers: dict[Hashable, Any] = {}

    def person(self, person_id: UUID) -> WatchedPerson:
        """The person as of this moment; what is read of him is noted."""
        found = self._persons.get(person_id)
        if found is None:
            person = self._of.life(person_id).at(self._moment)
            found = self._persons[person_id] = WatchedPerson(person)
            self._notes.add(person_id, self._moment if self._fixed else None, person, found)
        return found

    def at(self, moment: datetime) -> "WatchedSociety":
        """The same facts at a fixed moment."""
        return self._notes.fixed_at(moment, of=self._of)

    def no_later_than(self, moment: datetime) -> "WatchedSociety":
        """The same facts as they were at a moment, or at that of this society when that is before it."""
        if self._fixed:
            return self.at(min(moment, self._moment))
        self._notes.moments.add(moment)
        return self if self._moment < moment else self.at(moment)


@dataclass(frozen=True, slots=True)
class Read:
    """A person of whom something was read, and of what was read what it said.

    `moment`: at which it was read; None when that is the moment that was asked for.
    """

    person_id: UUID
    moment: datetime | None
    person: Person
    said: Mapping[str, Any]

    def is_said_by(self, person: Person) -> bool:
        """Whether another says the same, of what was read."""
        if person is self.person:
            return True
        return all((says := getattr(person, name)) is said or says == said for name, said in self.said.items())


class Notes:
    """What was read for one answer: of whom, and with which moments time was compared."""

    def __init__(self) -> None:
        self.moments: set[datetime] = set()
        self._day: WatchedDay | None = None
        self._persons: list[tuple[UUID, datetime | None, Person, WatchedPerson]] = []
        self._fixed: dict[datetime, WatchedSociety] = {}

    def day_of(self, day: date) -> WatchedDay:
        """The day of the moment that is asked for."""
        self._day = WatchedDay(day)
        return self._day

    def add(self, person_id: UUID, moment: datetime | None, person: Person, watched: WatchedPerson) -> None:
        """Note whatever will be read of a person."""
        self._persons.append((person_id, moment, person, watched))

    def fixed_at(self, moment: datetime, *, of: Society) -> WatchedSociety:
        """The one society at a fixed moment."""
        if moment not in self._fixed:
            self._fixed[moment] = WatchedSociety(of, moment, notes=self, fixed=True)
        return self._fixed[moment]

    def reads(self) -> Iterator[Read]:
        """What was read of persons."""
        for person_id, moment, person, watched in self._persons:
            yield Read(person_id, moment, person, dict(watched.read))

    def turns(self) -> set[datetime]:
        """From when on time by itself can make a difference: a day that was compared with begins, or is over."""
        days = set() if self._day is None else self._day.compared_with
        ends = {date.fromordinal(day.toordinal() + 1) for day in days if day < date.max}
        return {*self.moments, *map(first_instant, days | ends)}


def ask_once(ask: Callable[[Society], Answer], *, society: Society, moment: datetime) -> tuple[Answer, Notes]:
    """What a pure function answers of a society at a moment, and what it read for that."""
    notes = Notes()
    watched = WatchedSociety(society, moment, notes=notes)
    return ask(cast("Society", watched)), notes
