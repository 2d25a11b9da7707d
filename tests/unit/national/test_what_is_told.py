"""What a file tells of a person and of those around him, and what it tells no more."""

from datetime import date
from typing import Any

import pytest

from tests.unit.national.files import BSN, a_file, told

DIJK = {"geslachtsnaam": "Dijk", "datumAangaan": "20150301", "plaatsAangaan": "0164"}
ENDED = {"geslachtsnaam": "Dijk", "datumOntbinding": "20200101"}
LATER = {"geslachtsnaam": "Later", "datumAangaan": "20210101"}


def surnames(file: Any) -> list[Any]:
    return [partner["naam"].get("geslachtsnaam") for partner in told(file, "partners.naam")["partners"]]


def test_only_the_fields_that_were_asked_for_are_told() -> None:
    file = a_file(c01={"burgerservicenummer": BSN, "anummer": "1234567890", "voornamen": "Sanne"})
    assert told(file, "aNummer") == {"aNummer": "1234567890"}
    assert told(file, "burgerservicenummer", "naam.voornamen") == {
        "burgerservicenummer": BSN,
        "naam": {"voornamen": "Sanne"},
    }


@pytest.mark.parametrize("field", ["geboorte.datum", "geboorte.datum.jaar", "geboorte.datum.nergens"])
def test_a_date_is_always_told_whole(field: str) -> None:
    born = told(a_file(c01={"geboortedatum": "20000101", "geboorteplaats": "0164"}), field)["geboorte"]
    assert born == {"datum": {"type": "Datum", "datum": "2000-01-01", "langFormaat": "1 januari 2000"}}


def test_the_data_form_tells_the_elements_that_a_derived_field_needs() -> None:
    file = a_file(c01={"voornamen": "Sanne", "geslachtsnaam": "Wouters", "geboortedatum": "20000101"})
    assert told(file, "leeftijd", form="data") == {"geboorte": {"datum": "20000101"}}
    assert told(file, "naam.voorletters", form="data") == {"naam": {"voornamen": "Sanne"}}
    assert told(file, "adressering.aanhef", form="data") == {
        "naam": {"voornamen": "Sanne", "geslachtsnaam": "Wouters"},
        "partners": [],
    }


def test_a_code_that_no_table_knows_is_told_without_a_meaning() -> None:
    assert told(a_file(c01={"geboorteland": "7777"}), "geboorte.land") == {"geboorte": {"land": {"code": "7777"}}}


def test_a_place_that_is_no_municipality_is_told_as_it_is_written() -> None:
    place = {"geboorte": {"plaats": {"omschrijving": "Brugge"}}}
    assert told(a_file(c01={"geboorteplaats": "Brugge"}), "geboorte.plaats") == place


def test_a_parent_of_whom_nothing_is_said_is_not_told_of() -> None:
    file = a_file(c02={"geslachtsnaam": ".", "geslachtsaanduiding": "V"}, c03={"aktenummer": "1AB2345"})
    assert told(file, "ouders.ouderAanduiding", "ouders.geslacht")["ouders"] == [
        {"ouderAanduiding": "1", "geslacht": {"code": "V", "omschrijving": "vrouw"}}
    ]


def test_a_relative_is_told_to_exist_though_nothing_that_was_asked_is_known_of_him() -> None:
    file = a_file(c05={"anummer": "1234567890"}, c09={"voornamen": "Pim"})
    person = told(file, "partners.burgerservicenummer", "kinderen.burgerservicenummer")
    assert person == {"partners": [{}], "kinderen": [{}]}


def test_a_child_whose_descent_was_undone_is_no_child() -> None:
    file = a_file(c09=[[{"beschrijvingDocument": "Beschikking"}, {"voornamen": "Pim"}], [{"voornamen": "Noa"}]])
    assert [child["naam"]["voornamen"] for child in told(file, "kinderen.naam")["kinderen"]] == ["Noa"]


def test_an_ended_union_is_told_of_only_when_there_is_none_now_and_then_only_the_last() -> None:
    assert surnames(a_file(c05=[[ENDED, DIJK], [LATER]])) == ["Later"]
    assert surnames(a_file(c05=[[ENDED, DIJK], [LATER | {"datumOntbinding": "20250101"}]])) == ["Later"]
    assert surnames(a_file(c05=[[LATER], [DIJK]])) == ["Later", "Dijk"]


def test_how_an_ended_union_began_is_taken_from_the_row_that_says_so() -> None:
    (former,) = told(a_file(c05=[ENDED, DIJK]), "partners.aangaanHuwelijkPartnerschap.plaats", form="data")["partners"]
    assert former == {"aangaanHuwelijkPartnerschap": {"plaats": {"code": "0164", "omschrijving": "Hengelo"}}}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"nationaliteit": "0052"}, "Nationaliteit"),
        ({"nationaliteit": "0000"}, "NationaliteitOnbekend"),
        ({"nationaliteit": "0499"}, "Staatloos"),
        ({"nationaliteit": "0500"}, "VastgesteldNietNederlander"),
        ({"bijzonderNederlanderschap": "V"}, "VastgesteldNietNederlander"),
        ({"bijzonderNederlanderschap": "B"}, "BehandeldAlsNederlander"),
    ],
)
def test_a_nationality_is_of_one_kind(said: dict[str, str], kind: str) -> None:
    (nationality,) = told(a_file(c04=said), "nationaliteiten.type")["nationaliteiten"]
    assert nationality == {"type": kind}


