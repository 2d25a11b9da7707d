"""Full names, lines of addresses and dates, as they are written."""

from datetime import date
from typing import Any

import pytest

from events.domain.moments import PartialDate
from readmodels.domain.national import addresses, dates
from readmodels.domain.national.names import full_name

PLACE = {"straat": "Dorpsweg", "huisnummer": 7}
HAGUE = {"code": "0518", "omschrijving": "Den Haag"}


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "Dorpsweg 7"),
        ({"huisletter": "b"}, "Dorpsweg 7 b"),
        ({"huisletter": "B", "huisnummertoevoeging": "2"}, "Dorpsweg 7 B2"),
        ({"huisnummertoevoeging": "2"}, "Dorpsweg 7-2"),
        ({"huisnummertoevoeging": "hs"}, "Dorpsweg 7 hs"),
        ({"aanduidingBijHuisnummer": {"code": "to"}}, "Dorpsweg t/o 7"),
        ({"aanduidingBijHuisnummer": {"code": "by"}}, "Dorpsweg bij 7"),
        ({"locatiebeschrijving": "Schuur aan de plas"}, "Schuur aan de plas"),
        ({"locatiebeschrijving": "."}, "Dorpsweg 7"),
        ({"huisnummer": 0}, None),
        ({"straat": "."}, None),
    ],
)
def test_the_first_line_is_street_and_number(more: dict[str, Any], line: str | None) -> None:
    assert addresses.lines(PLACE | more, HAGUE).get("adresregel1") == line


def test_a_street_without_a_number_is_a_line() -> None:
    assert addresses.lines({"straat": "Dorpsweg"}, HAGUE) == {"adresregel1": "Dorpsweg"}


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"postcode": "2511CV", "woonplaats": "Kijkduin"}, "2511 CV  KIJKDUIN"),
        ({"postcode": "2511CV"}, "2511 CV  DEN HAAG"),
        ({"postcode": "2511CV", "woonplaats": "."}, "2511 CV  DEN HAAG"),
        ({"postcode": "junk", "woonplaats": "Kijkduin"}, None),
        ({"woonplaats": "Kijkduin"}, None),
        ({"locatiebeschrijving": "Schuur"}, "DEN HAAG"),
    ],
)
def test_the_second_line_is_postcode_and_town_in_capitals(more: dict[str, str], line: str | None) -> None:
    assert addresses.lines(PLACE | more, HAGUE).get("adresregel2") == line


@pytest.mark.parametrize("place", [PLACE | {"postcode": "2511CV"}, {"locatiebeschrijving": "Schuur"}])
def test_without_a_town_there_is_no_second_line(place: dict[str, Any]) -> None:
    assert "adresregel2" not in addresses.lines(place, {"code": "0518"})


@pytest.mark.parametrize(
    ("title", "sex", "name"),
    [
        ("", "V", "Ida van Doorn"),
        ("JH", "V", "jonkvrouw Ida van Doorn"),
        ("JV", "M", "jonkheer Ida van Doorn"),
        ("G", "V", "Ida gravin van Doorn"),
        ("PS", "M", "Ida prins van Doorn"),
        ("R", "V", "Ida ridder van Doorn"),
        ("HI", "O", "Ida hertogin van Doorn"),
        ("??", "V", "Ida van Doorn"),
    ],
)
def test_a_predicate_precedes_the_given_names_and_a_title_the_surname(title: str, sex: str, name: str) -> None:
    said = {"voornamen": "Ida", "voorvoegsel": "van", "geslachtsnaam": "Doorn"}
    assert full_name(said | {"adellijkeTitelPredicaat": {"code": title}}, sex) == name


def test_a_name_that_is_not_known_is_left_out() -> None:
    assert full_name({"voornamen": "Ida", "geslachtsnaam": "."}, "V") == "Ida"
    assert full_name({"voornamen": ".", "voorvoegsel": ".", "geslachtsnaam": "Doorn"}, "V") == "Doorn"
    assert full_name({"geslachtsnaam": "."}, "V") == ""


def test_a_date_has_the_zeros_that_an_export_drops() -> None:
    assert [dates.restored(text) for text in ("", "0", "2020", "20200200", "x")] == [
        "",
        "00000000",
        "20200000",
        "20200200",
        "x",
    ]


def test_absent_is_not_unknown() -> None:
    assert dates.typed(None) is None
    assert dates.typed("00000000") == {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    assert dates.typed("20201399") == dates.typed("00000000")


def test_a_date_is_written_back_in_eight_digits() -> None:
    assert [dates.eight_digits(dates.read(text)) for text in ("20200229", "20200200", "2020", "x")] == [
        "20200229",
        "20200200",
        "20200000",
        "00000000",
    ]


def test_the_last_day_has_no_day_after_it() -> None:
    assert dates.day_after(date(2020, 2, 28)) == date(2020, 2, 29)
    assert dates.day_after(dates.UNKNOWN.latest) == date.max
    assert not dates.is_whole(PartialDate(2020, 2))
