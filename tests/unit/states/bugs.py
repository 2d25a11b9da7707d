"""Bugs that somebody could make, to be planted: each breaks a law of states and timelines."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from events.domain import facts, log, readings
from events.domain.event import Kind, Operation
from events.domain.moments import UNKNOWN_MOMENT
from readmodels.domain import breakpoints, holdings, lives, persons, pictures, states, timelines
from readmodels.domain.law import custody_case, engine
from readmodels.domain.societies import Society
from tests.unit.domain import generated
from tests.unit.states import laws

Bug = Callable[[pytest.MonkeyPatch], None]


def events_are_taken_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "sorted", lambda events, **_: list(events), raising=False)


def as_known_at_forgets_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log.Log, "as_known_at", lambda self, _moment: self)


def a_rectangle_is_never_closed(patch: pytest.MonkeyPatch) -> None:
    right = timelines._rectangles

    def wrong(columns: Any) -> Any:
        return (replace(rectangle, known_until=None) for rectangle in right(columns))

    patch.setattr(timelines, "_rectangles", wrong)


def only_the_first_moments_are_looked_at(patch: pytest.MonkeyPatch) -> None:
    def wrong(found: Any, **_: Any) -> Any:
        return tuple(sorted({UNKNOWN_MOMENT, *(fact.moment for fact in found)}))[:2]

    patch.setattr(pictures, "breakpoints", wrong)


def a_timeline_looks_at_the_newest_facts(patch: pytest.MonkeyPatch) -> None:
    right = facts.facts

    def wrong(of: Any, *, as_at: Any, **others: Any) -> Any:
        return right(of, as_at=laws.FOREVER, **others)

    patch.setattr(facts, "facts", wrong)


def one_acceptance_too_few_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(readings, "_enough", lambda accepts, needed: len(accepts) >= needed - 1)


def a_replacement_does_not_fall_with_its_retraction(patch: pytest.MonkeyPatch) -> None:
    right = readings._link

    def wrong(event: Any, **others: Any) -> readings.Link:
        link = right(event, **others)
        return replace(link, in_force=link.accepted) if event.kind is Kind.CORRECTION else link

    patch.setattr(readings, "_link", wrong)


def a_retraction_cannot_be_undone(patch: pytest.MonkeyPatch) -> None:
    right = readings._link

    def wrong(event: Any, **others: Any) -> readings.Link:
        link = right(event, **others)
        return replace(link, in_force=True) if readings.operation_of(event) is Operation.RETRACT else link

    patch.setattr(readings, "_link", wrong)


def everybody_is_told_what_is_known_of_the_first(patch: pytest.MonkeyPatch) -> None:
    right = persons.fold

    def wrong(person_id: Any, facts: Any, **others: Any) -> Any:
        return replace(right(generated.PEOPLE[0], facts, **others), id=person_id)

    patch.setattr(Society, "person", lambda self, someone: _whole(self, someone, wrong))


def _whole(society: Any, someone: Any, fold: Any) -> Any:
    every = [fact for facts in society._facts.values() for fact in facts]
    return fold(someone, every, as_of=society.as_of, catalogue=society.catalogue)


def values_come_from_nowhere(patch: pytest.MonkeyPatch) -> None:
    right = holdings.of_attribute
    patch.setattr(holdings, "of_attribute", lambda attribute: replace(right(attribute), supports=()))


def data_is_trusted(patch: pytest.MonkeyPatch) -> None:
    def wrong(person: Any, fact: Any, *, catalogue: Any) -> Any:
        reader = persons.READERS.get(fact.content.event_type.name)
        return person if reader is None else reader(person, fact, fact.content.data)

    patch.setattr(persons, "evolve", wrong)


# -- bugs that show in families ----------------------------------------------------------------------------------------


def the_days_in_data_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(breakpoints, "_days", lambda _: ())


def nobody_comes_of_age(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(breakpoints, "_days_of_majority", lambda _: ())


def only_the_moments_of_the_object_itself_are_looked_at(patch: pytest.MonkeyPatch) -> None:
    right = Society.facts_about

    def wrong(self: Society, person_ids: Any) -> Any:
        return right(self, self.__dict__.setdefault("first", person_ids))

    patch.setattr(Society, "facts_about", wrong)


def a_claim_is_folded_once_for_all(patch: pytest.MonkeyPatch) -> None:
    right = lives.Memory.evolved

    def wrong(self: lives.Memory, person: Any, fact: Any, **others: Any) -> Any:
        folded = self.__dict__.setdefault("folded once", {})
        return folded.setdefault((person.id, person.facts, fact.claim.id), right(self, person, fact, **others))

    patch.setattr(lives.Memory, "evolved", wrong)


def the_law_is_judged_by_what_became_known_later(patch: pytest.MonkeyPatch) -> None:
    right = states.state

    def wrong(of: Any, *, asked: Any, **others: Any) -> Any:
        newest = right(of, asked=replace(asked, as_at=laws.FOREVER), **others)
        return replace(right(of, asked=asked, **others), consequences=newest.consequences)

    patch.setattr(states, "state", wrong)


def a_consequence_tells_not_by_which_version(patch: pytest.MonkeyPatch) -> None:
    right = engine._by
    patch.setattr(engine, "_by", lambda *args, **others: replace(right(*args, **others), version=""))


def every_child_is_taken_to_have_two_parents(patch: pytest.MonkeyPatch) -> None:
    def wrong(self: Any, _parentage: Any) -> Any:
        return self._of_two_parents(self.parentages[0], self.parentages[1])

    patch.setattr(custody_case.CustodyCase, "_of_one_parent", wrong)
