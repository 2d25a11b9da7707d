"""What holds for every event type that F6 ships."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from events.domain import pointers
from events.domain.event_types import EventTypeVersion
from events.domain.identity import key_ids
from events.domain.moments import parse
from events.domain.schemas import satisfies, violations
from events.domain.type_declarations import read, render
from events.domain.upcasting import upcast
from tests.unit.event_types.shipped import EXAMPLES, OWN, VERSIONS, label, objects_in, shipped

CATALOGUE = {
    "Adoptie",
    "BsnToegekend",
    "CurateleGewijzigd",
    "Erkenning",
    "Geboorte",
    "GeregistreerdPartnerschap",
    "Geslachtswijziging",
    "Gezagsbeslissing",
    "Huwelijk",
    "InOnderzoek",
    "Naamswijziging",
    "Nationaliteit",
    "OnderzoekBeeindigd",
    "OntbindingVerbintenis",
    "OntkenningOuderschap",
    "Overlijden",
    "VaststellingOuderschap",
    "Verhuizing",
    "VertrekNaarBuitenland",
    "VestigingInNederland",
    "WijzigingNaamgebruik",
}
every_version = pytest.mark.parametrize("version", VERSIONS, ids=label)
every_own_version = pytest.mark.parametrize("version", OWN, ids=label)
every_example = pytest.mark.parametrize(("version", "example"), EXAMPLES, ids=label)


def test_the_types_of_the_catalogue_are_shipped() -> None:
    assert {version.name for version in OWN} == CATALOGUE


@every_version
def test_a_declaration_survives_being_stored(version: EventTypeVersion) -> None:
    assert read(render(version)) == version


@every_example
def test_an_example_can_be_claimed(version: EventTypeVersion, example: Mapping[str, Any]) -> None:
    assert violations(version.schema, example) == ()


@every_own_version
def test_one_of_the_examples_can_be_accepted(version: EventTypeVersion) -> None:
    assert any(satisfies(version.accept_schema, example) for example in version.schema["examples"])


@every_example
def test_an_example_says_when_and_about_whom(version: EventTypeVersion, example: Mapping[str, Any]) -> None:
    assert any(pointers.values(example, pointer) for pointer in version.subject_pointers) or "verbintenis" in example
    if version.material_pointer:
        assert parse(pointers.value(example, version.material_pointer)) is not None


@every_example
def test_every_missing_required_field_is_reported_where_it_belongs(
    version: EventTypeVersion, example: Mapping[str, Any]
) -> None:
    for name in version.schema["required"]:
        rest = {key: value for key, value in example.items() if key != name}
        assert [(item.pointer, item.code) for item in violations(version.schema, rest)] == [
            (f"/event_data/{name}", "required")
        ]


@every_own_version
def test_all_missing_fields_are_in_one_answer(version: EventTypeVersion) -> None:
    found = {item.pointer for item in violations(version.schema, {})}
    assert found == {f"/event_data/{name}" for name in version.schema["required"]}


@every_own_version
def test_what_acceptance_demands_is_reported_where_it_belongs(version: EventTypeVersion) -> None:
    found = {item.pointer for item in violations(version.accept_schema, {}, "/event_data/act")}
    assert {f"/event_data/act/{name}" for name in version.accept_schema.get("required", ())} <= found


@every_version
def test_an_unknown_field_is_refused_everywhere(version: EventTypeVersion) -> None:
    open_objects = [place for place, schema in objects_in(version.schema) if "additionalProperties" not in schema]
    assert open_objects == []


@every_version
def test_every_field_has_a_dutch_title(version: EventTypeVersion) -> None:
    assert version.title
    assert list(_without("title", version)) == []


@every_own_version
def test_every_field_is_described(version: EventTypeVersion) -> None:
    assert version.schema["description"]
    assert [place for place in _without("description", version) if "/overname" not in place] == []


@every_example
def test_a_bsn_in_an_example_is_a_test_number(version: EventTypeVersion, example: Mapping[str, Any]) -> None:
    for value in _texts(example):
        if len(value) == 9 and value.isdigit():
            assert bsn.is_valid(value)
            assert value.startswith(("9999", "0000000"))


def test_a_move_of_the_first_version_is_read_as_the_second() -> None:
    first, second = (version for version in VERSIONS if version.name == "Verhuizing")
    old = {**first.schema["examples"][0], "functie": "B"}
    new = upcast(old, steps=second.upcast)
    assert (new["functieAdres"], new["gemeente"], "functie" in new) == ("briefadres", "0000", False)
    assert violations(second.schema, new) == violations(second.accept_schema, new) == ()
    assert {name: new[name] for name in old.keys() & new.keys()} == {n: v for n, v in old.items() if n != "functie"}


def test_a_move_in_either_version_is_the_same_occurrence() -> None:
    first, second = (version for version in VERSIONS if version.name == "Verhuizing")
    one, other = first.schema["examples"][0], second.schema["examples"][0]
    assert key_ids(first, data=one) == key_ids(second, data=other)


def test_what_grounds_a_birth_needs_follows_from_the_other_parent() -> None:
    birth = shipped("Geboorte")
    example = birth.schema["examples"][1]
    for ground, demanded in [("erkenning", "Erkenning"), ("huwelijk", "Huwelijk"), ("donorverklaring", None)]:
        data = {**example, "andereOuder": {**example["andereOuder"], "grond": ground}}
        found = [item.event_types for item in birth.required_references if satisfies(item.when, data)]
        assert found == ([(demanded,)] if demanded else [])


def test_a_birth_without_another_parent_needs_no_ground() -> None:
    birth = shipped("Geboorte")
    assert not any(satisfies(item.when, birth.schema["examples"][0]) for item in birth.required_references)


def test_a_divorce_is_accepted_only_with_its_ruling() -> None:
    divorce = shipped("OntbindingVerbintenis")
    data = {name: value for name, value in divorce.schema["examples"][0].items() if name != "uitspraak"}
    assert [item.pointer for item in violations(divorce.accept_schema, data)] == ["/event_data/uitspraak"]


def test_a_place_in_the_netherlands_has_its_municipality() -> None:
    death = shipped("Overlijden")
    data = {**death.schema["examples"][0], "plaats": {"land": "6030"}}
    assert [item.pointer for item in violations(death.schema, data)] == ["/event_data/plaats/gemeente"]


@pytest.mark.parametrize(
    "value", ["2026-11-20", "2026", {"type": "Datum", "datum": "2026-11"}, {"type": "Datum"}, 2026]
)
def test_a_date_has_one_spelling(value: Any) -> None:
    found = violations(
        shipped("Geboorte").schema, {**shipped("Geboorte").schema["examples"][0], "geboortedatum": value}
    )
    assert found
    assert all(item.pointer.startswith("/event_data/geboortedatum") for item in found)


def test_a_date_in_another_spelling_is_told_how_to_write_it() -> None:
    data = {**shipped("Geboorte").schema["examples"][0], "geboortedatum": "2026-11-20"}
    (found,) = violations(shipped("Geboorte").schema, data)
    assert '{"type": "Datum", "datum": "2026-11-20"}' in found.message


class Breakage:
    """One field of an example, removed, renamed or given a value of another type."""

    def __init__(self, path: tuple[str | int, ...], how: str) -> None:
        self.path, self.how = path, how

    def applied(self, example: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """The broken data, and the pointer of what was broken."""
        data = deepcopy(dict(example))
        holder: Any = data
        for step in self.path[:-1]:
            holder = holder[step]
        last = self.path[-1]
        pointer = "/event_data" + "".join(f"/{step}" for step in self.path)
        if self.how == "rename" and isinstance(last, str):
            holder[f"{last}x"] = holder.pop(last)
        elif self.how == "null":
            holder[last] = None
        else:
            holder[last] = [[]] if not isinstance(holder[last], list) else "text"
        return data, pointer


@given(data=st.data())
def test_an_example_with_one_field_broken_is_refused_at_a_place_that_can_be_found(data: st.DataObject) -> None:
    version, example = data.draw(st.sampled_from(EXAMPLES))
    path = data.draw(st.sampled_from(list(_paths(example))))
    broken, pointer = Breakage(path, data.draw(st.sampled_from(["rename", "null", "other"]))).applied(example)
    found = violations(version.schema, broken)
    assert found
    for item in found:
        place = item.pointer.removeprefix("/event_data")
        named = dict(item.facts).get("member") or dict(item.facts).get("members", "")
        exists = bool(pointers.values(broken, place)) or place == ""
        assert exists or place.rsplit("/", 1)[-1] in named
        assert pointer.startswith(item.pointer) or item.pointer.startswith(pointer.rsplit("/", 1)[0])


def _paths(value: Any, *, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    steps = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from _paths(inner, path=(*path, step))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _without(text: str, version: EventTypeVersion) -> Iterator[str]:
    """The fields that lack a text, in their own schema and in the definition they refer to."""
    definitions = version.schema.get("$defs", {})
    for place, schema in objects_in(version.schema):
        for name, field in schema["properties"].items():
            shared = definitions.get(str(field.get("$ref", "")).removeprefix("#/$defs/"), {})
            is_id_of_reference = name == "objectId"
            if not (field.get(text) or shared.get(text) or is_id_of_reference):
                yield f"{place}/properties/{name}"
