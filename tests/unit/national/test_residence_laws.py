"""The laws of the residence shapes hold; and each bites: with a bug planted, the same property fails."""

from typing import Any

import pytest
from hypothesis import strategies as st

from tests.unit.domain.trying import Law, hold
from tests.unit.national import residence_bugs as bugs
from tests.unit.national import residence_laws as laws
from tests.unit.national.residence_bugs import Bug

LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.a_history_over_a_period_is_that_of_its_days_together: (laws.files(), laws.periods),
    laws.an_occupancy_over_a_period_is_that_of_each_of_its_days: (laws.people(), laws.periods),
    laws.the_parts_of_an_occupancy_follow_each_other_and_differ: (laws.people(), laws.periods),
}
BUGS: list[tuple[Law, Bug]] = [
    (laws.a_history_over_a_period_is_that_of_its_days_together, bugs.a_period_is_judged_by_its_first_day),
    (laws.a_history_over_a_period_is_that_of_its_days_together, bugs.a_period_includes_the_day_on_which_it_ends),
    (laws.an_occupancy_over_a_period_is_that_of_each_of_its_days, bugs.a_period_has_one_composition),
    (laws.an_occupancy_over_a_period_is_that_of_each_of_its_days, bugs.ends_of_stays_are_forgotten),
    (
        laws.an_occupancy_over_a_period_is_that_of_each_of_its_days,
        bugs.somebody_is_counted_on_the_day_on_which_he_leaves,
    ),
    (laws.the_parts_of_an_occupancy_follow_each_other_and_differ, bugs.neighbours_are_never_merged),
    (laws.the_parts_of_an_occupancy_follow_each_other_and_differ, bugs.who_lives_there_may_live_there_as_well),
    (laws.the_parts_of_an_occupancy_follow_each_other_and_differ, bugs.parts_come_last_first),
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=60)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_of_many_more_lives(law: Law) -> None:
    hold(law, LAWS[law], examples=2_000)


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=400, shrink=False)


def test_every_law_is_shown_to_bite() -> None:
    assert {law for law, _ in BUGS} == set(LAWS)
