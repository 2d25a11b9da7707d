"""Dates as the register writes them."""

from datetime import UTC, datetime

import pytest

from events.domain.moments import PartialDate
from events.domain.takeover import dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19850412", PartialDate(1985, 4, 12)),
        ("19850400", PartialDate(1985, 4)),
        ("19850000", PartialDate(1985)),
        ("2014", PartialDate(2014)),
        ("19660013", PartialDate(1966)),
        ("00000000", None),
        ("0", None),
        ("", None),
        (None, None),
        ("1994031", None),
        ("20210230", None),
        ("19952009", None),
        ("1994-3-1", None),
        ("١٩٩٤٠٣٠١", None),
    ],
)
def test_a_register_date_is_read_as_far_as_it_is_known(text: str | None, date: PartialDate | None) -> None:
    assert dates.read(text) == date


def test_only_zeros_for_the_day_make_a_date_partial() -> None:
    assert dates.is_partial("19850400")
    assert dates.is_partial("2014")
    assert not dates.is_partial("19850412")
    assert not dates.is_partial("19660013")
    assert not dates.is_partial("0")


def test_a_day_begins_at_midnight_in_amsterdam() -> None:
    assert dates.starts_at(PartialDate(2024, 7, 1)) == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert dates.starts_at(PartialDate(2024, 1)) == datetime(2023, 12, 31, 23, tzinfo=UTC)


def test_an_uncertain_month_ends_where_the_next_begins() -> None:
    assert dates.ends_at(PartialDate(2023, 12)) == dates.starts_at(PartialDate(2024, 1, 1))
