"""What can stand at a pointer, by JSON Schemas of every form; only what is impossible is told."""

from dataclasses import replace
from typing import Any

import pytest

from events.domain.event_types import EventTypeVersion
from readmodels.domain.own_views.places import KINDS, names_at, possible, reached
from tests import builders
from tests.unit.event_types.shipped import VERSIONS, shipped


def of(schema: dict[str, Any]) -> list[EventTypeVersion]:
    """A type with this schema."""
    return [replace(builders.MOVE, schema=schema)]


def closed(**properties: Any) -> dict[str, Any]:
    """An object with only these members."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
CHOICE = {"anyOf": [closed(a=TEXT), closed(b=NUMBER)]}
OBJECT = frozenset({"object", "date"})

TABLE: list[tuple[dict[str, Any], str, frozenset[str]]] = [
    (closed(a=TEXT), "/a", frozenset({"string"})),
    (closed(a=TEXT), "/b", frozenset()),
    (closed(a=TEXT), "/a/b", frozenset()),
    (closed(a=closed(b=NUMBER)), "/a/b", frozenset({"integer"})),
    (closed(a={"type": ["number", "null"]}), "/a", frozenset({"number", "integer", "null"})),
    (closed(a={}), "/a/b/c", KINDS),
    (closed(a=True), "/a/0/b", KINDS),
    (closed(a=False), "/a", frozenset()),
    ({"type": "object"}, "/a", KINDS),
    ({}, "/a", KINDS),
    ({"type": "object", "additionalProperties": TEXT}, "/a", frozenset({"string"})),
    ({"type": "object", "properties": {"a": TEXT}, "additionalProperties": NUMBER}, "/a", frozenset({"string"})),
    ({"patternProperties": {"^x": NUMBER}, "additionalProperties": False}, "/x1", frozenset({"integer"})),
    (closed(a=CHOICE), "/a/a", frozenset({"string"})),
    (closed(a=CHOICE), "/a/b", frozenset({"integer"})),
    (closed(a=CHOICE), "/a/c", frozenset()),
    (closed(a={"oneOf": [TEXT, NUMBER]}), "/a", frozenset({"string", "integer"})),
    (closed(a={"allOf": [{"type": ["string", "integer"]}, NUMBER]}), "/a", frozenset({"integer"})),
    (closed(a={"allOf": [closed(a=TEXT), {"properties": {"b": NUMBER}}]}), "/a/b", frozenset()),
    (closed(a={"type": "array", "items": closed(b=TEXT)}), "/a/*/b", frozenset({"string"})),
    (closed(a={"type": "array", "items": closed(b=TEXT)}), "/a[]/b", frozenset({"string"})),
    (closed(a={"type": "array", "items": closed(b=TEXT)}), "/a/0/b", frozenset({"string"})),
    (closed(a={"type": "array", "items": closed(b=TEXT)}), "/a/b", frozenset()),
    (closed(a={"type": "array", "prefixItems": [TEXT], "items": False}), "/a/0", frozenset({"string"})),
    (closed(a={"enum": ["x", 1, None]}), "/a", frozenset({"string", "integer", "null"})),
    (closed(a={"const": True}), "/a", frozenset({"boolean"})),
    (closed(a={"$ref": "#/$defs/A"}) | {"$defs": {"A": closed(b=TEXT)}}, "/a/b", frozenset({"string"})),
    (closed(a={"$ref": "#/$defs/A"}) | {"$defs": {"A": closed(b=TEXT)}}, "/a/c", frozenset()),
    (closed(a={"$ref": "#/$defs/A"}) | {"$defs": {"A": {"$ref": "#/$defs/A"}}}, "/a/b", KINDS),
    (
        closed(a={"$ref": "#/$defs/A"}) | {"$defs": {"A": closed(next={"$ref": "#/$defs/A"}, b=TEXT)}},
        "/a/next/next/next/b",
        frozenset({"string"}),
    ),
    (closed(a={"type": "object"}), "/a", OBJECT),
    (closed(a=closed(b=TEXT)), "/a", frozenset({"object"})),
    (closed(a=closed(type={"const": "JaarDatum"}, jaar=NUMBER)), "/a", frozenset({"date"})),
]


@pytest.mark.parametrize(("schema", "pointer", "wanted"), TABLE)
def test_what_can_stand_at_a_place(schema: dict[str, Any], pointer: str, wanted: frozenset[str]) -> None:
    assert possible(f"/event_data{pointer}", types=of(schema)).kinds == wanted


def test_what_one_type_lacks_another_can_have() -> None:
    types = [*of(closed(a=TEXT)), *of(closed(b=NUMBER))]
    assert possible("/event_data/b", types=types).kinds == {"integer"}
    assert names_at("/event_data", types=types) == ("a", "b")


@pytest.mark.parametrize(
    ("schema", "texts"),
    [
        ({"enum": ["x", "y"]}, {"x", "y"}),
        ({"const": "x"}, {"x"}),
        ({"anyOf": [{"const": "x"}, {"const": "y"}]}, {"x", "y"}),
        ({"anyOf": [{"const": "x"}, TEXT]}, None),
        ({"anyOf": [{"const": "x"}, NUMBER]}, {"x"}),
        ({"allOf": [{"enum": ["x", "y"]}, {"enum": ["y", "z"]}]}, {"y"}),
        (TEXT, None),
    ],
)
def test_which_texts_are_listed(schema: dict[str, Any], texts: set[str] | None) -> None:
    assert possible("/event_data/a", types=of(closed(a=schema))).texts == texts


def test_how_far_a_pointer_goes_right() -> None:
    types = of(closed(a=closed(b=TEXT)))
    assert reached("/event_data/a/c/d", types=types) == "/event_data/a"
    assert reached("/nothing/a", types=types) == ""


def test_an_incomplete_date_of_the_shipped_types_is_a_date() -> None:
    assert possible("/event_data/datumIngang", types=[shipped("Verhuizing")]).kinds == {"date"}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.name}-{version.version}")
def test_whatever_an_example_has_can_be_pointed_to(version: EventTypeVersion) -> None:
    for example in version.schema.get("examples", ()):
        for pointer in _places(example, at="/event_data"):
            assert possible(pointer, types=[version]).kinds, pointer


def _places(value: Any, *, at: str) -> list[str]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, member in members for place in _places(member, at=f"{at}/{name}"))]
