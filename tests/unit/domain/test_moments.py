from datetime import UTC, date, datetime

import pytest

from events.domain import moments
from events.domain.moments import PartialDate, Period, Truth
from tests import builders

YEAR, MONTH, DAY, UNKNOWN = PartialDate(1985), PartialDate(1985, 4), PartialDate(1985, 4, 12), PartialDate()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1985", YEAR),
        ("1985-04", MONTH),
        ("1985-04-12", DAY),
        ({"type": "JaarDatum", "jaar": 1985, "langFormaat": "1985"}, YEAR),
        ({"type": "JaarMaandDatum", "jaar": 1985, "maand": 4}, MONTH),
        ({"type": "Datum", "datum": "1985-04-12", "langFormaat": "12 april 1985"}, DAY),
        ({"type": "DatumOnbekend", "onbekend": True}, UNKNOWN),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(value: object, expected: PartialDate) -> None:
    assert moments.parse(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "", "85", "1985-4", "1985-13", "1985-02-29", "0000", "1985-04-12T00:00:00Z", "١٩٨٥", None, 1985, [], {},
        {"type": "Datum", "datum": "1985"}, {"type": "JaarDatum", "jaar": "1985"}, {"type": "JaarMaandDatum"},
        {"type": "JaarMaandDatum", "jaar": 1985, "maand": 13}, {"type": "Tijdvak"}, {"type": "JaarDatum", "jaar": True},
    ],
)  # fmt: skip
def test_what_says_no_existing_date_is_no_date(value: object) -> None:
    assert moments.parse(value) is None


@pytest.mark.parametrize(
    ("partial", "earliest", "latest"),
    [
        (YEAR, date(1985, 1, 1), date(1985, 12, 31)),
        (PartialDate(1984, 2), date(1984, 2, 1), date(1984, 2, 29)),
        (DAY, date(1985, 4, 12), date(1985, 4, 12)),
        (UNKNOWN, date.min, date.max),
    ],
)
def test_a_partial_date_has_a_first_and_a_last_day(partial: PartialDate, earliest: date, latest: date) -> None:
    assert (partial.earliest, partial.latest) == (earliest, latest)


@pytest.mark.parametrize("parts", [(None, 4), (None, None, 1), (1985, None, 1), (1985, 2, 30), (1985, 0), (10000,)])
def test_a_date_with_a_hole_or_out_of_the_calendar_cannot_be_made(parts: tuple[int | None, ...]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(*parts)


def test_two_forms_of_one_date_have_one_text() -> None:
    written = [moments.parse("1985-04"), moments.parse({"type": "JaarMaandDatum", "jaar": 1985, "maand": 4})]
    assert {partial.text for partial in written if partial} == {"1985-04"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (DAY, PartialDate(1985, 4, 13), Truth.YES),
        (DAY, DAY, Truth.NO),
        (YEAR, PartialDate(1986), Truth.YES),
        (PartialDate(1986), YEAR, Truth.NO),
        (YEAR, MONTH, Truth.UNKNOWN),
        (MONTH, PartialDate(1985, 4, 30), Truth.UNKNOWN),
        (PartialDate(1985, 4, 30), MONTH, Truth.NO),
        (UNKNOWN, DAY, Truth.UNKNOWN),
    ],
)
def test_whether_a_date_lies_before_another_may_be_unknown(
    one: PartialDate, other: PartialDate, expected: Truth
) -> None:
    assert moments.before(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (DAY, DAY, Truth.YES),
        (DAY, PartialDate(1985, 4, 13), Truth.NO),
        (MONTH, DAY, Truth.UNKNOWN),
        (MONTH, MONTH, Truth.UNKNOWN),
        (PartialDate(1985, 5), DAY, Truth.NO),
    ],
)
def test_two_equal_partial_dates_need_not_be_one_day(one: PartialDate, other: PartialDate, expected: Truth) -> None:
    assert moments.same_day(one, other) is expected


def test_three_valued_logic_is_kleenes() -> None:
    no, unknown, yes = Truth.NO, Truth.UNKNOWN, Truth.YES
    assert [unknown & it for it in (no, unknown, yes)] == [no, unknown, unknown]
    assert [unknown | it for it in (no, unknown, yes)] == [unknown, unknown, yes]
    assert [~it for it in (no, unknown, yes)] == [yes, unknown, no]


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2026-01-04", datetime(2026, 1, 3, 23, tzinfo=UTC)),
        ("2026-07-04", datetime(2026, 7, 3, 22, tzinfo=UTC)),
        ("0001-01-01", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_first_instant_in_amsterdam(day: str, instant: datetime) -> None:
    assert moments.first_instant(day) == instant == moments.first_instant(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-02-30", "2026", "gisteren"])
def test_what_is_no_day_has_no_first_instant(day: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moments.first_instant(day)


@pytest.mark.parametrize(
    "value", ["2026-01-04", "2026-01-04T00:00:00", "nu", "0001-01-01T00:00:00+23:59", "2026-W01-1T00:00Z", 5, None]
)
def test_a_text_without_offset_is_no_instant(value: object) -> None:
    assert moments.parse_instant(value) is None


def test_the_material_moment_is_when_it_occurred() -> None:
    birth = builders.birth()
    assert moments.material_moment(birth, builders.BIRTH) == Period(birth.occurred_at, birth.occurred_at)


def test_the_material_moment_is_the_types_own_date_where_it_names_one() -> None:
    move = builders.claim(builders.MOVE, data={"ingangsdatum": "2026-07-04", "adres": "Dorpsstraat 1"})
    begin = datetime(2026, 7, 3, 22, tzinfo=UTC)
    assert moments.material_moment(move, builders.MOVE) == Period(begin, begin)


def test_of_a_partly_known_own_date_the_material_moment_is_uncertain() -> None:
    move = builders.claim(builders.MOVE, data={"ingangsdatum": {"type": "JaarDatum", "jaar": 1985}, "adres": "?"})
    period = moments.material_moment(move, builders.MOVE)
    assert period == Period(datetime(1984, 12, 31, 23, tzinfo=UTC), datetime(1985, 12, 30, 23, tzinfo=UTC))
    assert not period.is_certain


@pytest.mark.parametrize("date_in_data", [{"type": "DatumOnbekend", "onbekend": True}, "niet gegeven"])
def test_a_wholly_unknown_moment_begins_at_the_first_of_all(date_in_data: object) -> None:
    move = builders.claim(
        builders.MOVE, data={"ingangsdatum": date_in_data, "adres": "?"}, occurred_at=moments.UNKNOWN_MOMENT
    )
    assert moments.material_moment(move, builders.MOVE) == Period(moments.UNKNOWN_MOMENT, moments.LAST_MOMENT)
