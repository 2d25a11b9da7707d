"""Where a pointer of a declaration leads in its JSON Schema: whether such a place exists, and is always there.

The pointers are those of `events.domain.pointers`: JSON Pointers with `*` or `[]` for every member of a list.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from events.domain import pointers
from events.domain.declared_schemas import DEFINITIONS

_POINTER = re.compile(r"(/(\[\]|([^~/\[\]]|~[01])+(\[\])?))+")
_LISTS = (pointers.EVERY, pointers.UNORDERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the schema says about one place: the schemas that apply there, and whether data always has it."""

    schemas: tuple[Mapping[str, Any], ...]
    always: bool

    def has(self, keyword: str, value: object) -> bool:
        """Whether one of the schemas here says this."""
        return any(schema.get(keyword) == value for schema in self.schemas)


def is_pointer(text: str) -> bool:
    """Whether the text is a pointer as declarations write it."""
    return _POINTER.fullmatch(text) is not None


def place(pointer: str, *, schema: Mapping[str, Any]) -> Place | None:
    """Where the pointer leads in the (bundled) schema; None when no data can have such a place."""
    definitions: Mapping[str, Any] = schema.get("$defs", {})
    here = Place(schemas=tuple(_applying(schema, definitions=definitions)), always=True)
    for name in pointers.tokens(pointer):
        found = [inner for found in here.schemas for inner in _member(found, name)]
        if not found:
            return None
        required = name in _LISTS or any(name in found.get("required", ()) for found in here.schemas)
        applying = tuple(item for inner in found for item in _applying(inner, definitions=definitions))
        here = Place(schemas=applying, always=here.always and required)
    return here


def _member(schema: Mapping[str, Any], name: str) -> Iterator[Any]:
    if name in _LISTS:
        if "items" in schema:
            yield schema["items"]
    elif name in schema.get("properties", {}):
        yield schema["properties"][name]


def _applying(
    schema: Any, *, definitions: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[Mapping[str, Any]]:
    """The schema itself and those it brings in at the same place; of a choice, every form."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    target = schema.get("$ref", "").removeprefix(DEFINITIONS)
    if target in definitions and target not in seen:
        yield from _applying(definitions[target], definitions=definitions, seen=seen | {target})
    for keyword in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(keyword, ()):
            yield from _applying(inner, definitions=definitions, seen=seen)
