"""What a JSON Schema in a declaration must be: 2020-12, closed in itself, and without anything that nothing checks.

A published version is bundled: the shared definitions it uses are copied into its own `$defs`, so that a later edit of
the shared file can never change what an old version means.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from events.domain.declaration_messages import mistake
from events.domain.formats import FORMATS
from events.domain.plain_json import pointer_token
from events.domain.refusals import Violation
from events.domain.schemas import METASCHEMA, violations

DEFINITIONS = "#/$defs/"

_ONE = frozenset(
    {
        "additionalProperties",
        "contains",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_LIST = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
_TEXTS = frozenset({"$comment", "title", "description", "examples", "default", "deprecated"})
_LIMITS = frozenset(
    {f"{end}{what}" for end in ("max", "min") for what in ("Length", "Items", "Contains", "Properties")}
    | {"maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "multipleOf"}
)
_PLAIN = frozenset(
    {"$ref", "type", "enum", "const", "pattern", "uniqueItems", "required", "dependentRequired", "format"}
)
_KEYWORDS = _ONE | _LIST | _NAMED | _TEXTS | _LIMITS | _PLAIN


def bundled(schema: Mapping[str, Any], *, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with the shared definitions it uses in its own `$defs`; its own definition of a name goes first."""
    own = dict(schema.get("$defs", {}))
    wanted = _references({**schema, "$defs": own})
    while missing := sorted(name for name in wanted if name not in own and name in definitions):
        for name in missing:
            own[name] = definitions[name]
            wanted |= _references(definitions[name])
    rest = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
    return {**rest, "$defs": {name: own[name] for name in sorted(own)}} if own else rest


def mistakes(schema: Mapping[str, Any], *, base: str) -> tuple[Violation, ...]:
    """Everything wrong with a bundled schema, each with its place under `base` and how to mend it."""
    found = violations(METASCHEMA, schema, base)
    return found or tuple(_walk(schema, place=base, definitions=schema.get("$defs", {})))


def subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The schemas directly inside this one, each with its place."""
    for keyword, value in schema.items():
        if keyword in _ONE:
            yield f"/{pointer_token(keyword)}", value
        elif keyword in _LIST:
            yield from ((f"/{keyword}/{index}", item) for index, item in enumerate(value))
        elif keyword in _NAMED:
            yield from ((f"/{keyword}/{pointer_token(name)}", item) for name, item in value.items())


def named_members(schema: Any) -> frozenset[str]:
    """Every member that a schema names, wherever it stands: described or demanded."""
    if not isinstance(schema, Mapping):
        return frozenset()
    inside = (named_members(inner) for _, inner in subschemas(schema))
    return frozenset({*schema.get("properties", ()), *schema.get("required", ())}).union(*inside)


def within_schemas(keyword: str, value: Any, *, change: Callable[[Any], Any]) -> Any:
    """What a keyword says, with every schema directly inside it changed so; constants and names are no schemas."""
    if keyword in _ONE:
        return change(value)
    if keyword in _LIST:
        return [change(item) for item in value]
    if keyword in _NAMED:
        return {name: change(item) for name, item in value.items()}
    return value


def _references(value: Any) -> set[str]:
    """The names of all definitions referred to anywhere inside; the value need not be a valid schema yet."""
    if isinstance(value, Mapping):
        target = value.get("$ref")
        found = {target.removeprefix(DEFINITIONS)} if isinstance(target, str) else set()
        return found.union(*(_references(item) for item in value.values()))
    return set().union(*(_references(item) for item in value)) if isinstance(value, list) else set()


def _walk(schema: Any, *, place: str, definitions: Mapping[str, Any]) -> Iterator[Violation]:
    if not isinstance(schema, Mapping):
        return
    for keyword in schema:
        if keyword not in _KEYWORDS:
            yield mistake("keyword", pointer=f"{place}/{pointer_token(keyword)}", keyword=keyword)
    if "$ref" in schema and not _resolves(schema["$ref"], definitions=definitions):
        yield mistake("reference", pointer=f"{place}/$ref", known=", ".join(definitions) or "–")
    if "format" in schema and schema["format"] not in FORMATS:
        yield mistake("format", pointer=f"{place}/format", formats=", ".join(FORMATS))
    for step, inner in subschemas(schema):
        yield from _walk(inner, place=place + step, definitions=definitions)


def _resolves(target: str, *, definitions: Mapping[str, Any]) -> bool:
    return target.startswith(DEFINITIONS) and target.removeprefix(DEFINITIONS) in definitions
