"""What occupancy tells of the people, in which order, and when there are too many of them."""

from typing import Any

import pytest

from readmodels.domain.national.occupancy.answers import RESIDENTS_MAX
from readmodels.domain.national.person_file import PersonFile
from tests.unit.national.residence_lives import BSN, HERE, file_of, lives, occupied, occupied_typed

ON = "2020-06-01"
LADY: dict[str, Any] = {
    "voornamen": "Zoe",
    "voornamenDiakritisch": "Zoë",
    "adellijkeTitelPredicaat": "BS",
    "voorvoegsel": "van",
    "geslachtsnaam": "Doorn",
    "geslachtsaanduiding": "V",
    "geboortedatum": "19800400",
}


def residents(*files: PersonFile) -> list[dict[str, Any]]:
    (part,) = occupied(files, ON)
    found = part["bewoners"]
    assert isinstance(found, list)
    return found


def typed(file: PersonFile) -> dict[str, Any]:
    (part,) = occupied_typed([file], ON)
    found = part["bewoners"][0]
    assert isinstance(found, dict)
    return found


def names_in_order(*people: tuple[str, dict[str, Any]]) -> list[str]:
    """The given names of residents in their order; a person by the start of his stay and what his row says."""
    files = (file_of(lives(HERE, start), number=at, **said) for at, (start, said) in enumerate(people, start=1))
    return [one["naam"]["voornamen"] for one in residents(*files)]


def test_the_data_form_gives_the_elements_with_their_diacritics() -> None:
    (found,) = residents(file_of(lives(HERE, "20190301"), secret="2", **LADY))
    assert found == {
        "burgerservicenummer": BSN,
        "naam": {
            "voornamen": "Zoë",
            "adellijkeTitelPredicaat": {"code": "BS", "omschrijving": "barones", "soort": "titel"},
            "voorvoegsel": "van",
            "geslachtsnaam": "Doorn",
        },
        "geboorte": {"datum": "19800400"},
        "geslacht": {"code": "V", "omschrijving": "vrouw"},
        "geheimhoudingPersoonsgegevens": 2,
    }


def test_the_public_form_gives_the_full_name_and_a_typed_date_of_birth() -> None:
    assert typed(file_of(lives(HERE, "20190301"), secret="2", **LADY)) == {
        "burgerservicenummer": BSN,
        "naam": {"volledigeNaam": "Zoë barones van Doorn"},
        "geboorte": {"datum": {"type": "JaarMaandDatum", "jaar": 1980, "maand": 4, "langFormaat": "april 1980"}},
        "geheimhoudingPersoonsgegevens": True,
    }


@pytest.mark.parametrize(
    ("code", "doubtful"),
    [("080000", True), ("581000", True), ("081180", True), ("081110", False), ("080900", False), ("089999", False)],
)
def test_where_somebody_lives_is_in_doubt_when_its_address_start_or_function_is(code: str, *, doubtful: bool) -> None:
    file = file_of(lives(HERE, "20190301", investigated=f"{code} 20210301"))
    assert typed(file).get("inOnderzoek") == (True if doubtful else None)
    said = {"aanduidingGegevensInOnderzoek": code, "datumIngangOnderzoek": "20210301"}
    assert residents(file)[0]["verblijfplaatsInOnderzoek"] == said


def test_an_investigation_that_ended_puts_nobody_in_doubt() -> None:
    file = file_of(lives(HERE, "20190301", investigated="080000 20210301 20210401"))
    assert residents(file) == [{"burgerservicenummer": BSN}]
    assert typed(file) == {"burgerservicenummer": BSN}


def test_who_came_first_is_named_first() -> None:
    late, early = ("20200101", {"voornamen": "Late"}), ("20190000", {"voornamen": "Early"})
    assert names_in_order(late, early) == ["Early", "Late"]


def test_of_who_came_on_one_day_surname_given_names_and_age_decide() -> None:
    ada = {"geslachtsnaam": "Bakker", "voornamen": "Ada"}
    ben = {"geslachtsnaam": "Bakker", "voornamen": "Ben"}
    abel = {"geslachtsnaam": "aalders", "voornamen": "Zeno"}
    assert names_in_order(*(("20190301", one) for one in (ben, ada, abel))) == ["Zeno", "Ada", "Ben"]
    young = file_of(lives(HERE, "20190301"), geboortedatum="20010101")
    old = file_of(lives(HERE, "20190301"), number=2, geboortedatum="19700000")
    assert [one["geboorte"]["datum"] for one in residents(young, old)] == ["19700000", "20010101"]


def test_of_more_people_than_may_be_named_only_that_there_are_so_many_is_told() -> None:
    sure = [file_of(lives(HERE, "20190301"), number=number) for number in range(1, RESIDENTS_MAX)]
    maybe = [file_of(lives(HERE, "20200000"), number=RESIDENTS_MAX + number) for number in range(2)]
    (full,) = occupied([*sure, maybe[0]], ON)
    assert (len(full["bewoners"]), len(full["mogelijkeBewoners"])) == (RESIDENTS_MAX - 1, 1)
    assert "indicatieVeelBewoners" not in full
    assert occupied([*sure, *maybe], ON) == [
        {
            "adresseerbaarObjectIdentificatie": HERE,
            "periode": {"datumVan": "2020-06-01", "datumTot": "2020-06-02"},
            "bewoners": [],
            "mogelijkeBewoners": [],
            "indicatieVeelBewoners": True,
        }
    ]


def test_a_part_begins_where_somebody_comes_in_doubt() -> None:
    file = file_of(lives(HERE, "20190301"), lives(HERE, "20200210", investigated="080000 20210301"))
    assert [part["periode"]["datumVan"] for part in occupied([file], "2019-06-01", "2021-01-01")] == [
        "2019-06-01",
        "2020-02-10",
    ]
