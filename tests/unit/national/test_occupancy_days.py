"""On which days somebody lives, or may live, at an address: the rules of the national specification, a test each."""

import pytest

from tests.unit.national.residence_lives import ELSEWHERE, HERE, THERE, days_of, file_of, leaves, lives

ALWAYS = ("2018-01-01", "2024-01-01")


def test_somebody_lives_there_from_his_first_day_until_he_lives_elsewhere() -> None:
    file = file_of(lives(HERE, "20200210"), lives(THERE, "20210615"))
    assert days_of(file, over=ALWAYS) == ["2020-02-10..2021-06-15 sure 1"]
    assert days_of(file, over=("2020-02-09", "2020-02-10")) == []
    assert days_of(file, over=("2021-06-14", "2021-06-16")) == ["2021-06-14..2021-06-15 sure 1"]


def test_while_his_start_is_uncertain_he_may_live_there_and_then_he_does() -> None:
    assert days_of(file_of(lives(HERE, "20200200")), over=ALWAYS) == [
        "2020-02-01..2020-03-01 maybe 1",
        "2020-03-01..2024-01-01 sure 1",
    ]
    assert days_of(file_of(lives(HERE, "00000000")), over=ALWAYS) == ["2018-01-01..2024-01-01 maybe 1"]


def test_while_it_is_uncertain_whether_he_left_he_may_live_there() -> None:
    assert days_of(file_of(lives(HERE, "20190301"), leaves("5010", "20200000")), over=ALWAYS) == [
        "2019-03-01..2020-01-01 sure 1",
        "2020-01-01..2021-01-01 maybe 1",
    ]


def test_between_two_uncertainties_he_lives_there() -> None:
    assert days_of(file_of(lives(HERE, "20200200"), lives(THERE, "20200500")), over=ALWAYS) == [
        "2020-02-01..2020-03-01 maybe 1",
        "2020-03-01..2020-05-01 sure 1",
        "2020-05-01..2020-06-01 maybe 1",
    ]


def test_where_two_uncertainties_overlap_he_may_live_there_all_the_time() -> None:
    assert days_of(file_of(lives(HERE, "20200200"), lives(THERE, "20200000")), over=ALWAYS) == [
        "2020-02-01..2021-01-01 maybe 1"
    ]
    assert days_of(file_of(lives(HERE, "20200000"), lives(THERE, "20200200")), over=ALWAYS) == [
        "2020-01-01..2020-03-01 maybe 1"
    ]


@pytest.mark.parametrize("successor", ["20200200", "20200000", "00000000"])
def test_who_came_within_the_uncertainty_of_his_leaving_is_certain_on_that_day_only(successor: str) -> None:
    file = file_of(lives(HERE, "20200210"), lives(THERE, successor))
    assert days_of(file, over=("2020-01-01", "2020-02-20")) == [
        "2020-02-10..2020-02-11 sure 1",
        "2020-02-11..2020-02-20 maybe 1",
    ]


def test_he_cannot_have_come_on_or_before_the_day_on_which_he_came_to_the_previous_one() -> None:
    file = file_of(lives(THERE, "20200210"), lives(HERE, "20200200"))
    assert days_of(file, over=("2020-01-01", "2020-03-01")) == ["2020-02-11..2020-03-01 maybe 1"]


def test_but_from_the_first_day_on_which_he_may_have_come_to_the_previous_one() -> None:
    """Here the history counts a day later: the two rules are not one."""
    file = file_of(lives(THERE, "20200200"), lives(HERE, "20200000"))
    assert days_of(file, over=("2020-01-01", "2020-04-01")) == ["2020-02-01..2020-04-01 maybe 1"]


def test_he_cannot_be_there_still_when_the_residence_after_next_began() -> None:
    file = file_of(lives(HERE, "20190301"), lives(THERE, "20200000"), lives(ELSEWHERE, "20200415"))
    assert days_of(file, over=ALWAYS) == ["2019-03-01..2020-01-01 sure 1", "2020-01-01..2020-04-15 maybe 1"]


def test_a_postal_address_is_not_lived_at_but_ends_the_residence_before_it() -> None:
    file = file_of(lives(THERE, "20190301"), lives(HERE, "20200210", postal=True))
    assert days_of(file, over=ALWAYS) == []
    assert days_of(file, over=ALWAYS, at=THERE) == ["2019-03-01..2020-02-10 sure 1"]


