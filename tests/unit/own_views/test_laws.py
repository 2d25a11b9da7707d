"""The laws hold of views of one's own; and each bites: with a bug planted, the same property fails."""

from typing import Any

import pytest
from hypothesis import strategies as st

from tests import builders
from tests.unit.domain import generated
from tests.unit.domain.trying import Law, hold
from tests.unit.own_views import bugs, laws, views
from tests.unit.states import bugs as bugs_of_states
from tests.unit.states.bugs import Bug

ANY_LOG = st.one_of(generated.raw_logs(), generated.lawful_logs())
LAWFUL = st.one_of(
    generated.lawful_logs(),
    generated.lawful_registers(builders.MOVE).map(lambda it: it.log),
    generated.lawful_registers(builders.MARRIAGE).map(lambda it: it.log),
)

LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.the_rectangles_equal_the_point_query_at_every_moment: (
        views.definitions(),
        st.one_of(LAWFUL, generated.raw_logs()),
    ),
    laws.what_is_recorded_later_never_changes_what_was_known: (
        views.definitions(),
        ANY_LOG,
        st.integers(0, 16),
        st.integers(-4, 40),
    ),
    laws.the_order_of_arrival_is_irrelevant: (
        views.definitions(),
        st.one_of(generated.raw_events(), generated.lawful_logs().map(list)),
        st.randoms(use_true_random=False),
    ),
    laws.without_validations_nothing_holds_by_law_though_it_is_asserted: (
        st.just(views.small()),
        st.just(views.small(counts="asserted")),
        generated.lawful_logs(),
    ),
    laws.a_correction_and_its_accepted_retraction_change_nothing: (
        views.definitions(),
        generated.lawful_registers(),
        st.integers(0, 19),
    ),
    laws.the_retraction_of_a_retraction_revives: (
        views.definitions(),
        generated.lawful_registers(),
        st.integers(0, 19),
    ),
    laws.rectangles_with_one_key_never_overlap: (views.definitions(), st.one_of(LAWFUL, generated.raw_logs())),
    laws.the_rows_of_an_object_depend_on_its_own_chains_only: (
        views.definitions(),
        st.one_of(ANY_LOG, views.claims_of_one_occurrence()),
    ),
    laws.every_row_names_events_of_the_log: (views.definitions(), LAWFUL),
    laws.every_answer_is_total: (views.definitions(), st.one_of(generated.raw_logs(), generated.dense_chains())),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=120)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_on_many_more_logs(law: Law) -> None:
    hold(law, LAWS[law], examples=500)


BUGS: list[tuple[Law, Bug]] = [
    *(
        (laws.the_rectangles_equal_the_point_query_at_every_moment, bug)
        for bug in (
            bugs.a_rectangle_is_never_closed,
            bugs.a_row_holds_for_ever,
            bugs.a_fact_is_known_by_its_claim_alone,
            bugs.only_who_is_named_at_first_is_looked_for,
            bugs.the_newest_facts_are_looked_at,
        )
    ),
    (laws.what_is_recorded_later_never_changes_what_was_known, bugs_of_states.as_known_at_forgets_nothing),
    (laws.what_is_recorded_later_never_changes_what_was_known, bugs.the_newest_facts_are_looked_at),
    (laws.the_order_of_arrival_is_irrelevant, bugs_of_states.events_are_taken_as_they_come),
    (
        laws.without_validations_nothing_holds_by_law_though_it_is_asserted,
        bugs_of_states.one_acceptance_too_few_is_enough,
    ),
    (laws.without_validations_nothing_holds_by_law_though_it_is_asserted, bugs.open_claims_never_count),
    (
        laws.a_correction_and_its_accepted_retraction_change_nothing,
        bugs_of_states.a_replacement_does_not_fall_with_its_retraction,
    ),
    (laws.the_retraction_of_a_retraction_revives, bugs_of_states.a_retraction_cannot_be_undone),
    (laws.rectangles_with_one_key_never_overlap, bugs.a_row_stays_when_another_takes_its_place),
    (laws.the_rows_of_an_object_depend_on_its_own_chains_only, bugs.only_who_is_named_at_first_is_looked_for),
    (laws.the_rows_of_an_object_depend_on_its_own_chains_only, bugs.other_claims_of_one_occurrence_are_not_looked_at),
    (laws.every_row_names_events_of_the_log, bugs.rows_come_from_nowhere),
    (laws.every_answer_is_total, bugs.dates_are_trusted),
    (laws.every_answer_is_total, bugs.lists_are_trusted),
]


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=600, shrink=False)


def test_every_law_is_shown_to_bite() -> None:
    assert {law for law, _ in BUGS} == set(LAWS)
