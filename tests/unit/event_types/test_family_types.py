"""The types about descent, custody, name, nationality, leaving and settling: what a claim needs, what an act adds."""

from collections.abc import Mapping
from typing import Any

import pytest

from events.domain.event_types import EventTypeVersion
from events.domain.schemas import satisfies, violations
from tests.unit.event_types.shipped import shipped

ONE, OTHER = ({"objectId": f"6b1c2d3e-4f50-4a61-8b72-9c83ad94be{end}"} for end in ("03", "0f"))
DEMANDED = {
    "Adoptie": {"uitspraak"},
    "CurateleGewijzigd": {"uitspraak"},
    "Geslachtswijziging": {"deskundigenverklaring"},
    "Gezagsbeslissing": {"uitspraak"},
    "Nationaliteit": {"reden", "brondocument"},
    "OntkenningOuderschap": {"ouderschap", "uitspraak"},
    "VaststellingOuderschap": {"uitspraak"},
    "VertrekNaarBuitenland": {"land", "soort"},
    "VestigingInNederland": {
        "landVanHerkomst",
        "adres",
        "gemeente",
        "functieAdres",
        "eersteInschrijving",
        "identiteit",
    },
    "WijzigingNaamgebruik": set(),
}
"""Type → what a claim may come without, and an official may not accept without."""
ANNOTATED = ("Adoptie", "Geslachtswijziging", "OntkenningOuderschap", "VaststellingOuderschap")
"""The types that rest on an act, or on another document."""
KEYS = [(name, pointer) for name in DEMANDED for pointer in shipped(name).identity_key]
every_type = pytest.mark.parametrize("name", DEMANDED)


@every_type
def test_an_example_is_valid_and_can_be_accepted(name: str) -> None:
    version = shipped(name)
    assert all(violations(version.schema, example) == () for example in version.schema["examples"])
    assert violations(version.accept_schema, _whole(version)) == ()


@pytest.mark.parametrize(("name", "field"), [(name, field) for name in DEMANDED for field in sorted(DEMANDED[name])])
def test_what_acceptance_needs_may_lack_in_a_claim_but_not_in_an_act(name: str, field: str) -> None:
    version = shipped(name)
    rest = _without(_whole(version), field)
    assert violations(version.schema, rest) == ()
    assert [(item.pointer, item.code) for item in violations(version.accept_schema, rest)] == [
        (f"/event_data/{field}", "required")
    ]


@every_type
def test_nothing_else_is_needed_to_accept(name: str) -> None:
    assert set(shipped(name).accept_schema.get("required", ())) == DEMANDED[name]


@pytest.mark.parametrize("name", ANNOTATED)
def test_an_act_of_civil_status_rests_on_an_act_or_another_document(name: str) -> None:
    version = shipped(name)
    bare = _without(_whole(version), "akte", "brondocument")
    assert version.civil_status
    assert violations(version.schema, bare) == ()
    assert not satisfies(version.accept_schema, bare)
    assert satisfies(version.accept_schema, {**bare, "brondocument": {"soort": "uitspraak"}})


@pytest.mark.parametrize(("name", "pointer"), KEYS)
def test_a_claim_can_never_lack_the_identity_key(name: str, pointer: str) -> None:
    version = shipped(name)
    field, *inside = pointer.removeprefix("/").split("/")
    field = field.removesuffix("[]")
    assert _refused(version, _without(_whole(version), field)) == [(f"/event_data/{field}", "required")]
    if inside:
        empty: Any = [{}] if isinstance(_whole(version)[field], list) else {}
        place = f"/event_data/{field}/0/objectId" if empty else f"/event_data/{field}/objectId"
        assert _refused(version, {**_whole(version), field: empty}) == [(place, "required")]


@pytest.mark.parametrize("name", ["Adoptie", "VertrekNaarBuitenland"])
def test_a_claim_is_about_somebody(name: str) -> None:
    field = "adoptanten" if name == "Adoptie" else "personen"
    assert _refused(shipped(name), {**_whole(shipped(name)), field: []}) == [(f"/event_data/{field}", "min-items")]


def test_a_denial_rests_on_what_made_somebody_a_parent_and_names_it() -> None:
    denial = shipped("OntkenningOuderschap")
    (ground,) = denial.required_references
    assert set(ground.event_types) == set(denial.event_pointers["/ouderschap"])


def test_a_stepparent_adopts_alone() -> None:
    adoption = shipped("Adoptie")
    together = {**_whole(adoption), "adoptanten": [ONE, OTHER]}
    assert satisfies(adoption.schema, {**together, "oudeBetrekkingBlijft": False})
    assert _refused(adoption, {**together, "oudeBetrekkingBlijft": True}) == [("/event_data/adoptanten", "max-items")]
    assert satisfies(adoption.schema, {**together, "adoptanten": [ONE], "oudeBetrekkingBlijft": True})


@pytest.mark.parametrize(
    ("indication", "most"), [("1", 0), ("2", 0), ("12", 0), ("1D", 1), ("2D", 1), ("D", 2)], ids=str
)
def test_custody_is_of_two_at_most_and_of_third_parties_only_when_the_court_says_so(indication: str, most: int) -> None:
    ruling = shipped("Gezagsbeslissing")
    bare = {**_without(_whole(ruling), "derden"), "indicatie": indication}
    assert satisfies(ruling.schema, bare)
    for count in (1, 2):
        data = {**bare, "derden": [ONE, OTHER][:count]}
        assert satisfies(ruling.schema, data) == (count <= most)


@pytest.mark.parametrize(("usage", "demands"), [("E", 0), ("N", 1), ("P", 1), ("V", 1)])
def test_who_uses_the_name_of_a_partner_has_or_had_one(usage: str, demands: int) -> None:
    version = shipped("WijzigingNaamgebruik")
    data = {**_whole(version), "naamgebruik": usage}
    assert sum(satisfies(item.when, data) for item in version.required_references) == demands


@pytest.mark.parametrize(
    ("name", "field"), [("VertrekNaarBuitenland", "land"), ("VestigingInNederland", "landVanHerkomst")]
)
def test_abroad_is_not_the_netherlands(name: str, field: str) -> None:
    version = shipped(name)
    found = violations(version.schema, {**_whole(version), field: "6030"})
    assert [item.pointer for item in found] == [f"/event_data/{field}"]


@pytest.mark.parametrize(
    ("document", "missing"),
    [({"soort": "paspoort"}, ["/event_data/identiteit/nummer"]), ({"soort": "verklaring"}, [])],
    ids=["passport", "own-statement"],
)
def test_a_document_has_a_number_and_an_own_statement_needs_none(
    document: Mapping[str, str], missing: list[str]
) -> None:
    settling = shipped("VestigingInNederland")
    data = {**_whole(settling), "identiteit": document}
    assert violations(settling.schema, data) == ()
    assert [item.pointer for item in violations(settling.accept_schema, data)] == missing


def test_leaving_is_announced_and_settling_is_not() -> None:
    assert shipped("VertrekNaarBuitenland").may_lie_ahead
    assert not shipped("VestigingInNederland").may_lie_ahead


def _whole(version: EventTypeVersion) -> dict[str, Any]:
    """The first example: whole, as an official accepts it."""
    return dict(version.schema["examples"][0])


def _without(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def _refused(version: EventTypeVersion, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The places at which a claim with this data is refused, and why."""
    return [(item.pointer, item.code) for item in violations(version.schema, data)]
