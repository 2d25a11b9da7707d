"""The laws hold; and each bites: with a bug planted, the same property fails."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from events.domain import boundaries, chains, decide_validation, facts, log, moments, readings, standing, suppositions
from events.domain.chains import Content
from events.domain.event import Kind, Operation
from tests import builders
from tests.unit.domain import generated, laws
from tests.unit.domain.trying import Law, hold

Bug = Callable[[pytest.MonkeyPatch], None]

LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.the_functions_are_those_of_the_specification: (st.one_of(generated.raw_logs(), generated.dense_chains()),),
    laws.the_order_of_arrival_is_irrelevant: (
        st.one_of(generated.raw_events(), generated.lawful_logs().map(list)),
        st.randoms(use_true_random=False),
    ),
    laws.what_is_recorded_later_never_changes_what_was_known: (
        st.one_of(generated.raw_logs(), generated.lawful_logs()),
        st.integers(0, 12),
    ),
    laws.without_validations_nothing_holds_by_law_though_it_is_asserted: (generated.lawful_logs(),),
    laws.a_correction_and_its_accepted_retraction_change_nothing: (generated.lawful_registers(), st.integers(0, 19)),
    laws.the_retraction_of_a_retraction_revives: (generated.lawful_registers(), st.integers(0, 19)),
    laws.an_event_changes_facts_only_of_the_old_and_new_objects_of_its_chain: (
        st.one_of(generated.lawful_registers(), generated.lawful_registers(builders.MARRIAGE)),
    ),
    laws.and_none_before_the_earlier_of_the_old_and_new_material_moments: (generated.lawful_registers(),),
    laws.at_most_one_claim_per_key_is_in_force: (
        st.one_of(generated.lawful_registers(), generated.lawful_registers(builders.BSN)),
    ),
    laws.never_two_corrections_or_two_outcomes_stand_on_one_event: (generated.lawful_registers(),),
    laws.every_answer_is_total: (st.one_of(generated.raw_logs(), generated.dense_chains()),),
    laws.a_settled_claim_has_another_in_force_of_its_occurrence: (generated.lawful_logs(),),
    laws.every_fact_names_the_events_it_rests_on: (generated.lawful_logs(),),
    laws.whoever_could_contradict_shares_the_boundary: (generated.lawful_registers(),),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=60)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_on_many_more_logs(law: Law) -> None:
    hold(law, LAWS[law], examples=400)


# -- bugs that somebody could make -------------------------------------------------------------------------------------


def events_are_taken_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "sorted", lambda events, **_: list(events), raising=False)


def as_known_at_looks_at_material_time(patch: pytest.MonkeyPatch) -> None:
    known = lambda self, moment: log.Log(event for event in self if event.occurred_at <= moment)  # noqa: E731
    patch.setattr(log.Log, "as_known_at", known)


def as_known_at_forgets_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log.Log, "as_known_at", lambda self, _moment: self)


def one_acceptance_too_few_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(readings, "_enough", lambda accepts, needed: len(accepts) >= needed - 1)


def acceptances_are_counted_and_not_officials(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(readings, "_enough", lambda accepts, needed: len(accepts) >= needed)


def a_retraction_cannot_be_undone(patch: pytest.MonkeyPatch) -> None:
    right = readings._link

    def wrong(event: Any, **others: Any) -> readings.Link:
        link = right(event, **others)
        return replace(link, in_force=True) if readings.operation_of(event) is Operation.RETRACT else link

    patch.setattr(readings, "_link", wrong)


def a_replacement_does_not_fall_with_its_retraction(patch: pytest.MonkeyPatch) -> None:
    right = readings._link

    def wrong(event: Any, **others: Any) -> readings.Link:
        link = right(event, **others)
        return replace(link, in_force=link.accepted) if event.kind is Kind.CORRECTION else link

    patch.setattr(readings, "_link", wrong)


def one_fact_per_person_counts(patch: pytest.MonkeyPatch) -> None:
    right = facts.facts

    def wrong(*args: Any, **others: Any) -> tuple[facts.Fact, ...]:
        last = {someone: fact for fact in right(*args, **others) for someone in fact.object_ids}
        return tuple(it for it in right(*args, **others) if all(last[someone] == it for someone in it.object_ids))

    patch.setattr(facts, "facts", wrong)


def what_was_corrected_counts_from_the_beginning(patch: pytest.MonkeyPatch) -> None:
    right: Callable[[Content], Any] = vars(Content)["moment"].fget
    corrected = lambda it: moments.UNKNOWN_MOMENT if it.event.kind is Kind.CORRECTION else right(it)  # noqa: E731
    patch.setattr(Content, "moment", property(corrected))


def nothing(*_: object, **__: object) -> None:
    """What a forgotten check does."""


def the_same_occurrence_is_not_looked_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(suppositions, "same_occurrence", nothing)


def unique_values_are_not_looked_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(suppositions, "not_unique", nothing)


def the_chain_is_not_checked_again_on_accepting(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_validation, "_refuse_broken_chain", nothing)


def what_is_decided_can_be_decided_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_validation, "_refuse_decided", nothing)
    patch.setattr(decide_validation, "_refuse_broken_chain", nothing)


def data_is_trusted_to_be_an_object(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(chains, "said_by", lambda draft: chains.Said(dict(draft.data["data"]), draft.occurred_at))


def settled_is_asked_of_the_claim_as_it_was_filed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(standing, "content", nothing)


def facts_name_only_their_claim(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(chains, "_supports", lambda path: (path[0].event.id,))


def the_boundary_forgets_the_keys_and_the_root(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(boundaries.Addresses, "all", property(lambda _: frozenset()))


BUGS: list[tuple[Law, Bug]] = [
    (laws.the_functions_are_those_of_the_specification, acceptances_are_counted_and_not_officials),
    (laws.the_functions_are_those_of_the_specification, a_retraction_cannot_be_undone),
    (laws.the_order_of_arrival_is_irrelevant, events_are_taken_as_they_come),
    (laws.what_is_recorded_later_never_changes_what_was_known, as_known_at_forgets_nothing),
    (laws.what_is_recorded_later_never_changes_what_was_known, as_known_at_looks_at_material_time),
    (laws.without_validations_nothing_holds_by_law_though_it_is_asserted, one_acceptance_too_few_is_enough),
    (laws.a_correction_and_its_accepted_retraction_change_nothing, a_replacement_does_not_fall_with_its_retraction),
    (laws.the_retraction_of_a_retraction_revives, a_retraction_cannot_be_undone),
    (laws.an_event_changes_facts_only_of_the_old_and_new_objects_of_its_chain, one_fact_per_person_counts),
    (
        laws.and_none_before_the_earlier_of_the_old_and_new_material_moments,
        what_was_corrected_counts_from_the_beginning,
    ),
    (laws.at_most_one_claim_per_key_is_in_force, the_same_occurrence_is_not_looked_for),
    (laws.at_most_one_claim_per_key_is_in_force, unique_values_are_not_looked_for),
    (laws.never_two_corrections_or_two_outcomes_stand_on_one_event, the_chain_is_not_checked_again_on_accepting),
    (laws.never_two_corrections_or_two_outcomes_stand_on_one_event, what_is_decided_can_be_decided_again),
    (laws.every_answer_is_total, data_is_trusted_to_be_an_object),
    (laws.a_settled_claim_has_another_in_force_of_its_occurrence, settled_is_asked_of_the_claim_as_it_was_filed),
    (laws.every_fact_names_the_events_it_rests_on, facts_name_only_their_claim),
    (laws.whoever_could_contradict_shares_the_boundary, the_boundary_forgets_the_keys_and_the_root),
]


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=600, shrink=False)


def test_every_law_is_shown_to_bite() -> None:
    assert {law for law, _ in BUGS} == set(LAWS)
