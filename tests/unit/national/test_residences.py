"""Where somebody lives, of four kinds, and the lines under which a letter reaches him."""

from typing import Any

import pytest

from tests.unit.national.files import a_file, told

STREET = {"straatnaam": "Lindelaan", "huisnummer": "12", "postcode": "7551AB", "woonplaats": "Hengelo"}
LINES = ("adressering.adresregel1", "adressering.adresregel2", "adressering.adresregel3", "adressering.land")


def at(address: dict[str, str], **row: Any) -> Any:
    return a_file(c08={"gemeenteVanInschrijving": "0164", "functieAdres": "W", "adres": address} | row)


def lines(address: dict[str, str], **row: Any) -> Any:
    return told(at(address, **row), *LINES)["adressering"]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "Lindelaan 12"),
        ({"huisletter": "B"}, "Lindelaan 12 B"),
        ({"huisnummertoevoeging": "2"}, "Lindelaan 12-2"),
        ({"huisnummertoevoeging": "hs"}, "Lindelaan 12 hs"),
        ({"huisletter": "B", "huisnummertoevoeging": "2"}, "Lindelaan 12 B2"),
        ({"aanduidingBijHuisnummer": "by"}, "Lindelaan bij 12"),
        ({"aanduidingBijHuisnummer": "to", "huisletter": "B"}, "Lindelaan t/o 12 B"),
    ],
)
def test_the_first_line_is_street_and_number(more: dict[str, str], line: str) -> None:
    assert lines(STREET | more)["adresregel1"] == line


def test_the_second_line_is_postcode_and_town_in_capitals_or_the_municipality() -> None:
    assert lines(STREET)["adresregel2"] == "7551 AB  HENGELO"
    assert lines(STREET | {"woonplaats": "."}, gemeenteVanInschrijving="0344")["adresregel2"] == "7551 AB  UTRECHT"
    assert lines({"locatiebeschrijving": "Ark aan de Vecht"}) == {
        "adresregel1": "Ark aan de Vecht",
        "adresregel2": "HENGELO",
    }


@pytest.mark.parametrize("unknown", [{"straatnaam": "."}, {"huisnummer": "0"}])
def test_there_are_no_lines_for_an_address_that_is_not_known(unknown: dict[str, str]) -> None:
    assert lines(STREET | unknown) == {}


def test_an_address_abroad_has_the_lines_that_were_given_and_its_country() -> None:
    abroad = a_file(c08={"landBuitenland": "5010", "regel1AdresBuitenland": "Kerkstraat 1"})
    country = {"code": "5010", "omschrijving": "België"}
    assert told(abroad, *LINES)["adressering"] == {"adresregel1": "Kerkstraat 1", "land": country}
    assert told(a_file(c08={"landBuitenland": "5010"}), *LINES)["adressering"] == {}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"adres": STREET}, "Adres"),
        ({"adres": {"locatiebeschrijving": "Ark"}}, "Locatie"),
        ({"landBuitenland": "5010"}, "VerblijfplaatsBuitenland"),
        ({"landBuitenland": "0000"}, "VerblijfplaatsOnbekend"),
    ],
)
def test_a_residence_is_of_one_kind_that_is_told_with_any_of_its_fields(row: dict[str, Any], kind: str) -> None:
    assert told(a_file(c08=row), "verblijfplaats.functieAdres")["verblijfplaats"] == {"type": kind}


def test_a_residence_of_which_neither_street_location_nor_country_is_said_is_none() -> None:
    assert told(a_file(c08={"gemeenteVanInschrijving": "0164"}), "verblijfplaats") == {}


def test_the_beginning_of_a_residence_is_that_of_its_kind() -> None:
    since = {"type": "Datum", "datum": "2020-02-01", "langFormaat": "1 februari 2020"}
    here = at(STREET, datumAanvangAdreshouding="20200201", datumAanvangAdresBuitenland="19990101")
    assert told(here, "verblijfplaats.datumVan")["verblijfplaats"]["datumVan"] == since
    there = a_file(c08={"landBuitenland": "5010", "datumAanvangAdresBuitenland": "20200201"})
    assert told(there, "verblijfplaats.datumVan")["verblijfplaats"]["datumVan"] == since


def test_what_is_no_identification_in_the_bag_is_not_told() -> None:
    ids = {"identificatiecodeVerblijfplaats": "164010000012345", "identificatiecodeNummeraanduiding": "0" * 16}
    file = at(STREET | ids)
    assert "adresseerbaarObjectIdentificatie" not in told(file, "verblijfplaats", form="data")["verblijfplaats"]
    assert "nummeraanduidingIdentificatie" not in told(file, "verblijfplaats")["verblijfplaats"]


def test_who_may_not_see_residence_abroad_asks_by_an_alias_and_sees_none() -> None:
    abroad = a_file(c08={"landBuitenland": "5010", "regel1AdresBuitenland": "Kerkstraat 1"})
    assert told(abroad, "verblijfplaatsBinnenland") == {}
    assert told(abroad, "adresseringBinnenland") == {"adressering": {}}
    assert told(at(STREET), "adresseringBinnenland")["adressering"]["adresregel1"] == "Lindelaan 12"


def test_who_came_from_abroad_immigrated_and_it_is_told_when_nobody_knows_from_where() -> None:
    file = a_file(c08={"datumVestigingInNederland": "20100101", "landVanwaarIngeschreven": "0000"})
    assert told(file, "immigratie")["immigratie"] == {
        "datumVestigingInNederland": {"type": "Datum", "datum": "2010-01-01", "langFormaat": "1 januari 2010"},
        "indicatieVestigingVanuitBuitenland": True,
        "vanuitVerblijfplaatsOnbekend": True,
    }
