"""On which days a residence is told of in the history: the rules of the national specification, a test each."""

import pytest

from tests.unit.national.residence_lives import ELSEWHERE, HERE, THERE, file_of, homes, leaves, lives, told


def test_a_residence_is_told_from_its_first_day_until_the_next_begins() -> None:
    file = file_of(lives(HERE, "20190301"), lives(THERE, "20200615"))
    assert homes(file, "2019-02-28") == []
    assert homes(file, "2019-03-01") == homes(file, "2020-06-14") == [HERE]
    assert homes(file, "2020-06-15") == [THERE]


def test_a_period_does_not_include_the_day_on_which_it_ends() -> None:
    file = file_of(lives(HERE, "20190301"), lives(THERE, "20200615"))
    assert homes(file, "2019-01-01", "2019-03-01") == []
    assert homes(file, "2020-01-01", "2020-06-15") == [HERE]
    assert homes(file, "2020-01-01", "2020-06-16") == [THERE, HERE]


def test_the_newest_residence_comes_first_as_the_register_stacked_them() -> None:
    file = file_of(lives(HERE, "20190301"), leaves("5010", "00000000"), lives(THERE, "20200615"))
    assert homes(file, "2019-01-01", "2021-01-01") == [THERE, "5010", HERE]


@pytest.mark.parametrize(
    ("start", "eve", "first"),
    [
        ("20200200", "2020-01-31", "2020-02-01"),
        ("20200000", "2019-12-31", "2020-01-01"),
    ],
)
def test_an_unknown_day_counts_as_that_month_and_an_unknown_month_as_that_year(
    start: str, eve: str, first: str
) -> None:
    file = file_of(lives(HERE, start))
    assert homes(file, eve) == []
    assert homes(file, first) == [HERE]


@pytest.mark.parametrize("start", ["00000000", "0", "no date", "20201399", "201000000"])
def test_a_start_of_which_nothing_is_known_may_be_any_day(start: str) -> None:
    assert homes(file_of(lives(HERE, start)), "0001-01-01") == [HERE]
    assert homes(file_of(lives(HERE, start)), "9999-12-30") == [HERE]


def test_a_partly_known_start_counts_from_the_day_after_the_previous_one() -> None:
    file = file_of(lives(HERE, "20200210"), lives(THERE, "20200200"))
    assert homes(file, "2020-02-09") == []
    assert homes(file, "2020-02-10") == [HERE]
    assert homes(file, "2020-02-11") == [THERE]


def test_after_a_partly_known_previous_start_it_counts_from_the_day_after_its_first() -> None:
    file = file_of(lives(HERE, "20200200"), lives(THERE, "20200000"))
    assert homes(file, "2020-02-01") == [HERE]
    assert homes(file, "2020-02-02") == [THERE]


def test_a_residence_whose_successor_begins_on_or_before_it_is_never_told() -> None:
    same_day = file_of(lives(HERE, "20200210"), lives(THERE, "20200210"))
    before = file_of(lives(HERE, "20200210"), lives(THERE, "20200203"))
    for file in (same_day, before):
        assert HERE not in homes(file, "2019-01-01", "2021-01-01")
    assert homes(before, "2020-02-03") == [THERE]


def test_but_when_that_successor_is_only_partly_known_it_lasts_its_first_day() -> None:
    file = file_of(lives(HERE, "20200210"), lives(THERE, "20200200"), lives(ELSEWHERE, "20200200"))
    assert homes(file, "2020-02-10") == [ELSEWHERE, HERE]
    assert homes(file, "2020-02-11") == [ELSEWHERE, THERE]
    assert homes(file, "2020-02-12") == [ELSEWHERE]


def test_of_a_file_that_was_an_error_or_erased_nothing_is_told() -> None:
    for reason in ("F", "W"):
        file = file_of(lives(HERE, "20190301"), suspended=(reason, "20230101"), secret="1")
        assert told(file, "2020-01-01") == {"verblijfplaatsen": []}


def test_another_suspension_is_told_and_ends_nothing() -> None:
    file = file_of(lives(HERE, "20190301"), suspended=("O", "20230101"))
    assert homes(file, "2024-01-01") == [HERE]
    reason = {"code": "O", "omschrijving": "overlijden"}
    assert told(file, "2018-01-01")["opschortingBijhouding"] == {"reden": reason, "datum": "20230101"}


def test_secrecy_is_always_told_and_its_absence_never() -> None:
    assert told(file_of(lives(HERE, "20190301"), secret="4"), "2018-01-01")["geheimhoudingPersoonsgegevens"] == 4
    assert "geheimhoudingPersoonsgegevens" not in told(file_of(lives(HERE, "20190301")), "2020-01-01")
