"""What is under investigation is told in the data form as it stands, and mirrored in the public form field by field."""

from typing import Any

import pytest

from tests.unit.national.files import a_file, told

SINCE = {"datumIngangOnderzoek": "20250301"}
ON = {"type": "Datum", "datum": "2025-03-01", "langFormaat": "1 maart 2025"}
NAME = {"voornamen": "Sanne", "geslachtsnaam": "Wouters", "geboortedatum": "20000101"}


def doubted(code: str, **more: str) -> dict[str, Any]:
    return {"aanduidingInOnderzoek": code, **SINCE, **more}


@pytest.mark.parametrize(
    ("code", "marked"),
    [
        ("010000", {"voornamen", "voorletters", "volledigeNaam"}),
        ("010200", {"voornamen", "voorletters", "volledigeNaam"}),
        ("010210", {"voornamen", "voorletters", "volledigeNaam"}),
        ("010240", {"volledigeNaam"}),
        ("010410", {"volledigeNaam"}),
        ("010310", set()),
    ],
)
def test_a_field_is_under_investigation_when_an_element_it_is_derived_from_is(code: str, marked: set[str]) -> None:
    asked = ("naam.voornamen", "naam.voorletters", "naam.volledigeNaam")
    marks = told(a_file(c01=NAME | doubted(code)), *asked)["naam"].get("inOnderzoek", {})
    assert marks == (dict.fromkeys(marked, True) | {"datumIngangOnderzoek": ON} if marked else {})


def test_only_what_was_asked_is_marked() -> None:
    file = a_file(c01=NAME | doubted("010000"))
    assert told(file, "naam.voornamen")["naam"]["inOnderzoek"] == {"voornamen": True, "datumIngangOnderzoek": ON}
    assert told(file, "leeftijd") == {
        "leeftijd": 26,
        "inOnderzoek": {"leeftijd": True, "datumIngangOnderzoekPersoon": ON},
    }


def test_an_investigation_that_has_ended_is_not_told() -> None:
    file = a_file(c01=NAME | doubted("010000", datumEindeOnderzoek="20250401"))
    assert "inOnderzoek" not in told(file, "naam")["naam"]
    assert "persoonInOnderzoek" not in told(file, "naam", form="data")


def test_the_data_form_tells_of_an_investigation_of_any_element_of_a_category_that_is_asked_for() -> None:
    file = a_file(c01=NAME | doubted("010410"), c08=doubted("080000"))
    investigation = {"aanduidingGegevensInOnderzoek": "010410", "datumIngangOnderzoek": "20250301"}
    assert told(file, "naam.voornamen", form="data") == {
        "naam": {"voornamen": "Sanne"},
        "persoonInOnderzoek": investigation,
    }


def test_addressing_tells_since_when_by_where_the_doubt_lies() -> None:
    file = a_file(
        c01=NAME | doubted("010000"),
        c05={"geslachtsnaam": "Dijk", **doubted("050240")},
        c08={"adres": {"straatnaam": "Lindelaan", "huisnummer": "1"}, **doubted("081110")},
    )
    marks = told(file, "adressering.aanhef", "adressering.adresregel1")["adressering"]["inOnderzoek"]
    assert marks == {
        "aanhef": True,
        "adresregel1": True,
        "datumIngangOnderzoekPersoon": ON,
        "datumIngangOnderzoekPartner": ON,
        "datumIngangOnderzoekVerblijfplaats": ON,
    }


def test_who_was_found_not_to_live_at_his_address_is_told_not_to_and_all_of_it_is_in_doubt() -> None:
    file = a_file(
        c08={
            "adres": {"straatnaam": "Lindelaan", "huisnummer": "1"},
            "datumVestigingInNederland": "20100101",
            "gemeenteVanInschrijving": "0164",
        }
        | doubted("089999")
    )
    person = told(file, "verblijfplaats.verblijfadres.huisnummer", "immigratie", "gemeenteVanInschrijving")
    assert person["verblijfplaats"] == {
        "type": "Adres",
        "indicatieVastgesteldVerblijftNietOpAdres": True,
        "verblijfadres": {"huisnummer": 1, "inOnderzoek": {"huisnummer": True, "datumIngangOnderzoek": ON}},
        "inOnderzoek": {"type": True, "datumIngangOnderzoek": ON},
    }
    assert "inOnderzoek" not in person["immigratie"]
    assert "inOnderzoek" not in person


def test_that_somebody_does_not_live_at_his_address_is_told_with_its_lines_and_not_with_his_name() -> None:
    file = a_file(c01=NAME, c08={"adres": {"straatnaam": "Lindelaan", "huisnummer": "1"}, **doubted("089999")})
    assert told(file, "adressering.aanhef") == {"adressering": {"aanhef": "Geachte S. Wouters"}}
    assert "verblijfplaats" not in told(file, "adressering.aanhef", form="data")
    lines = told(file, "adressering.adresregel1")["adressering"]
    assert lines["indicatieVastgesteldVerblijftNietOpAdres"] is True


def test_registration_in_a_municipality_and_custody_have_a_date_of_their_own() -> None:
    file = a_file(
        c08={"gemeenteVanInschrijving": "0164", **doubted("080910")},
        c11={"indicatieCurateleregister": "1", **doubted("113310")},
    )
    assert told(file, "gemeenteVanInschrijving", "indicatieCurateleRegister")["inOnderzoek"] == {
        "gemeenteVanInschrijving": True,
        "indicatieCurateleRegister": True,
        "datumIngangOnderzoekGemeente": ON,
        "datumIngangOnderzoekGezag": ON,
    }


def test_a_relative_is_marked_where_he_stands() -> None:
    file = a_file(c02={"voornamen": "Ans", **doubted("020210")}, c03={"voornamen": "Bo"})
    first, second = told(file, "ouders.naam.voorletters")["ouders"]
    marks = {"voorletters": True, "datumIngangOnderzoek": ON}
    assert first == {"naam": {"voorletters": "A.", "inOnderzoek": marks}}
    assert second == {"naam": {"voorletters": "B."}}


def test_the_kind_of_a_nationality_is_in_doubt_when_what_makes_it_so_is() -> None:
    file = a_file(c04={"bijzonderNederlanderschap": "B", "redenOpnemen": "310", **doubted("046510")})
    (nationality,) = told(file, "nationaliteiten.redenOpname")["nationaliteiten"]
    assert nationality == {
        "type": "BehandeldAlsNederlander",
        "redenOpname": {"code": "310"},
        "inOnderzoek": {"type": True, "datumIngangOnderzoek": ON},
    }
