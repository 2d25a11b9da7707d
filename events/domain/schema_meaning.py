"""What a JSON Schema means, apart from how it is said: equal texts of it, equal meaning."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from events.domain.declared_schemas import DEFINITIONS, within_schemas

TEXTS: Final = frozenset({"$comment", "title", "description", "examples", "default", "deprecated"})
KINDS: Final = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def settled(schema: Any, *, definitions: Mapping[str, Any], within: frozenset[str] = frozenset()) -> Any:
    """The schema with its references filled in and its texts left out; what is no schema in it stays as it is.

    A reference that goes round stays too: what it stands for is filled in around it.
    """
    if not isinstance(schema, Mapping):
        return schema

    def inner(value: Any) -> Any:
        return settled(value, definitions=definitions, within=within)

    found = {
        keyword: within_schemas(keyword, value, change=inner)
        for keyword, value in schema.items()
        if keyword not in TEXTS | {"$defs", "$ref"}
    }
    if "$ref" not in schema:
        return found
    target = target_of(schema)
    if target not in definitions or target in within:
        return {**found, "$ref": schema["$ref"]}
    meant = settled(definitions[target], definitions=definitions, within=within | {target})
    return {**found, "allOf": [meant, *found.get("allOf", ())]} if found else meant


def target_of(schema: Mapping[str, Any]) -> str:
    """The name of the definition that a schema refers to; "" when it refers to none."""
    return str(schema.get("$ref", "")).removeprefix(DEFINITIONS)


def text_of(value: Any) -> str:
    """One text for equal JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def kinds(said: Any) -> frozenset[str]:
    """The kinds of values that a `type` allows; a whole number is a number too."""
    found = frozenset([said] if isinstance(said, str) else said)
    return found | {"integer"} if "number" in found else found


def are_apart(forms: Iterable[str]) -> bool:
    """Whether no value can fit two of these settled forms, as far as that can be told: then one of them is any of them.

    They are of other kinds, or objects that a required member tells apart by its words.
    """
    read = [json.loads(form) for form in forms]
    return all(_two_apart(one, other) for at, one in enumerate(read) for other in read[:at])


def _two_apart(one: Any, other: Any) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    of_one, of_other = (kinds(form["type"]) if "type" in form else KINDS for form in (one, other))
    if not of_one & of_other:
        return True
    if of_one != {"object"} or of_other != {"object"}:
        return False
    return any(
        not _words(one, name) & _words(other, name)
        for name in set(one.get("required", ())) & set(other.get("required", ()))
        if _words(one, name) and _words(other, name)
    )


def _words(form: Mapping[str, Any], name: str) -> frozenset[str]:
    """The words that a member can be; none when it can be more than words."""
    member = form.get("properties", {}).get(name)
    if not isinstance(member, Mapping):
        return frozenset()
    said = [member["const"]] if "const" in member else member.get("enum", [])
    return frozenset(said) if all(isinstance(word, str) for word in said) else frozenset()
