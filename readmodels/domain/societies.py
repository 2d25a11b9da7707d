"""Everybody whom the facts tell of, at one material moment: what rules ask that concern more than one person."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from readmodels.domain.known import local_day
from readmodels.domain.lives import Life, Memory
from readmodels.domain.person import Person

DOES_NOT_EXIST = frozenset({"F", "W"})
"""Suspensions of a file that should never have been, or was erased: nobody is there."""

INVESTIGATION = "InOnderzoek"

Answer = TypeVar("Answer")


class Society:
    """Persons by id, folded when first asked for. `asked_for` are those a rule looked at: what its answer rests on."""

    def __init__(
        self, facts: Collection[Fact], *, as_of: datetime, catalogue: Catalogue, memory: Memory | None = None
    ) -> None:
        """Hold these facts. `memory` is what other societies with the same catalogue folded before."""
        self.as_of = as_of
        self.today: date = local_day(as_of)
        self.catalogue = catalogue
        self.asked_for: set[UUID] = set()
        self._memory = memory or Memory()
        self._facts = _by_person(facts)
        self._told: Callable[[UUID], Sequence[Fact]] = self._told_of
        self._investigated = {it for fact in facts if _investigates(fact) for it in fact.object_ids}
        self._lives: dict[UUID, Life] = {}
        self._persons: dict[UUID, Person] = {}
        self._others: dict[datetime, Society] = {as_of: self}
        self._answers: dict[Hashable, Any] = {}

    def person(self, person_id: UUID) -> Person:
        """The person as of this society's moment; one of whom nothing is known does not `exist`."""
        found = self._persons.get(person_id)
        if found is None:
            self.asked_for.add(person_id)
            found = self._persons[person_id] = self.life(person_id).at(self.as_of)
        return found

    def life(self, person_id: UUID) -> Life:
        """The person at every moment; of the same facts the same one, also in another society with this memory."""
        if person_id not in self._lives:
            self._lives[person_id] = self._memory.life(person_id, self._told(person_id), catalogue=self.catalogue)
        return self._lives[person_id]

    def _told_of(self, person_id: UUID) -> Sequence[Fact]:
        return self._facts.get(person_id, ())

    def at(self, moment: datetime) -> "Society":
        """The same facts, as they were in reality at another moment."""
        if moment == self.as_of:
            return self
        if moment not in self._others:
            other = Society((), as_of=moment, catalogue=self.catalogue, memory=self._memory)
            other._facts, other._lives, other._others = self._facts, self._lives, self._others
            other._investigated, other._told = self._investigated, self._told
            other.asked_for = self.asked_for
            self._others[moment] = other
        return self._others[moment]

    def no_later_than(self, moment: datetime) -> "Society":
        """The same facts as they were at a moment, or at that of this society when that is before it."""
        return self.at(min(moment, self.as_of))

    def afresh(self) -> "Society":
        """The same facts, of which nothing was asked yet; what was folded before is not folded again."""
        other = Society((), as_of=self.as_of, catalogue=self.catalogue, memory=self._memory)
        other._facts, other._lives, other._investigated = self._facts, self._lives, self._investigated
        other._told = self._told
        return other

    def those(self, counts: Callable[[Fact], bool]) -> "Society":
        """The same moment, of the facts that count only, of which nothing was asked yet."""
        told = self._told
        return Society.told_by(
            lambda person_id: [fact for fact in told(person_id) if counts(fact)],
            as_of=self.as_of,
            catalogue=self.catalogue,
            memory=self._memory,
        )

    @classmethod
    def told_by(
        cls,
        told: Callable[[UUID], Sequence[Fact]],
        *,
        as_of: datetime,
        catalogue: Catalogue,
        memory: Memory,
        lives: dict[UUID, Life] | None = None,
    ) -> "Society":
        """Everybody of whom this tells, in the order of the fold. Of what is under investigation it knows nothing.

        `lives` are those that it tells of some already; those that are asked for are added.
        """
        society = cls((), as_of=as_of, catalogue=catalogue, memory=memory)
        society._told = told
        society._lives = {} if lives is None else lives
        return society

    def facts_about(self, person_ids: Iterable[UUID]) -> tuple[Fact, ...]:
        """Every fact that names one of these persons, at whatever moment."""
        found = {fact.claim.id: fact for person_id in person_ids for fact in self._told(person_id)}
        return tuple(found.values())

    def registered(self, person_id: UUID | None) -> Person | None:
        """The person, if there is a file of him that counts."""
        if person_id is None:
            return None
        found = self.person(person_id)
        erased = found.suspension is not None and found.suspension.value.reason in DOES_NOT_EXIST
        return found if found.exists and not erased else None

    @property
    def anybody_investigated(self) -> bool:
        """Whether any investigation is told of at all."""
        return bool(self._investigated)

    def doubted_events(self, person_ids: Collection[UUID]) -> frozenset[UUID]:
        """The events that are under investigation on this day (Wet BRP 2.26), as the files of these persons tell."""
        every = (
            it.value
            for person_id in sorted(self._investigated.intersection(person_ids))
            for it in self.person(person_id).investigations
        )
        running = (it for it in every if it.event is not None and it.doubt.runs_on(self.today))
        return frozenset(it.event for it in running if it.event is not None)

    def answer(self, question: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer of a pure function to a question about this society: found once, as nothing in it changes."""
        if question not in self._answers:
            self._answers[question] = compute()
        return cast("Answer", self._answers[question])


def _by_person(facts: Iterable[Fact]) -> dict[UUID, Sequence[Fact]]:
    found: dict[UUID, list[Fact]] = {}
    for fact in facts:
        for object_id in dict.fromkeys(fact.object_ids):
            found.setdefault(object_id, []).append(fact)
    return dict(found)


def _investigates(fact: Fact) -> bool:
    return fact.content.event_type.name == INVESTIGATION
