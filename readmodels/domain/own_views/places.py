"""What can stand at a pointer over a fact, by the newest JSON Schemas of its event types (2020-12).

Only what is impossible is told: a schema that says nothing about a place allows everything there. `if`, `not` and
`unevaluatedProperties` are not weighed, so that a pointer is never refused wrongly.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from events.domain import declared_pointers, pointers
from events.domain.declared_schemas import DEFINITIONS
from events.domain.event_types import EventTypeVersion
from events.domain.wire import WIRE_FIELDS

KINDS = frozenset({"array", "boolean", "date", "integer", "null", "number", "object", "string"})
"""What a value can be. A `date` is an object that says a date (`OnvolledigeDatum`)."""
DATE_FORMS = frozenset({"Datum", "JaarMaandDatum", "JaarDatum", "DatumOnbekend"})
ZONE = "zone"
_LISTS = (pointers.EVERY, pointers.UNORDERED)
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "number": frozenset({"number", "integer"}),
    "object": frozenset({"object", "date"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """The kinds of value that can stand at a place (none: no data reach it), and the texts, where they are listed."""

    kinds: frozenset[str]
    texts: frozenset[str] | None = None

    def __and__(self, other: "Possible") -> "Possible":
        texts = self.texts if other.texts is None else other.texts
        if self.texts is not None and other.texts is not None:
            texts = self.texts & other.texts
        return Possible(kinds=self.kinds & other.kinds, texts=texts)

    def __or__(self, other: "Possible") -> "Possible":
        sides = [side for side in (self, other) if "string" in side.kinds]
        listed = [side.texts for side in sides if side.texts is not None]
        texts = frozenset().union(*listed) if sides and len(listed) == len(sides) else None
        return Possible(kinds=self.kinds | other.kinds, texts=texts)


ANYTHING, NOTHING = Possible(kinds=KINDS), Possible(kinds=frozenset())


def possible(pointer: str, *, types: Iterable[EventTypeVersion]) -> Possible:
    """What can stand at the pointer over a fact of one of these types."""
    tokens = pointers.tokens(pointer)
    schemas = map(_fact_schema, types)
    return _either(_possible(schema, tokens, definitions=schema["$defs"]) for schema in schemas)


def names_at(pointer: str, *, types: Iterable[EventTypeVersion]) -> tuple[str, ...]:
    """The names of the members that the schemas list at a place, in the order of the types."""
    places = (declared_pointers.place(pointer, schema=_fact_schema(version)) for version in types)
    found = (name for place in places if place for schema in place.schemas for name in schema.get("properties", ()))
    return tuple(dict.fromkeys(found))


def reached(pointer: str, *, types: Sequence[EventTypeVersion]) -> str:
    """The longest beginning of the pointer that some data reach; nothing when not even the first step is."""
    steps = pointer.split("/")[1:]
    beginnings = ("/" + "/".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((it for it in beginnings if possible(it, types=types).kinds), "")


def _fact_schema(version: EventTypeVersion) -> Mapping[str, Any]:
    """The fact as a document, as `documents.document` makes it."""
    text: Mapping[str, Any] = {"type": "string"}
    several = {"type": "array", "items": text}
    members: dict[str, Any] = dict.fromkeys((*WIRE_FIELDS, ZONE), text)
    members |= {"object_ids": several, "event_reference": several, "event_data": version.schema}
    members["event_type"] = {"enum": [version.name]}
    return {
        "type": "object",
        "properties": members,
        "additionalProperties": False,
        "$defs": version.schema.get("$defs", {}),
    }


def _possible(
    schema: Any, tokens: Sequence[str], *, definitions: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Possible:
    """What can stand at a path below the schema. References are followed once at each place."""
    if schema is False:
        return NOTHING
    if not isinstance(schema, Mapping):
        return ANYTHING
    found = _own(schema, tokens, definitions=definitions)
    target = schema.get("$ref", "").removeprefix(DEFINITIONS)
    if target in definitions and target not in seen:
        found &= _possible(definitions[target], tokens, definitions=definitions, seen=seen | {target})
    for inner in schema.get("allOf", ()):
        found &= _possible(inner, tokens, definitions=definitions, seen=seen)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            found &= _either(_possible(it, tokens, definitions=definitions, seen=seen) for it in schema[keyword])
    return found


def _either(found: Iterable[Possible]) -> Possible:
    return reduce(Possible.__or__, found, NOTHING)


def _own(schema: Mapping[str, Any], tokens: Sequence[str], *, definitions: Mapping[str, Any]) -> Possible:
    """What the keywords of this very schema allow."""
    here = _here(schema)
    if not tokens:
        return here
    below = _below(schema, tokens[0], kinds=here.kinds)
    return _either(_possible(inner, tokens[1:], definitions=definitions) for inner in below)


def _here(schema: Mapping[str, Any]) -> Possible:
    kinds = KINDS
    if "type" in schema:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        kinds = frozenset().union(*(_OF_TYPE.get(name, frozenset({name})) for name in names))
    form = schema.get("properties", {}).get("type", schema.get("additionalProperties", True))
    if form is False:
        kinds -= {"date"}
    elif isinstance(form, Mapping) and form.get("const") in DATE_FORMS:
        kinds -= {"object"}
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if values is None:
        return Possible(kinds=kinds)
    listed = frozenset(map(_kind, values))
    return Possible(kinds=kinds & listed, texts=frozenset(value for value in values if isinstance(value, str)))


def _kind(value: object) -> str:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (Mapping, "object"))
    return next((kind for of, kind in kinds if isinstance(value, of)), "null" if value is None else "array")


def _below(schema: Mapping[str, Any], token: str, *, kinds: frozenset[str]) -> Iterator[Any]:
    """The schemas, one of which a member of that name (or the members of a list) must satisfy."""
    is_index = token.isascii() and token.isdigit()
    if "array" in kinds and (token in _LISTS or is_index):
        yield schema.get("items", True)
        yield from schema.get("prefixItems", ())
    if token in _LISTS or not kinds & {"object", "date"}:
        return
    if token in schema.get("properties", {}):
        yield schema["properties"][token]
        return
    yield from schema.get("patternProperties", {}).values()
    yield schema.get("additionalProperties", True)