def test_a_suspension_ends_it_on_its_date() -> None:
    file = file_of(lives(HERE, "20200210"), suspended=("O", "20210615"))
    assert days_of(file, over=ALWAYS) == ["2020-02-10..2021-06-15 sure 1"]


def test_when_its_date_is_uncertain_he_may_live_there_in_the_meantime() -> None:
    file = file_of(lives(HERE, "20200210"), suspended=("O", "20210600"))
    assert days_of(file, over=ALWAYS) == ["2020-02-10..2021-06-01 sure 1", "2021-06-01..2021-07-01 maybe 1"]


@pytest.mark.parametrize("reason", ["F", "W"])
def test_who_was_an_error_or_was_erased_never_lived_anywhere(reason: str) -> None:
    assert days_of(file_of(lives(HERE, "20200210"), suspended=(reason, "20230101")), over=ALWAYS) == []


# -- established: does not live there ----------------------------------------------------------------------------------


def test_who_was_found_not_to_live_there_lives_there_until_the_investigation_began() -> None:
    file = file_of(lives(HERE, "20200210", investigated="089999 20210301"))
    assert days_of(file, over=ALWAYS) == ["2020-02-10..2021-03-01 sure 1"]


@pytest.mark.parametrize("ended", ["20220401", "20220402"])
def test_who_was_not_found_before_he_lived_elsewhere_may_have_lived_there(ended: str) -> None:
    file = file_of(lives(HERE, "20200210", investigated=f"589999 20210301 {ended}"), lives(THERE, "20220401"))
    assert days_of(file, over=ALWAYS) == ["2020-02-10..2021-03-01 sure 1", "2021-03-01..2022-04-01 maybe 1"]


def test_who_was_found_there_after_all_lived_there_all_the_time() -> None:
    gone = file_of(lives(HERE, "20200210", investigated="589999 20210301 20220331"), lives(THERE, "20220401"))
    still = file_of(lives(HERE, "20200210", investigated="089999 20210301 20220331"))
    assert days_of(gone, over=ALWAYS) == ["2020-02-10..2022-04-01 sure 1"]
    assert days_of(still, over=ALWAYS) == ["2020-02-10..2024-01-01 sure 1"]


# -- together ----------------------------------------------------------------------------------------------------------


def test_a_new_part_begins_on_each_day_on_which_the_composition_changes() -> None:
    first = file_of(lives(HERE, "20190301"), lives(THERE, "20210615"))
    second = file_of(lives(HERE, "20200200"), number=2)
    assert days_of(first, second, over=ALWAYS) == [
        "2019-03-01..2020-02-01 sure 1",
        "2020-02-01..2020-03-01 sure 1, maybe 2",
        "2020-03-01..2021-06-15 sure 1 2",
        "2021-06-15..2024-01-01 sure 2",
    ]


def test_parts_in_which_nobody_lived_there_are_left_out() -> None:
    first = file_of(lives(HERE, "20190301"), lives(THERE, "20190401"))
    second = file_of(lives(HERE, "20190501"), number=2)
    assert days_of(first, second, over=ALWAYS) == ["2019-03-01..2019-04-01 sure 1", "2019-05-01..2024-01-01 sure 2"]


def test_a_row_that_changes_the_address_and_not_the_residence_begins_no_part() -> None:
    file = file_of(lives(HERE, "20190301"), lives(HERE, "20200210", aangifteAdreshouding="W"))
    assert days_of(file, over=ALWAYS) == ["2019-03-01..2024-01-01 sure 1"]


def test_two_people_who_change_places_on_one_day_make_two_parts() -> None:
    first = file_of(lives(HERE, "20190301"), lives(THERE, "20200210"))
    second = file_of(lives(HERE, "20200210"), number=2)
    assert days_of(first, second, over=ALWAYS) == ["2019-03-01..2020-02-10 sure 1", "2020-02-10..2024-01-01 sure 2"]


def test_who_may_live_there_by_one_row_and_does_by_another_lives_there() -> None:
    file = file_of(lives(HERE, "20190301"), lives(HERE, "20200200"), lives(HERE, "20200101"))
    assert days_of(file, over=("2020-02-01", "2020-04-01")) == ["2020-02-01..2020-04-01 sure 1"]


def test_nobody_is_told_of_who_lives_at_another_address() -> None:
    assert days_of(file_of(lives(THERE, "20190301")), over=ALWAYS) == []
    assert days_of(over=ALWAYS) == []
