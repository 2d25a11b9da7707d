"""What changes between versions, with what it means; and what is not stricter never refuses what was right."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.event_types import EventTypeVersion
from events.domain.schema_fields import fields_of
from events.domain.schemas import satisfies
from events.domain.version_differences import Aspect, Difference, Effect, differences
from tests.unit.event_types.shipped import VERSIONS

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["naam"],
    "additionalProperties": False,
    "properties": {
        "naam": {"type": "string", "title": "Naam", "maxLength": 10},
        "soort": {"enum": ["a", "b"]},
        "leden": {"type": "array", "items": {"$ref": "#/$defs/Lid"}, "maxItems": 3},
        "datum": {"oneOf": [{"title": "Dag", "type": "string"}, {"title": "Jaar", "type": "integer"}]},
    },
    "$defs": {
        "Lid": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}}
    },
}
OLD = EventTypeVersion(name="Feest", version="1", title="Feest", schema=SCHEMA)


def changed(*path: str, **members: Any) -> EventTypeVersion:
    """The next version, with these members changed at a place of its schema (None: gone)."""
    schema = deepcopy(SCHEMA)
    place = schema
    for step in path:
        place = place[step]
    place.update(members)
    for name in [name for name, value in members.items() if value is None]:
        del place[name]
    return replace(OLD, version="2", schema=schema)


def said(new: EventTypeVersion) -> set[tuple[str, str, Effect]]:
    return {(it.place, it.what, it.effect) for it in differences(OLD, new)}


TEXT = {"type": "string"}
CHANGES: dict[str, tuple[EventTypeVersion, tuple[str, str, Effect]]] = {
    "a field that may be left out": (changed("properties", plaats=TEXT), ("/plaats", "added", Effect.WIDENS)),
    "a field that goes": (changed("properties", soort=None), ("/soort", "removed", Effect.NARROWS)),
    "a field that becomes required": (changed(required=["naam", "soort"]), ("/soort", "required", Effect.NARROWS)),
    "a field that becomes optional": (changed(required=[]), ("/naam", "optional", Effect.WIDENS)),
    "other fields as well": (changed(additionalProperties=None), ("", "opened", Effect.WIDENS)),
    "a word more": (changed("properties", "soort", enum=["a", "b", "c"]), ("/soort", "enum", Effect.WIDENS)),
    "a word less": (changed("properties", "soort", enum=["a"]), ("/soort", "enum", Effect.NARROWS)),
    "other words": (changed("properties", "soort", enum=["a", "c"]), ("/soort", "enum", Effect.RENEWS)),
    "longer text": (changed("properties", "naam", maxLength=20), ("/naam", "maxLength", Effect.WIDENS)),
    "shorter text": (changed("properties", "naam", maxLength=5), ("/naam", "maxLength", Effect.NARROWS)),
    "no limit any more": (changed("properties", "naam", maxLength=None), ("/naam", "maxLength", Effect.WIDENS)),
    "a limit that was not": (changed("properties", "naam", minLength=1), ("/naam", "minLength", Effect.NARROWS)),
    "a pattern": (changed("properties", "naam", pattern="^a"), ("/naam", "pattern", Effect.NARROWS)),
    "another kind of value": (changed("properties", "naam", type="integer"), ("/naam", "type", Effect.RENEWS)),
    "a kind more": (changed("properties", "naam", type=["string", "null"]), ("/naam", "type", Effect.WIDENS)),
    "another title": (changed("properties", "naam", title="Naam van het feest"), ("/naam", "title", Effect.SAYS)),
    "deep in a definition": (
        changed("$defs", "Lid", "properties", id=TEXT),
        ("/leden/*/id", "format", Effect.WIDENS),
    ),
    "a form less": (
        changed("properties", "datum", oneOf=[SCHEMA["properties"]["datum"]["oneOf"][0]]),
        ("/datum", "forms", Effect.NARROWS),
    ),
    "more officials": (replace(OLD, version="2", acceptances=2), ("acceptances", "rule", Effect.NARROWS)),
    "fewer sources": (
        replace(OLD, version="2", source_types=frozenset({"ouder"})),
        ("source_types", "rule", Effect.NARROWS),
    ),
    "another identity": (replace(OLD, version="2", identity_key=("/naam",)), ("identity_key", "rule", Effect.RULES)),
    "needed to accept": (
        replace(OLD, version="2", accept_schema={"required": ["soort"]}),
        ("/soort", "added-required", Effect.NARROWS),
    ),
    "an upcast": (
        replace(OLD, version="2", upcast_from="1", upcast=({"op": "remove", "path": "/soort"},)),
        ("upcast", "upcast", Effect.RULES),
    ),
}


@pytest.mark.parametrize(("new", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_with_what_it_means(new: EventTypeVersion, expected: tuple[str, str, Effect]) -> None:
    assert said(new) == {expected}


def test_a_required_field_that_is_new_refuses_what_was_right() -> None:
    new = changed("properties", plaats=TEXT)
    new = replace(new, schema={**new.schema, "required": ["naam", "plaats"]})
    assert said(new) == {("/plaats", "added-required", Effect.RENEWS)}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda it: f"{it.name} {it.version}")
def test_a_shipped_version_has_its_fields_once_and_differs_not_from_itself(version: EventTypeVersion) -> None:
    pointers = [field.pointer for field in fields_of(version.schema)]
    assert pointers[0] == ""
    assert len(pointers) == len(set(pointers))
    assert differences(version, version) == ()


def test_a_definition_that_goes_round_ends() -> None:
    schema = {"$ref": "#/$defs/A", "$defs": {"A": {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}}}}
    assert [field.pointer for field in fields_of(schema)] == ["", "/a"]


# -- the law: what is not stricter never refuses what was right --------------------------------------------------------

NAMES = ("a", "b", "c")
FIELD = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", ["string", "integer"], ["string", "null"]]),
        "enum": st.lists(st.sampled_from(["x", "xy", 1, 2]), min_size=1, max_size=3, unique=True),
        "maxLength": st.integers(0, 3),
        "minLength": st.integers(0, 2),
        "maximum": st.integers(0, 3),
        "pattern": st.sampled_from(["^x", "y$"]),
    },
)
SCHEMAS = st.fixed_dictionaries(
    {"type": st.just("object"), "properties": st.dictionaries(st.sampled_from(NAMES), FIELD, max_size=3)},
    optional={
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "additionalProperties": st.just(value=False),
    },
)
DATA = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["", "x", "xy", "xyz", 0, 1, 2, 3, None]), max_size=3)
STRICTER = {Effect.NARROWS, Effect.RENEWS}


def in_data(found: tuple[Difference, ...]) -> list[Difference]:
    return [it for it in found if it.aspect is Aspect.DATA]


@given(SCHEMAS, SCHEMAS, DATA)
@settings(deadline=None)
def test_what_is_not_stricter_refuses_nothing_that_was_right(old: Any, new: Any, data: Any) -> None:
    found = in_data(differences(replace(OLD, schema=old), replace(OLD, schema=new)))
    if satisfies(old, data) and not satisfies(new, data):
        assert {it.effect for it in found} & STRICTER


@given(SCHEMAS, SCHEMAS, DATA)
@settings(deadline=None)
def test_what_is_only_stricter_allows_nothing_that_was_wrong(old: Any, new: Any, data: Any) -> None:
    found = in_data(differences(replace(OLD, schema=old), replace(OLD, schema=new)))
    if satisfies(new, data) and not satisfies(old, data):
        assert {it.effect for it in found} - {Effect.NARROWS}
