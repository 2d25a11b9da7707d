"""From what the validating library found to sentences that tell how to mend it (`schema_messages`)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs

from events.domain.plain_json import pointer_token
from events.domain.refusals import Violation
from events.domain.schema_messages import MESSAGES, violation

OPTIONS_MAX = 12
_DEFINITIONS = "#/$defs/"

_LIMITS: Mapping[str, str] = {
    "minLength": "min-length",
    "maxLength": "max-length",
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "multipleOf": "multiple-of",
    "minItems": "min-items",
    "maxItems": "max-items",
    "minProperties": "min-fields",
    "maxProperties": "max-fields",
}
_PLAIN: Mapping[str, str] = {
    "uniqueItems": "unique",
    "contains": "contains",
    "not": "not-allowed",
    "falseSchema": "no-fields",
    "propertyNames": "field-name",
}
_TYPES: Mapping[str, str] = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing (null)",
    "number": "a number",
    "object": "an object with fields",
    "string": "text",
}


def explained(
    errors: Iterable[jsonschema_rs.ValidationError], *, schema: Mapping[str, Any], base: str
) -> Iterator[Violation]:
    """One violation per thing to mend: each missing member and each superfluous one apart."""
    for error in errors:
        yield from _explain(error, schema=schema, base=base)


def _explain(error: jsonschema_rs.ValidationError, *, schema: Mapping[str, Any], base: str) -> Iterator[Violation]:
    kind: Any = error.kind
    place = base + "".join(f"/{pointer_token(str(step))}" for step in error.instance_path)
    match kind.name:
        case "required":
            yield violation("required", pointer=f"{place}/{pointer_token(kind.property)}", member=kind.property)
        case "additionalProperties" | "unevaluatedProperties":
            for name in kind.unexpected:
                yield violation("unknown-field", pointer=f"{place}/{pointer_token(name)}", member=name)
        case "anyOf" | "oneOf" if isinstance(kind, jsonschema_rs.ValidationErrorKind.OneOfMultipleValid):
            yield violation("two-forms", pointer=place, options=_forms(error, schema=schema))
        case "anyOf" | "oneOf":
            yield from _explain_forms(error, place=place, schema=schema, base=base)
        case _:
            code, facts = _simple(error, schema=schema)
            yield violation(code, pointer=place, **facts)


def _simple(error: jsonschema_rs.ValidationError, *, schema: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The code of a violation that concerns one value, with the words of its sentence."""
    kind: Any = error.kind
    said: tuple[str, dict[str, str]]
    match kind.name:
        case "type" if len(kind.types) == 1:
            said = kind.types[0], {}
        case "type":
            said = "type", {"wanted": " or ".join(_TYPES[name] for name in sorted(kind.types, key="null".__eq__))}
        case "enum":
            said = "choice", {"options": _listed(kind.options)}
        case "const":
            said = "fixed", {"wanted": _shown(kind.expected_value)}
        case "pattern":
            said = _pattern(error, schema=schema)
        case "format":
            said = kind.value if kind.value in MESSAGES else "invalid", {}
        case name if name in _LIMITS:
            said = _LIMITS[name], {"limit": str(kind.value)}
        case name:
            said = _PLAIN.get(name, "invalid"), {}
    return said


def _pattern(error: jsonschema_rs.ValidationError, *, schema: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The pattern by an example where the schema has one; a regular expression is the last resort."""
    examples = _at(schema, error.schema_path[:-1]).get("examples")
    kind: Any = error.kind
    return ("pattern", {"example": _shown(examples[0])}) if examples else ("pattern-only", {"pattern": kind.pattern})


def _explain_forms(
    error: jsonschema_rs.ValidationError, *, place: str, schema: Mapping[str, Any], base: str
) -> Iterator[Violation]:
    """A choice of forms of which none fits: explain the form that was meant, where that can be told."""
    kind: Any = error.kind
    branches: list[list[jsonschema_rs.ValidationError]] = kind.context
    missing = [_only_missing(branch) for branch in branches]
    if all(missing):
        members = ", ".join(" + ".join(f"“{name}”" for name in names) for names in missing)
        yield violation("one-of", pointer=f"{place}/{pointer_token(missing[0][0])}", members=members)
        return
    depth = len(error.instance_path)
    meant = [branch for branch in branches if not any(_says_another_form(item, depth=depth) for item in branch)]
    if len(meant) == 1:
        yield from explained(meant[0], schema=schema, base=base)
    else:
        yield violation("form", pointer=place, options=_forms(error, schema=schema))


def _only_missing(branch: Sequence[jsonschema_rs.ValidationError]) -> list[str]:
    """The members that a branch misses, when that is all that is wrong with it."""
    kinds: list[Any] = [error.kind for error in branch]
    return [kind.property for kind in kinds] if all(kind.name == "required" for kind in kinds) else []


def _says_another_form(error: jsonschema_rs.ValidationError, *, depth: int) -> bool:
    """Whether this violation tells that the branch was not meant: another type, or another fixed word in a member."""
    kind: Any = error.kind
    below = len(error.instance_path) - depth
    return (kind.name == "type" and below == 0) or (kind.name in {"const", "enum"} and below <= 1)


def _forms(error: jsonschema_rs.ValidationError, *, schema: Mapping[str, Any]) -> str:
    """The forms of a choice, each by its first example, else its title."""
    branches: Any = _at(schema, error.schema_path)
    named = [_named(_dereferenced(branch, schema=schema), index=index) for index, branch in enumerate(branches)]
    return "; ".join(named[:OPTIONS_MAX])


def _named(branch: Mapping[str, Any], *, index: int) -> str:
    if branch.get("examples"):
        return _shown(branch["examples"][0])
    if "const" in branch:
        return _shown(branch["const"])
    names = branch.get("type", ())
    types = " or ".join(_TYPES.get(name, name) for name in ([names] if isinstance(names, str) else names))
    return str(branch.get("title") or types or f"form {index + 1}")


def _at(schema: Mapping[str, Any], path: Sequence[str | int]) -> Any:
    """What stands at a path in the schema; nothing when the path lies in another schema (the metaschema)."""
    found: Any = schema
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return {}
    return found


def _dereferenced(branch: Any, *, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    target = branch.get("$ref", "") if isinstance(branch, Mapping) else ""
    if target.startswith(_DEFINITIONS):
        found: Mapping[str, Any] = _at(schema, ["$defs", target.removeprefix(_DEFINITIONS)])
        return found
    return branch if isinstance(branch, Mapping) else {}


def _listed(options: Sequence[Any]) -> str:
    shown = ", ".join(_shown(option) for option in options[:OPTIONS_MAX])
    return f"{shown}, …" if len(options) > OPTIONS_MAX else shown


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
