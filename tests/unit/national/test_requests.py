"""A request for persons is read with everything that is wrong with it, each with how to mend it."""

from typing import Any

import pytest

from events.domain.refusals import InvalidRequest
from readmodels.domain.national import parameters
from readmodels.domain.national.persons import request
from tests.unit.national.files import BSN

BY_NUMBER = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [BSN], "fields": ["naam"]}
BY_BIRTH = {
    "type": "ZoekMetGeslachtsnaamEnGeboortedatum",
    "geslachtsnaam": "Wouters",
    "geboortedatum": "2000-01-01",
    "fields": ["burgerservicenummer"],
}
BY_STREET = {
    "type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving",
    "straat": "Lindelaan",
    "huisnummer": 12,
    "gemeenteVanInschrijving": "0164",
    "fields": ["leeftijd"],
}


def refused(body: Any) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as refusal:
        request.parse(body)
    violations = refusal.value.violations
    assert all(violation.message.endswith(".") for violation in violations)
    return {violation.pointer: violation.code for violation in violations}


def test_a_request_is_read_into_what_it_asks() -> None:
    asked = request.parse(BY_BIRTH | {"inclusiefOverledenPersonen": True, "gemeenteVanInschrijving": "0164"})
    assert asked == request.ZoekMetGeslachtsnaamEnGeboortedatum(
        geslachtsnaam="Wouters",
        geboortedatum="2000-01-01",
        gemeente_van_inschrijving="0164",
        inclusief_overleden_personen=True,
        fields=("burgerservicenummer",),
    )


@pytest.mark.parametrize("body", [None, [], "x"])
def test_what_is_no_object_is_refused(body: Any) -> None:
    assert refused(body) == {"": "type"}


@pytest.mark.parametrize("kind", [None, 7, [], "ZoekMetKentekenplaat"])
def test_what_is_no_request_is_told_which_types_there_are(kind: Any) -> None:
    assert refused({"type": kind}) == {"/type": "required" if kind is None else "choice"}


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = BY_BIRTH | {"geboortedatum": "2000-02-30", "geslacht": "X", "kleur": "rood", "fields": []}
    assert refused({name: value for name, value in body.items() if name != "geslachtsnaam"}) == {
        "/geslachtsnaam": "required",
        "/geboortedatum": "date",
        "/geslacht": "choice",
        "/kleur": "unknown-field",
        "/fields": "items",
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (BY_NUMBER | {"burgerservicenummer": BSN}, "/burgerservicenummer"),
        (BY_NUMBER | {"burgerservicenummer": [BSN] * (parameters.BSN_MAX + 1)}, "/burgerservicenummer"),
        (BY_NUMBER | {"burgerservicenummer": [BSN, "12"]}, "/burgerservicenummer/1"),
        (BY_NUMBER | {"inclusiefOverledenPersonen": True}, "/inclusiefOverledenPersonen"),
        (BY_NUMBER | {"fields": ["naam"] * (parameters.FIELDS_MAX + 1)}, "/fields"),
        (BY_NUMBER | {"fields": ["naam", 7]}, "/fields/1"),
        (BY_NUMBER | {"fields": ["naam", "schoenmaat"]}, "/fields/1"),
        (BY_BIRTH | {"inclusiefOverledenPersonen": "true"}, "/inclusiefOverledenPersonen"),
        (BY_BIRTH | {"gemeenteVanInschrijving": 164}, "/gemeenteVanInschrijving"),
        (BY_BIRTH | {"geslachtsnaam": ""}, "/geslachtsnaam"),
        (BY_BIRTH | {"geslachtsnaam": "W" * (parameters.NAME_LENGTH_MAX + 1)}, "/geslachtsnaam"),
        (BY_STREET | {"huisnummer": "12"}, "/huisnummer"),
        (BY_STREET | {"huisnummer": True}, "/huisnummer"),
        (BY_STREET | {"huisnummer": parameters.HOUSE_NUMBER_MAX + 1}, "/huisnummer"),
        (BY_STREET | {"huisletter": "AB"}, "/huisletter"),
        (BY_STREET | {"straat": "Linde\x00laan"}, "/straat"),
        (BY_STREET | {"a/b~c": 1}, "/a~1b~0c"),
    ],
)
def test_a_refusal_points_at_what_must_be_mended(body: dict[str, Any], pointer: str) -> None:
    assert list(refused(body)) == [pointer]


@pytest.mark.parametrize("name", ["Wou*", "wouters", "."])
def test_a_wildcard_stands_at_the_end_of_a_name_beside_enough_of_it(name: str) -> None:
    request.parse(BY_BIRTH | {"geslachtsnaam": name})


@pytest.mark.parametrize("name", ["Wo*", "*", "*outers", "Wo*ters", "Wouters**"])
def test_a_wildcard_anywhere_else_is_refused(name: str) -> None:
    assert refused(BY_BIRTH | {"geslachtsnaam": name}) == {"/geslachtsnaam": "search-text"}


def test_a_wildcard_may_stand_before_a_street_or_after_it_but_not_both() -> None:
    request.parse(BY_STREET | {"straat": "*Lindelaan"})
    request.parse(BY_STREET | {"straat": "Lindelaan*"})
    assert refused(BY_STREET | {"straat": "*Lindelaan*"}) == {"/straat": "search-text"}
    assert refused(BY_STREET | {"straat": "*laan"}) == {"/straat": "search-text"}


def test_a_search_may_ask_only_for_what_tells_who_somebody_is() -> None:
    assert refused(BY_BIRTH | {"fields": ["ouders", "geboorte.datum", "gezag"]}) == {
        "/fields/0": "unknown-field",
        "/fields/2": "unknown-field",
    }


def test_custody_may_be_asked_of_whoever_lives_at_an_addressable_object() -> None:
    body = {
        "type": "ZoekMetAdresseerbaarObjectIdentificatie",
        "adresseerbaarObjectIdentificatie": "0164010000123456",
        "fields": ["gezag"],
    }
    assert request.parse(body).selection().asks("gezag")


def test_asking_for_what_is_told_unasked_changes_nothing() -> None:
    asked = request.parse(BY_NUMBER | {"fields": ["naam.voornamen", "rni", "opschortingBijhouding"]})
    assert list(asked.selection().fields) == ["naam.voornamen"]
