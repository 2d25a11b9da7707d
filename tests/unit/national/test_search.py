"""Whom a search finds: candidates by key, then an exact match on the present rows."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readmodels.domain.national import search
from readmodels.domain.national.file_rows import rows_of_file
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import request
from readmodels.projectors.projections import PERSON_FILES, PROJECTIONS
from tests.unit.national.files import BSN, a_file
from tests.unit.states.stories import CATALOGUE, Story

ADDRESS = {
    "straatnaam": "Lindeln",
    "naamOpenbareRuimte": "Lindelaan",
    "huisnummer": "012",
    "huisletter": "b",
    "postcode": "7551AB",
    "identificatiecodeVerblijfplaats": "0164010000123456",
    "identificatiecodeNummeraanduiding": "0164200000123456",
}
SANNE = {
    "burgerservicenummer": BSN,
    "voornamen": "Zoe Lotte",
    "voornamenDiakritisch": "Zoë Lotte",
    "voorvoegsel": "van der",
    "geslachtsnaam": "Ozturk",
    "geslachtsnaamDiakritisch": "Öztürk",
    "geslachtsaanduiding": "V",
    "geboortedatum": "20000101",
}
FILE = a_file(c01=SANNE, c08={"gemeenteVanInschrijving": "0164", "adres": ADDRESS})
BY_BIRTH = {"type": "ZoekMetGeslachtsnaamEnGeboortedatum", "geslachtsnaam": "Ozturk", "geboortedatum": "2000-01-01"}
BY_NAME = {
    "type": "ZoekMetNaamEnGemeenteVanInschrijving",
    "geslachtsnaam": "Ozturk",
    "voornamen": "Zoe Lotte",
    "gemeenteVanInschrijving": "0164",
}
BY_STREET = {
    "type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving",
    "straat": "Lindelaan",
    "huisnummer": 12,
    "gemeenteVanInschrijving": "0164",
}
BY_POSTCODE = {"type": "ZoekMetPostcodeEnHuisnummer", "postcode": "7551 ab", "huisnummer": 12}
BY_NUMBER_DESIGNATION = {
    "type": "ZoekMetNummeraanduidingIdentificatie",
    "nummeraanduidingIdentificatie": "0164200000123456",
}
BY_OBJECT = {
    "type": "ZoekMetAdresseerbaarObjectIdentificatie",
    "adresseerbaarObjectIdentificatie": "0164010000123456",
}
BY_NUMBER = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": ["999994669", BSN]}
SEARCHES = [BY_BIRTH, BY_NAME, BY_STREET, BY_POSTCODE, BY_NUMBER_DESIGNATION, BY_OBJECT]


def finds(body: dict[str, Any], file: PersonFile = FILE) -> bool:
    asked = request.parse(body | {"fields": ["burgerservicenummer"]})
    is_found = search.matches(asked, file)
    if is_found:
        assert any(it.finds(search.search_keys(file)) for it in search.selectors(asked)), "no index would find him"
    return is_found


@pytest.mark.parametrize("body", [*SEARCHES, BY_NUMBER])
def test_a_person_is_found_by_any_type_of_search(body: dict[str, Any]) -> None:
    assert finds(body)


@pytest.mark.parametrize("name", ["ozturk", "ÖZTÜRK", "Öztürk", "Ozt*", "özt*"])
def test_a_name_is_found_with_or_without_diacritics_and_capitals(name: str) -> None:
    assert finds(BY_BIRTH | {"geslachtsnaam": name})
    assert finds(BY_NAME | {"geslachtsnaam": name})


@pytest.mark.parametrize("name", ["Ozt", "Ozturkin", "Oztar*"])
def test_a_part_of_a_name_is_not_the_name(name: str) -> None:
    assert not finds(BY_BIRTH | {"geslachtsnaam": name})


@pytest.mark.parametrize(
    "other",
    [
        {"geboortedatum": "2000-01-02"},
        {"voorvoegsel": "van"},
        {"voornamen": "Zoe"},
        {"geslacht": "M"},
        {"gemeenteVanInschrijving": "0344"},
    ],
)
def test_everything_that_is_said_must_be_so(other: dict[str, Any]) -> None:
    assert not finds(BY_BIRTH | other)


@pytest.mark.parametrize("street", ["Lindeln", "lindelaan", "*indelaan", "Lindela*"])
def test_a_street_is_found_by_its_short_name_or_its_whole_name(street: str) -> None:
    assert finds(BY_STREET | {"straat": street})


def test_letter_and_addition_are_compared_without_capitals() -> None:
    assert finds(BY_POSTCODE | {"huisletter": "B"})
    assert not finds(BY_POSTCODE | {"huisletter": "C"})
    assert not finds(BY_POSTCODE | {"huisnummertoevoeging": "hs"})


@pytest.mark.parametrize("body", SEARCHES)
def test_the_deceased_are_found_only_when_they_are_asked_for(body: dict[str, Any]) -> None:
    lived = {"gemeenteVanInschrijving": "0164", "adres": ADDRESS}
    dead = a_file(c01=SANNE, c07={"redenOpschortingBijhouding": "O"}, c08=lived)
    assert not finds(body, dead)
    assert finds(body | {"inclusiefOverledenPersonen": True}, dead)


def test_the_deceased_are_read_by_their_number() -> None:
    assert finds(BY_NUMBER, a_file(c01=SANNE, c07={"redenOpschortingBijhouding": "O"}))


@pytest.mark.parametrize("reason", ["F", "W"])
def test_a_file_that_is_an_error_or_was_erased_is_never_found(reason: str) -> None:
    file = a_file(c01=SANNE, c07={"redenOpschortingBijhouding": reason})
    assert not finds(BY_NUMBER, file)
    assert not finds(BY_BIRTH | {"inclusiefOverledenPersonen": True}, file)


def test_a_file_has_keys_of_its_history_but_matches_on_the_present() -> None:
    married = a_file(c01=[SANNE | {"geslachtsnaam": "Dijk", "geslachtsnaamDiakritisch": ""}, SANNE])
    assert ("geslachtsnaam", "ozturk") in search.search_keys(married)
    assert not finds(BY_BIRTH, married)
    assert finds(BY_BIRTH | {"geslachtsnaam": "dijk"}, married)


def test_files_are_found_in_the_order_in_which_they_are_given() -> None:
    files = [a_file(UUID(int=number), c01=SANNE) for number in (3, 1, 2)]
    asked = request.parse(BY_BIRTH | {"fields": ["leeftijd"]})
    assert [file.id.int for file in search.found(asked, files)] == [3, 1, 2]


@given(said=st.text(max_size=12), wanted=st.text(min_size=1, max_size=8))
def test_every_file_that_matches_has_a_key_by_which_it_is_looked_up(said: str, wanted: str) -> None:
    asked = request.ZoekMetNaamEnGemeenteVanInschrijving(
        geslachtsnaam=wanted, voornamen="Sanne", gemeente_van_inschrijving="0164", fields=("leeftijd",)
    )
    for name in (said, wanted):
        person = {"geslachtsnaam": name, "voornamen": "Sanne"}
        file = a_file(c01=person, c08={"gemeenteVanInschrijving": "0164"})
        if search.matches(asked, file):
            assert any(it.finds(search.search_keys(file)) for it in search.selectors(asked))


def test_who_stands_in_an_export_without_zeros_is_found_by_his_whole_number_and_municipality() -> None:
    file = a_file(c01=SANNE | {"burgerservicenummer": "10082426"}, c08={"gemeenteVanInschrijving": "164"})
    assert finds(BY_NUMBER | {"burgerservicenummer": ["010082426"]}, file)
    assert finds(BY_NAME, file)


def test_a_file_is_stored_under_all_that_it_ever_said() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.retract(story.move(someone, on="2010-04-01", street="Parklaan"))
    rows = rows_of_file(someone, story.register.log, catalogue=CATALOGUE)
    keys = PROJECTIONS[PERSON_FILES].keys(someone, rows)
    assert (search.BIRTH, "19900101") in keys
    assert {value.partition("|")[0] for name, value in keys if name == search.STREET} == {"parklaan"}


@pytest.mark.parametrize("sign", ["a", "한", "ß"])
def test_keys_are_of_a_limited_length_and_still_find(sign: str) -> None:
    street = sign * 80
    file = a_file(c08={"gemeenteVanInschrijving": "0164", "adres": ADDRESS | {"straatnaam": street}})
    assert finds(BY_STREET | {"straat": street}, file)
    keys = search.search_keys(a_file(c01={"geslachtsnaam": sign * 400}, c08={"adres": {"straatnaam": sign * 400}}))
    assert all(len(value) <= search.KEY_LENGTH_MAX for _, value in keys)
