"""Persons at many moments: each fact is folded once, however many moments and pictures of the log ask for it.

A life holds the facts that name one person in the order of the fold, and the person after each of them. What was
folded is remembered by what it was folded from, so that the pictures of one timeline share it.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from readmodels.domain import persons, register_rows
from readmodels.domain.person import Person


class Memory:
    """Persons that were folded before. A fact is known by what it rests on: the same events say the same."""

    def __init__(self) -> None:
        self._folded: dict[Hashable, Person] = {}
        self._lives: dict[Hashable, Life] = {}

    def life(self, person_id: UUID, facts: Sequence[Fact], *, catalogue: Catalogue) -> "Life":
        """The life that these facts tell of; the same one for the same facts."""
        key = (person_id, tuple(fact.supports for fact in facts))
        found = self._lives.get(key)
        if found is None:
            found = self._lives[key] = Life(person_id, facts, memory=self, catalogue=catalogue)
        return found

    def first(self, person_id: UUID) -> Person:
        """Somebody of whom nothing is said yet."""
        return self._folded.setdefault(person_id, Person(id=person_id))

    def evolved(self, person: Person, fact: Fact, *, catalogue: Catalogue) -> Person:
        """The person after one more fact. `person` came from here, so that its identity says what it is made of."""
        key = (id(person), fact.supports)
        found = self._folded.get(key)
        if found is None:
            found = self._folded[key] = persons.evolve(person, fact, catalogue=catalogue)
        return found

    def folded(self, person_id: UUID, facts: Iterable[Fact], *, catalogue: Catalogue) -> Person:
        """The person from all these facts at once: what `persons.fold` makes of them."""
        person = self.first(person_id)
        for fact in persons.in_order(facts):
            person = self.evolved(person, fact, catalogue=catalogue)
        return person


class Life:
    """One person at every moment."""

    def __init__(self, person_id: UUID, facts: Iterable[Fact], *, memory: Memory, catalogue: Catalogue) -> None:
        self._id = person_id
        self._facts = sorted(facts, key=_moment)
        self._moments = [fact.moment for fact in self._facts]
        self._memory = memory
        self._catalogue = catalogue
        self._whole = any(fact.content.event_type.name in register_rows.READERS for fact in self._facts)
        """Rows of a register are put in the order of their stacks, which a later row can change."""
        self._after = [memory.first(person_id)]
        self._of_rows: dict[int, Person] = {}

    def moments_after(self, moment: datetime) -> Sequence[datetime]:
        """When something is told of the person after a material moment, in order."""
        return self._moments[bisect_right(self._moments, moment) :]

    def at(self, moment: datetime) -> Person:
        """The person as of a material moment: what `persons.fold` makes of the facts up to it."""
        count = bisect_right(self._moments, moment)
        if self._whole:
            return self._from_rows(count)
        while len(self._after) <= count:
            fact = self._facts[len(self._after) - 1]
            self._after.append(self._memory.evolved(self._after[-1], fact, catalogue=self._catalogue))
        return self._after[count]

    def _from_rows(self, count: int) -> Person:
        found = self._of_rows.get(count)
        if found is None:
            found = self._memory.folded(self._id, self._facts[:count], catalogue=self._catalogue)
            self._of_rows[count] = found
        return found


def _moment(fact: Fact) -> datetime:
    return fact.moment
