"""The types about descent, custody, name, nationality and residence: whom, when and which occurrence they name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from events.domain import pointers
from events.domain.identity import key_ids
from events.domain.moments import parse
from events.domain.schemas import satisfies, violations
from tests.unit.event_types.shipped import shipped

SOMEONE = {"objectId": "11111111-2222-4333-8444-555555555555"}
ANNOTATIONS = ("OntkenningOuderschap", "VaststellingOuderschap", "Adoptie", "Geslachtswijziging")
PERSONS = {
    "OntkenningOuderschap": ["/kind", "/ouder"],
    "VaststellingOuderschap": ["/kind", "/ouder"],
    "Adoptie": ["/kind", "/adoptanten/0", "/adoptanten/1"],
    "Gezagsbeslissing": ["/minderjarige"],
    "CurateleGewijzigd": ["/persoon"],
    "WijzigingNaamgebruik": ["/persoon", "/partner"],
    "Geslachtswijziging": ["/persoon"],
    "Nationaliteit": ["/persoon"],
    "VestigingInNederland": ["/persoon"],
    "VertrekNaarBuitenland": ["/personen/0", "/personen/1"],
}
DATES = {
    "OntkenningOuderschap": "2027-05-12",
    "VaststellingOuderschap": "2026-09-02",
    "Adoptie": "2026-07-14",
    "Gezagsbeslissing": "2026-03-09",
    "CurateleGewijzigd": "2026-02-03",
    "WijzigingNaamgebruik": "2026-01-15",
    "Geslachtswijziging": "2026-05-18",
    "Nationaliteit": "2026-12-15",
    "VestigingInNederland": "2026-04-01",
    "VertrekNaarBuitenland": "2027-01-31",
}
ORDER = (
    "Geboorte",
    "Erkenning",
    "OntkenningOuderschap",
    "VaststellingOuderschap",
    "Adoptie",
    "Huwelijk",
    "OntbindingVerbintenis",
    "Gezagsbeslissing",
    "CurateleGewijzigd",
    "Naamswijziging",
    "Geslachtswijziging",
    "WijzigingNaamgebruik",
    "Nationaliteit",
    "VestigingInNederland",
    "Verhuizing",
    "VertrekNaarBuitenland",
    "Overlijden",
)
every_type = pytest.mark.parametrize("name", PERSONS)


@pytest.mark.parametrize("name", ANNOTATIONS)
def test_one_act_may_carry_several_later_annotations(name: str) -> None:
    assert key_ids(shipped(name), data=_example(name)).unique == {}


@every_type
def test_every_person_in_it_is_a_subject(name: str) -> None:
    version, data = shipped(name), _example(name)
    found = [value for pointer in version.subject_pointers for value in pointers.values(data, pointer)]
    assert found == [pointers.value(data, f"{place}/objectId") for place in PERSONS[name]]


def test_a_third_party_with_custody_is_a_subject() -> None:
    version = shipped("Gezagsbeslissing")
    data = version.schema["examples"][1]
    assert pointers.values(data, version.subject_pointers[1]) == (data["derden"][0]["objectId"],)


@every_type
def test_its_own_date_is_the_material_moment(name: str) -> None:
    version = shipped(name)
    found = parse(pointers.value(_example(name), str(version.material_pointer)))
    assert found is not None
    assert found.text == DATES[name]


def test_a_denial_names_the_parenthood_that_it_undoes_and_rests_on_it() -> None:
    version = shipped("OntkenningOuderschap")
    ((pointer, types),) = version.event_pointers.items()
    assert pointers.value(_example("OntkenningOuderschap"), pointer) == "6b1c2d3e-4f50-4a61-8b72-9c83ad94be0b"
    assert set(types) == {"Geboorte", "Erkenning", "VaststellingOuderschap", "OvernameOuder"}
    assert _grounds("OntkenningOuderschap") == [set(types)]


@pytest.mark.parametrize("name", ["VaststellingOuderschap", "Adoptie", "Gezagsbeslissing", "Geslachtswijziging"])
def test_it_rests_on_a_birth_or_on_a_person_taken_over(name: str) -> None:
    assert _grounds(name) == [{"Geboorte", "OvernamePersoon"}]


@every_type
def test_every_ground_must_be_accepted(name: str) -> None:
    assert all(item.accepted for item in shipped(name).required_references)


def test_the_name_of_a_partner_is_used_on_the_ground_of_a_union() -> None:
    union = {"Huwelijk", "GeregistreerdPartnerschap", "OvernameVerbintenis"}
    assert _grounds("WijzigingNaamgebruik") == [union]


@every_type
def test_another_person_makes_it_another_occurrence(name: str) -> None:
    first = PERSONS[name][0].split("/")[1]
    other = [SOMEONE] if isinstance(_example(name)[first], list) else SOMEONE
    assert _occurrence(name) != _occurrence(name, **{first: other})


@pytest.mark.parametrize("name", ["OntkenningOuderschap", "VaststellingOuderschap"])
def test_a_ruling_on_a_parent_is_one_occurrence_whatever_day_is_given_for_it(name: str) -> None:
    assert _occurrence(name) == _occurrence(name, datumUitspraak={"type": "JaarDatum", "jaar": 2025})


def test_a_denial_and_an_annulment_of_a_recognition_are_two_occurrences() -> None:
    assert _occurrence("OntkenningOuderschap") != _occurrence("OntkenningOuderschap", soort="vernietigingErkenning")


def test_adopters_come_in_any_order_and_the_day_makes_no_other_adoption() -> None:
    adopters = _example("Adoptie")["adoptanten"]
    day = {"type": "JaarDatum", "jaar": 2026}
    assert _occurrence("Adoptie") == _occurrence("Adoptie", adoptanten=adopters[::-1], datumIngang=day)
    assert _occurrence("Adoptie") != _occurrence("Adoptie", adoptanten=adopters[:1])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Gezagsbeslissing", {"indicatie": "2"}),
        ("CurateleGewijzigd", {"onderCuratele": False}),
        ("WijzigingNaamgebruik", {"naamgebruik": "E"}),
        ("Geslachtswijziging", {"nieuwGeslacht": "M"}),
        ("VertrekNaarBuitenland", {"land": "6029"}),
        ("VestigingInNederland", {"gemeente": "0344"}),
    ],
)
def test_two_claims_that_contradict_each_other_on_one_day_are_one_occurrence(
    name: str, other: Mapping[str, Any]
) -> None:
    assert _occurrence(name) == _occurrence(name, **other)


def test_sex_is_one_of_those_that_a_birth_knows() -> None:
    born = shipped("Geboorte").schema["properties"]["geslacht"]["enum"]
    assert shipped("Geslachtswijziging").schema["properties"]["nieuwGeslacht"]["enum"] == born


def test_a_reason_of_nationality_is_a_code_of_three_digits() -> None:
    (found,) = violations(shipped("Nationaliteit").schema, _example("Nationaliteit", reden="27"))
    assert (found.pointer, found.code) == ("/event_data/reden", "pattern")


def test_facts_of_one_moment_have_an_order_in_which_each_finds_what_it_changes() -> None:
    ranks = [shipped(name).rank for name in ORDER]
    assert ranks == sorted(set(ranks))


def test_only_what_can_be_announced_is_claimed_before_it_happens() -> None:
    announced = {name for name in PERSONS if shipped(name).may_lie_ahead}
    assert announced == {
        "Gezagsbeslissing",
        "CurateleGewijzigd",
        "WijzigingNaamgebruik",
        "Geslachtswijziging",
        "VertrekNaarBuitenland",
    }


def test_only_a_later_annotation_is_corrected_as_an_act_of_civil_status() -> None:
    assert {name for name in PERSONS if shipped(name).civil_status} == set(ANNOTATIONS)


def test_what_an_official_or_a_court_brings_about_may_work_from_a_later_moment() -> None:
    later = {name for name in PERSONS if shipped(name).constitutive}
    assert later == {
        "Adoptie",
        "Geslachtswijziging",
        "WijzigingNaamgebruik",
        "VestigingInNederland",
        "VertrekNaarBuitenland",
    }


def _example(name: str, **changes: Any) -> dict[str, Any]:
    """The first example of the type, with some fields changed."""
    return {**shipped(name).schema["examples"][0], **changes}


def _grounds(name: str) -> list[set[str]]:
    """The types of ground that the first example needs."""
    data = _example(name)
    return [set(item.event_types) for item in shipped(name).required_references if satisfies(item.when, data)]


def _occurrence(name: str, **changes: Any) -> UUID:
    found = key_ids(shipped(name), data=_example(name, **changes)).identity
    assert found is not None
    return found
