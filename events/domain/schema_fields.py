"""A JSON Schema as a list of fields that people can read, and compare: where each stands and what may stand there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from events.domain.declared_schemas import DEFINITIONS
from events.domain.plain_json import pointer_token
from events.domain.pointers import EVERY

TEXTS: Final = frozenset({"$comment", "title", "description", "examples", "default", "deprecated"})
FORMS: Final = ("anyOf", "oneOf")
_WALKED: Final = frozenset({"$ref", "$defs", "allOf", "properties", "required", "items", "additionalProperties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One place in the data. `pointer` is "" for the data itself; `*` stands for every member of a list.

    `types` is empty when any will do. `limits` are the keywords that say more, each with its value; `forms` the shapes
    of which one must fit; `closed`: whether an object has no other members than those listed.
    """

    pointer: str
    required: bool
    types: frozenset[str] = frozenset()
    title: str = ""
    description: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    form_titles: tuple[str, ...] = ()
    closed: bool = False
    definition: str = ""
    """The name of the shared definition that is used here, if one is."""


def fields_of(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """Every place that the (bundled) schema names, in its own order: a field before what stands in it.

    A member that is only demanded, and described nowhere, is among them: so `accept_schema` is mostly written.
    """
    return tuple(_walk(schema, pointer="", required=True, definitions=schema.get("$defs", {}), within=frozenset()))


def _walk(
    schema: Any, *, pointer: str, required: bool, definitions: Mapping[str, Any], within: frozenset[str]
) -> Iterator[Field]:
    parts = list(_parts(schema, definitions=definitions, seen=within))
    names = frozenset(name for name, _ in parts if name) | within
    yield _field(parts, pointer=pointer, required=required, definitions=definitions)
    demanded = {name for _, part in parts for name in part.get("required", ())}
    members: dict[str, list[Any]] = {}
    for _, part in parts:
        for name, inner in part.get("properties", {}).items():
            members.setdefault(name, []).append(inner)
    for name in sorted(demanded - members.keys()):
        members[name] = [{}]
    for name, inner in members.items():
        one = inner[0] if len(inner) == 1 else {"allOf": inner}
        place = f"{pointer}/{pointer_token(name)}"
        yield from _walk(one, pointer=place, required=name in demanded, definitions=definitions, within=names)
    for item in (part["items"] for _, part in parts if "items" in part):
        yield from _walk(item, pointer=f"{pointer}/{EVERY}", required=True, definitions=definitions, within=names)
        break


def _parts(
    schema: Any, *, definitions: Mapping[str, Any], seen: frozenset[str], name: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas that hold at one place together, each with the name of its definition; a circle ends."""
    if not isinstance(schema, Mapping):
        return
    yield name, schema
    target = str(schema.get("$ref", "")).removeprefix(DEFINITIONS)
    if target in definitions and target not in seen:
        yield from _parts(definitions[target], definitions=definitions, seen=seen | {target}, name=target)
    for inner in schema.get("allOf", ()):
        yield from _parts(inner, definitions=definitions, seen=seen)


def _field(
    parts: list[tuple[str, Mapping[str, Any]]], *, pointer: str, required: bool, definitions: Mapping[str, Any]
) -> Field:
    schemas = [part for _, part in parts]
    types = [_types(part["type"]) for part in schemas if "type" in part]
    forms = [form for part in schemas for keyword in FORMS for form in part.get(keyword, ())]
    return Field(
        pointer=pointer,
        required=required,
        types=frozenset.intersection(*types) if types else frozenset(),
        title=next((str(part["title"]) for part in schemas if "title" in part), ""),
        description=next((str(part["description"]) for part in schemas if "description" in part), ""),
        limits=_limits(schemas, definitions=definitions),
        forms=tuple(sorted(_canonical(form, definitions=definitions) for form in forms)),
        form_titles=tuple(_title(form, definitions=definitions) for form in forms),
        closed=any(part.get("additionalProperties") is False for part in schemas),
        definition=next((name for name, _ in parts if name), ""),
    )


def _limits(schemas: list[Mapping[str, Any]], *, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Each keyword with its value; of one that is said twice, both values in a list."""
    found: dict[str, Any] = {}
    for keyword, value in ((keyword, value) for part in schemas for keyword, value in part.items()):
        if keyword not in TEXTS | _WALKED | {"type", *FORMS}:
            settled = _settled(value, definitions=definitions)
            found[keyword] = [found[keyword], settled] if keyword in found else settled
    return found


def _types(said: Any) -> frozenset[str]:
    return frozenset([said] if isinstance(said, str) else said)


def _canonical(schema: Any, *, definitions: Mapping[str, Any]) -> str:
    return json.dumps(_settled(schema, definitions=definitions), sort_keys=True, ensure_ascii=False)


def _settled(value: Any, *, definitions: Mapping[str, Any], within: frozenset[str] = frozenset()) -> Any:
    """The value with its references filled in and its texts left out: what it means, not how it is said."""
    if isinstance(value, list):
        return [_settled(item, definitions=definitions, within=within) for item in value]
    if not isinstance(value, Mapping):
        return value
    target = str(value.get("$ref", "")).removeprefix(DEFINITIONS)
    if target in definitions and target not in within:
        rest = {name: item for name, item in value.items() if name != "$ref"}
        merged = {**definitions[target], **rest}
        return _settled(merged, definitions=definitions, within=within | {target})
    texts = TEXTS if not _holds_names(value) else frozenset()
    return {
        name: _settled(item, definitions=definitions, within=within)
        for name, item in value.items()
        if name not in texts
    }


def _holds_names(value: Mapping[str, Any]) -> bool:
    """Whether this is a map of names to schemas, in which “title” is a field and not a text."""
    return bool(value) and all(isinstance(item, Mapping) for item in value.values()) and "type" not in value


def _title(form: Any, *, definitions: Mapping[str, Any]) -> str:
    target = str(form.get("$ref", "")).removeprefix(DEFINITIONS) if isinstance(form, Mapping) else ""
    found = definitions.get(target, form)
    return str(found.get("title") or target or "") if isinstance(found, Mapping) else ""