def test_a_nationality_that_has_ended_is_not_told() -> None:
    ended = [{"redenBeeindigen": "404", "rniDeelnemer": "0201"}, {"nationaliteit": "0052"}]
    assert told(a_file(c04=ended), "nationaliteiten") == {"nationaliteiten": []}


@pytest.mark.parametrize(
    ("ends", "is_told"),
    [
        ("20260616", True),
        ("20260615", False),
        ("20260600", True),
        ("20260500", False),
        ("20260000", True),
        ("20250000", False),
        ("00000000", True),
        (None, True),
    ],
)
def test_what_ends_is_told_until_that_day_and_a_partial_date_while_it_may_lie_ahead(
    ends: str | None, *, is_told: bool
) -> None:
    voting = {"aanduidingUitgeslotenKiesrecht": "A", "europeesKiesrecht": "1"}
    permit = {"aanduidingVerblijfstitel": "21"}
    if ends is not None:
        voting |= {"einddatumUitsluitingKiesrecht": ends, "einddatumUitsluitingEuropeesKiesrecht": ends}
        permit |= {"datumEindeVerblijfstitel": ends}
    file = a_file(c07=voting, c10=permit)
    person = told(file, "uitsluitingKiesrecht", "europeesKiesrecht", "verblijfstitel", today=date(2026, 6, 15))
    assert set(person) == ({"uitsluitingKiesrecht", "europeesKiesrecht", "verblijfstitel"} if is_told else set())


def test_having_no_residence_permit_any_more_is_having_none() -> None:
    assert told(a_file(c10={"aanduidingVerblijfstitel": "98"}), "verblijfstitel") == {}


def test_secrecy_suspension_and_verification_are_told_unasked() -> None:
    said = {
        "indicatieGeheim": "7",
        "redenOpschortingBijhouding": "E",
        "datumOpschortingBijhouding": "20200101",
        "omschrijvingVerificatie": "Paspoort",
    }
    suspended = {"code": "E", "omschrijving": "emigratie"}
    assert told(a_file(c07=said), "aNummer", form="data") == {
        "geheimhoudingPersoonsgegevens": 7,
        "opschortingBijhouding": {"reden": suspended, "datum": "20200101"},
        "verificatie": {"omschrijving": "Paspoort"},
    }
    on = {"type": "Datum", "datum": "2020-01-01", "langFormaat": "1 januari 2020"}
    assert told(a_file(c07=said), "aNummer") == {
        "geheimhoudingPersoonsgegevens": True,
        "opschortingBijhouding": {"reden": suspended, "datum": on},
        "verificatie": {"omschrijving": "Paspoort"},
    }


def test_who_supplied_a_category_is_told_when_something_of_it_is_asked_for() -> None:
    supplied = {"landBuitenland": "5010", "rniDeelnemer": "201", "omschrijvingVerdrag": "Een verdrag"}
    file = a_file(c01={"voornamen": "Sanne"}, c08=supplied)
    assert "rni" not in told(file, "naam")
    assert told(file, "verblijfplaats")["rni"] == [
        {
            "deelnemer": {"code": "0201", "omschrijving": "Een uitkeringsinstantie"},
            "omschrijvingVerdrag": "Een verdrag",
            "categorie": "Verblijfplaats",
        }
    ]


def test_numbers_that_an_export_wrote_without_their_zeros_are_told_as_the_register_has_them() -> None:
    file = a_file(
        c01={"burgerservicenummer": "10082426", "geboortedatum": "0", "geboorteplaats": "344", "geboorteland": "0"},
        c04={"nationaliteit": "1", "datumIngangGeldigheid": "1990"},
        c08={"gemeenteVanInschrijving": "164"},
    )
    asked = ("burgerservicenummer", "geboorte", "nationaliteiten", "gemeenteVanInschrijving")
    assert told(file, *asked, form="data") == {
        "burgerservicenummer": "010082426",
        "geboorte": {
            "datum": "00000000",
            "plaats": {"code": "0344", "omschrijving": "Utrecht"},
            "land": {"code": "0000"},
        },
        "gemeenteVanInschrijving": {"code": "0164", "omschrijving": "Hengelo"},
        "nationaliteiten": [
            {"nationaliteit": {"code": "0001", "omschrijving": "Nederlandse"}, "datumIngangGeldigheid": "19900000"}
        ],
    }


@pytest.mark.parametrize("place", [".", "0000"])
def test_a_place_that_is_not_known_is_not_told(place: str) -> None:
    file = a_file(c01={"geboorteplaats": place, "geboorteland": "6030"})
    assert "plaats" not in told(file, "geboorte")["geboorte"]
