"""Data that satisfy a schema, for hypothesis: as wild as the schema allows, short, and in the order of its fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from events.domain.event_types import EventTypeVersion
from events.domain.schemas import satisfies
from management_ui.forms.entry import nodes
from management_ui.presenters.values import resolve

ROWS_MAX = 3
LONG = (nodes.ROWS_MAX, nodes.ROWS_MAX + 1, nodes.ROWS_MAX + 7)
"""Lengths of lists around the one from which a form shows a list in another way."""
LENGTH_MAX = 12
BSNS = ("999990342", "999994669", "999990019")
Schema = Mapping[str, Any]
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")
FORMATS: Mapping[str, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "date": st.dates(min_value=date(1, 1, 1)).map(date.isoformat),
    "time-local": st.times().map(lambda it: it.isoformat()),
    "utc-offset": st.sampled_from(["Z", "+01:00", "-03:30"]),
    "bsn": st.sampled_from(BSNS),
    "uri": st.just("https://example.org/document"),
    "json-pointer": st.sampled_from(["", "/nieuwAdres/huisnummer", "/a~1b"]),
}
FREE = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(CHARACTERS, max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=2),
    max_leaves=4,
)


def data_of(event_type: EventTypeVersion) -> st.SearchStrategy[dict[str, Any]]:
    """Data that a claim of this type may have."""
    made = values_of(event_type.schema, root=event_type.schema)
    return made.filter(lambda data: satisfies(event_type.schema, data))


def values_of(schema: Any, *, root: Schema) -> st.SearchStrategy[Any]:
    """Values for a schema; what it asks under conditions is left to a filter."""
    found = resolve(schema, root=root)
    for forms in ("oneOf", "anyOf"):
        if forms in found and "properties" not in found:
            return st.one_of([values_of(form, root=root) for form in found[forms]])
    if "const" in found or "enum" in found:
        return st.sampled_from([found["const"]] if "const" in found else list(found["enum"]))
    if found.get("type") == "object":
        return _objects(found, root=root)
    return _lists(found, root=root) if found.get("type") == "array" else _scalars(found)


def _scalars(schema: Schema) -> st.SearchStrategy[Any]:
    match schema.get("type"):
        case "string":
            return _texts(schema)
        case "integer":
            return st.integers(schema.get("minimum", -(10**9)), schema.get("maximum", 10**9))
        case "number":
            return st.floats(-1e6, 1e6, allow_nan=False).map(lambda it: round(it, 3) + 0.0)
        case "boolean":
            return st.booleans()
    return FREE


def _objects(schema: Schema, *, root: Schema) -> st.SearchStrategy[dict[str, Any]]:
    offered = {name: member for name, member in schema.get("properties", {}).items() if member is not False}
    members = {name: values_of(member, root=root) for name, member in offered.items()}
    required = [*schema.get("required", ())]
    several = [resolve(branch, root=root) for branch in schema.get("anyOf", ())]
    branches = [branch["required"] for branch in several if "required" in branch]
    wanted = [frozenset([*required, *branch]) for branch in branches] or [frozenset(required)]
    objects = [
        st.fixed_dictionaries(
            {name: member for name, member in members.items() if name in needed},
            optional={name: member for name, member in members.items() if name not in needed},
        )
        for needed in wanted
    ]
    return st.one_of(objects)


def _lists(schema: Schema, *, root: Schema) -> st.SearchStrategy[list[Any]]:
    if schema["items"] is False:
        return st.just([])
    least = schema.get("minItems", 0)
    most = max(least, min(schema.get("maxItems", ROWS_MAX), ROWS_MAX))
    unique = repr if schema.get("uniqueItems") else None
    items = values_of(schema["items"], root=root)
    short = st.lists(items, min_size=least, max_size=most, unique_by=unique)
    lengths = [length for length in LONG if least <= length <= schema.get("maxItems", length)]
    if unique or not lengths:
        return short
    repeated = st.lists(items, min_size=1, max_size=ROWS_MAX)
    return short | st.builds(lambda some, length: (some * length)[:length], repeated, st.sampled_from(lengths))


def _texts(schema: Schema) -> st.SearchStrategy[str]:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if "pattern" in schema:
        return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z", alphabet="0123456789ABCDEFXYZabcdef")
    least = schema.get("minLength", 0)
    return st.text(
        CHARACTERS, min_size=least, max_size=max(least, min(schema.get("maxLength", LENGTH_MAX), LENGTH_MAX))
    )
