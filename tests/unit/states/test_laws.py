"""The laws hold of states and timelines; and each bites: with a bug planted, the same property fails."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from events.domain import facts, log, readings
from events.domain.event import Kind, Operation
from events.domain.moments import UNKNOWN_MOMENT
from readmodels.domain import holdings, persons, timelines
from readmodels.domain.societies import Society
from tests import builders
from tests.unit.domain import generated
from tests.unit.domain.trying import Law, hold
from tests.unit.states import laws

Bug = Callable[[pytest.MonkeyPatch], None]

LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.the_order_of_arrival_is_irrelevant: (
        st.one_of(generated.raw_events(), generated.lawful_logs().map(list)),
        st.randoms(use_true_random=False),
    ),
    laws.what_is_recorded_later_never_changes_what_was_known: (
        st.one_of(generated.raw_logs(), generated.lawful_logs()),
        st.integers(0, 12),
        st.integers(-4, 40),
    ),
    laws.nor_does_it_change_what_a_timeline_says_of_then: (generated.lawful_logs(), st.integers(0, 20)),
    laws.without_validations_nothing_holds_by_law_though_it_is_asserted: (generated.lawful_logs(),),
    laws.a_correction_and_its_accepted_retraction_change_nothing: (generated.lawful_registers(), st.integers(0, 9)),
    laws.the_retraction_of_a_retraction_revives: (generated.lawful_registers(), st.integers(0, 9)),
    laws.an_event_changes_attributes_only_of_the_old_and_new_objects_of_its_chain: (
        st.one_of(generated.lawful_registers(), generated.lawful_registers(builders.MARRIAGE)),
    ),
    laws.the_timeline_equals_the_point_queries_at_every_moment: (
        st.one_of(generated.lawful_logs(), generated.lawful_registers(builders.MOVE).map(lambda it: it.log)),
    ),
    laws.every_value_names_the_events_and_a_consequence_also_the_rule: (generated.lawful_logs(),),
    laws.every_answer_is_total: (st.one_of(generated.raw_logs(), generated.dense_chains()),),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=25)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_on_many_more_logs(law: Law) -> None:
    hold(law, LAWS[law], examples=250)


# -- bugs that somebody could make -------------------------------------------------------------------------------------


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

    patch.setattr(timelines, "breakpoints", wrong)


def a_timeline_looks_at_the_newest_facts(patch: pytest.MonkeyPatch) -> None:
    right = facts.facts

    def wrong(of: Any, *, as_at: Any, **others: Any) -> Any:
        return right(of, as_at=laws.FOREVER, **others)

    patch.setattr("readmodels.domain.timelines.effective.facts", wrong)


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


BUGS: list[tuple[Law, Bug]] = [
    (laws.the_order_of_arrival_is_irrelevant, events_are_taken_as_they_come),
    (laws.what_is_recorded_later_never_changes_what_was_known, as_known_at_forgets_nothing),
    (laws.nor_does_it_change_what_a_timeline_says_of_then, a_timeline_looks_at_the_newest_facts),
    (laws.without_validations_nothing_holds_by_law_though_it_is_asserted, one_acceptance_too_few_is_enough),
    (laws.a_correction_and_its_accepted_retraction_change_nothing, a_replacement_does_not_fall_with_its_retraction),
    (laws.the_retraction_of_a_retraction_revives, a_retraction_cannot_be_undone),
    (
        laws.an_event_changes_attributes_only_of_the_old_and_new_objects_of_its_chain,
        everybody_is_told_what_is_known_of_the_first,
    ),
    (laws.the_timeline_equals_the_point_queries_at_every_moment, a_rectangle_is_never_closed),
    (laws.the_timeline_equals_the_point_queries_at_every_moment, only_the_first_moments_are_looked_at),
    (laws.every_value_names_the_events_and_a_consequence_also_the_rule, values_come_from_nowhere),
    (laws.every_answer_is_total, data_is_trusted),
]


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=400, shrink=False)


def test_every_law_is_shown_to_bite() -> None:
    assert {law for law, _ in BUGS} == set(LAWS)
