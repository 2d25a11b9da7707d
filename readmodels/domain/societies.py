"""Everybody whom the facts tell of, at one material moment: what rules ask that concern more than one person."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from readmodels.domain import persons
from readmodels.domain.known import local_day
from readmodels.domain.person import Person

DOES_NOT_EXIST = frozenset({"F", "W"})
"""Suspensions of a file that should never have been, or was erased: nobody is there."""


class Society:
    """Persons by id, folded when first asked for. `asked_for` are those a rule looked at: what its answer rests on."""

    def __init__(self, facts: Iterable[Fact], *, as_of: datetime, catalogue: Catalogue) -> None:
        self.as_of = as_of
        self.today: date = local_day(as_of)
        self.catalogue = catalogue
        self.asked_for: set[UUID] = set()
        self._facts: dict[UUID, list[Fact]] = {}
        for fact in facts:
            for object_id in dict.fromkeys(fact.object_ids):
                self._facts.setdefault(object_id, []).append(fact)
        self._persons: dict[UUID, Person] = {}
        self._others: dict[datetime, Society] = {as_of: self}

    def person(self, person_id: UUID) -> Person:
        """The person as of this society's moment; one of whom nothing is known does not `exist`."""
        self.asked_for.add(person_id)
        if person_id not in self._persons:
            self._persons[person_id] = persons.fold(
                person_id, self._facts.get(person_id, ()), as_of=self.as_of, catalogue=self.catalogue
            )
        return self._persons[person_id]

    def at(self, moment: datetime) -> "Society":
        """The same facts, as they were in reality at another moment."""
        if moment == self.as_of:
            return self
        if moment not in self._others:
            other = Society((), as_of=moment, catalogue=self.catalogue)
            other._facts, other._others, other.asked_for = self._facts, self._others, self.asked_for
            self._others[moment] = other
        return self._others[moment]

    def registered(self, person_id: UUID | None) -> Person | None:
        """The person, if there is a file of him that counts."""
        if person_id is None:
            return None
        found = self.person(person_id)
        erased = found.suspension is not None and found.suspension.value.reason in DOES_NOT_EXIST
        return found if found.exists and not erased else None
