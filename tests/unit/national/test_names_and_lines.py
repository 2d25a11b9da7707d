"""Full names, lines of addresses and dates, as they are written."""

from datetime import date

import pytest

from events.domain.moments import PartialDate
from readmodels.domain.national import addresses, dates
from readmodels.domain.national.full_names import full_name

STREET = {"straatnaam": "Dorpsweg", "huisnummer": "7"}


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "Dorpsweg 7"),
        ({"huisletter": "b"}, "Dorpsweg 7 b"),
        ({"huisletter": "B", "huisnummertoevoeging": "2"}, "Dorpsweg 7 B2"),
        ({"huisnummertoevoeging": "2"}, "Dorpsweg 7-2"),
        ({"huisnummertoevoeging": "hs"}, "Dorpsweg 7 hs"),
        ({"aanduidingBijHuisnummer": "to"}, "Dorpsweg t/o 7"),
        ({"aanduidingBijHuisnummer": "by"}, "Dorpsweg bij 7"),
        ({"straatnaamDiakritisch": "Dórpsweg"}, "Dórpsweg 7"),
        ({"locatiebeschrijving": "Schuur aan de plas"}, "Schuur aan de plas"),
        ({"huisnummer": ""}, "Dorpsweg"),
        ({"huisnummer": "0"}, None),
        ({"straatnaam": "."}, None),
        ({"straatnaam": " "}, None),
    ],
)
def test_the_first_line_is_street_and_number(more: dict[str, str], line: str | None) -> None:
    assert addresses.first_line(STREET | more) == line


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ({"postcode": "2511CV", "woonplaats": "Kijkduin"}, "2511 CV  KIJKDUIN"),
        ({"postcode": "2511CV"}, "2511 CV  DEN HAAG"),
        ({"postcode": "2511CV", "woonplaats": "."}, "2511 CV  DEN HAAG"),
        ({"woonplaats": "Kijkduin"}, None),
        ({"locatiebeschrijving": "Schuur"}, "DEN HAAG"),
    ],
)
def test_the_second_line_is_postcode_and_place_in_capitals(address: dict[str, str], line: str | None) -> None:
    assert addresses.second_line(address, municipality="Den Haag") == line


def test_without_a_place_there_is_no_second_line() -> None:
    assert addresses.second_line({"postcode": "2511CV"}, municipality=None) is None
    assert addresses.second_line({"locatiebeschrijving": "Schuur"}, municipality=None) is None


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
    assert full_name(said | {"adellijkeTitelPredicaat": title, "geslachtsaanduiding": sex}) == name


def test_a_name_that_is_not_known_is_left_out() -> None:
    assert full_name({"voornamen": "Ida", "geslachtsnaam": "."}) == "Ida"
    assert full_name({"geslachtsnaam": "."}) is None


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
