"""A version of an event type that is being written: where it begins, and whether it may be published.

What is written is a version as in the files (see `declaration_shape.VERSION`); the name and title of its type stand
beside it. Pointers of mistakes are into what was written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final

from events.domain import json_text
from events.domain.declaration_messages import mistake
from events.domain.declaration_shape import TITLE_LENGTH_MAX, VERSION
from events.domain.event_types import EventTypeVersion
from events.domain.json_text import Typed
from events.domain.refusals import Violation
from events.domain.schemas import violations
from events.domain.type_declarations import Surroundings, judged, render

FIRST_VERSION: Final = "1"
_TEXTS = ("title", "examples")
_BESIDE = ("name", "title")
_BEGINNING: Final[Mapping[str, Any]] = {
    "version": FIRST_VERSION,
    "source_types": ["ambtenaar"],
    "identity_key": ["/persoon/objectId"],
    "subject_pointers": ["/persoon/objectId"],
    "schema": {
        "description": "Wat er gebeurd is.",
        "type": "object",
        "required": ["persoon"],
        "additionalProperties": False,
        "properties": {
            "persoon": {"$ref": "#/$defs/PersoonRef", "title": "Persoon", "description": "Wie het betreft."},
        },
    },
    "examples": [{"persoon": {"objectId": "6b1c2d3e-4f50-4a61-8b72-9c83ad94be02"}}],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A draft as it was judged. `version` is what publishing would publish; None while anything is wrong."""

    typed: Typed
    version: EventTypeVersion | None
    mistakes: tuple[Violation, ...]


def check(
    text: str, *, name: str, title: str, previous: EventTypeVersion | None, surroundings: Surroundings
) -> Checked:
    """The draft judged by everything that a declaration in a file is judged by, and by what is published already."""
    typed = json_text.read(text)
    found = [*_wrong_title(title), *typed.mistakes]
    shape = () if typed.mistakes else _wrong_shape(typed.value)
    found += shape
    if typed.mistakes or shape:
        return Checked(typed=typed, version=None, mistakes=tuple(found))
    known = Surroundings(
        definitions=surroundings.definitions,
        source_types=surroundings.source_types,
        event_types=surroundings.event_types | {name},
    )
    within = {"name": name, "title": title.strip()}
    version, wrong = judged(typed.value, within=within, previous=previous, surroundings=known, base="")
    found += wrong
    found += _wrong_place(version, previous=previous)
    return Checked(typed=typed, version=None if found else version, mistakes=tuple(found))


def beginning(base: EventTypeVersion | None, *, definitions: Mapping[str, Any]) -> str:
    """The text that a draft begins with: the version it goes on from under the next number, or a small new type.

    What the version took over from the shared `definitions`, and is the same there still, is left to them.
    """
    found = _BEGINNING if base is None else _next(base, definitions=definitions)
    return json.dumps(found, ensure_ascii=False, indent=2)


def written(version: EventTypeVersion, *, definitions: Mapping[str, Any] = MappingProxyType({})) -> dict[str, Any]:
    """The version as it is written in a file: only what is not as it is when left out, nor in shared definitions."""
    rendered, usual = render(version), _defaults()
    schema = _unbundled({name: it for name, it in version.schema.items() if name not in _TEXTS}, definitions)
    rest = {name: value for name, value in rendered.items() if name not in _BESIDE and value != usual.get(name)}
    if "accept_schema" in rest:
        rest["accept_schema"] = _unbundled(rest["accept_schema"], definitions)
    examples = {"examples": list(version.schema["examples"])} if version.schema.get("examples") else {}
    return {**rest, "schema": schema, **examples}


def _unbundled(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: it for name, it in schema.get("$defs", {}).items() if definitions.get(name) != it}
    rest = {name: it for name, it in schema.items() if name != "$defs"}
    return {**rest, "$defs": own} if own else rest


def _next(base: EventTypeVersion, *, definitions: Mapping[str, Any]) -> dict[str, Any]:
    found = written(base, definitions=definitions)
    first, *rest = base.version.split(".")
    del rest
    return {**found, "version": str(int(first) + 1), "upcast_from": base.version, "upcast": []}


def _defaults() -> Mapping[str, Any]:
    """What the members of a declaration are when they are left out, rendered."""
    nothing = EventTypeVersion(name="", version="", title="", schema={})
    rendered = render(nothing)
    required = {"name", "version", "title", "schema"}
    return {field.name: rendered[field.name] for field in fields(EventTypeVersion) if field.name not in required}


def _wrong_title(title: str) -> tuple[Violation, ...]:
    if 1 <= len(title.strip()) <= TITLE_LENGTH_MAX:
        return ()
    return (mistake("title", pointer="/title", limit=str(TITLE_LENGTH_MAX)),)


def _wrong_shape(value: Any) -> tuple[Violation, ...]:
    if not isinstance(value, Mapping):
        return (mistake("json-object", pointer=""),)
    return violations(VERSION, value, "")


def _wrong_place(version: EventTypeVersion, *, previous: EventTypeVersion | None) -> tuple[Violation, ...]:
    found = []
    if previous is not None and _number(version) <= _number(previous):
        found.append(mistake("version-order", pointer="/version", newest=previous.version))
    if version.takeover:
        found.append(mistake("takeover", pointer="/takeover"))
    return tuple(found)


def _number(version: EventTypeVersion) -> tuple[int, ...]:
    return tuple(int(part) for part in version.version.split("."))
