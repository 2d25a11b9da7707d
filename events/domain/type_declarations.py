"""From the declarations in the configuration file to `EventTypeVersion`s, refusing every mistake at once.

A mistake says where it is (file and JSON Pointer) and how to mend it. What is returned is complete in itself: shared
definitions are bundled, so that a published version means the same for ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from events.domain.declaration_rules import broken_rules
from events.domain.declaration_shape import EVENT_TYPE
from events.domain.declared_schemas import bundled, mistakes
from events.domain.event_types import EventTypeVersion, RequiredReference
from events.domain.refusals import Violation
from events.domain.schemas import violations

_SCHEMAS = ("schema", "accept_schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One event type as it stands in a file; `place` is the file's name with the pointer to the type in it."""

    place: str
    content: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What declarations may refer to: shared definitions, source types with their Dutch names, other event types."""

    definitions: Mapping[str, Any]
    source_types: Mapping[str, str]
    event_types: frozenset[str] = frozenset()
    """Names that are published already, beside those in the file."""


class DeclarationsRefused(Exception):
    """The configuration has mistakes; nothing of it is applied. `mistakes` are violations with file and pointer."""

    def __init__(self, mistakes: Sequence[Violation]) -> None:
        super().__init__("\n".join(f"{mistake.pointer}: {mistake.message}" for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def parse(declarations: Sequence[Declaration], *, surroundings: Surroundings) -> tuple[EventTypeVersion, ...]:
    """Every version of every declared type, in the order declared. Raises `DeclarationsRefused` with all mistakes."""
    found = [mistake for item in declarations for mistake in violations(EVENT_TYPE, item.content, item.place)]
    if found:
        raise DeclarationsRefused(found)
    found = list(_repeated(declarations))
    names = {item.content["name"] for item in declarations}
    surroundings = replace(surroundings, event_types=surroundings.event_types | names)
    parsed = [version for item in declarations for version in _versions(item, surroundings=surroundings, found=found)]
    if found:
        raise DeclarationsRefused(found)
    return tuple(parsed)


def render(version: EventTypeVersion) -> dict[str, Any]:
    """The version as plain JSON, every member written out: what is stored, and compared with the file."""
    return {
        **{field.name: getattr(version, field.name) for field in fields(version)},
        "schema": dict(version.schema),
        "accept_schema": dict(version.accept_schema),
        "source_types": sorted(version.source_types),
        "required_references": [
            {"event_types": list(item.event_types), "accepted": item.accepted, "when": dict(item.when)}
            for item in version.required_references
        ],
        "identity_key": list(version.identity_key),
        "unique_keys": dict(version.unique_keys),
        "subject_pointers": list(version.subject_pointers),
        "event_pointers": {pointer: list(types) for pointer, types in version.event_pointers.items()},
        "upcast": [dict(step) for step in version.upcast],
    }


def read(stored: Mapping[str, Any]) -> EventTypeVersion:
    """The version of what `render` made (members that are absent have their default)."""
    lists = {name: tuple(stored[name]) for name in ("identity_key", "subject_pointers", "upcast") if name in stored}
    references = [
        RequiredReference(
            event_types=tuple(item["event_types"]), accepted=item.get("accepted", True), when=item.get("when", {})
        )
        for item in stored.get("required_references", ())
    ]
    return EventTypeVersion(
        **{
            **stored,
            **lists,
            "source_types": frozenset(stored.get("source_types", ())),
            "required_references": tuple(references),
            "event_pointers": {pointer: tuple(types) for pointer, types in stored.get("event_pointers", {}).items()},
        }
    )


def judged(
    written: Mapping[str, Any],
    *,
    within: Mapping[str, Any],
    previous: EventTypeVersion | None,
    surroundings: Surroundings,
    base: str,
) -> tuple[EventTypeVersion, tuple[Violation, ...]]:
    """One version that has the shape of a declaration, with everything that is wrong with it, each place under `base`.

    `within` has the name, title and description of its type; `previous` is the version before it.
    """
    full = _completed(written, within=within, definitions=surroundings.definitions)
    version = read(full)
    wrong = tuple(_schema_mistakes(full, base=base)) or tuple(
        broken_rules(
            version,
            previous=previous,
            source_types=surroundings.source_types,
            event_types=surroundings.event_types,
            base=base,
        )
    )
    return version, wrong


def _versions(item: Declaration, *, surroundings: Surroundings, found: list[Violation]) -> Iterator[EventTypeVersion]:
    """The versions of one type; what is wrong with them is added to `found`."""
    previous = None
    for index, written in enumerate(item.content["versions"]):
        version, wrong = judged(
            written,
            within=item.content,
            previous=previous,
            surroundings=surroundings,
            base=f"{item.place}/versions/{index}",
        )
        found += wrong
        previous = version
        yield version


def _completed(
    written: Mapping[str, Any], *, within: Mapping[str, Any], definitions: Mapping[str, Any]
) -> dict[str, Any]:
    """A version with its type's name and title, bundled schemas, and the texts that screens and OpenAPI show."""
    texts = {name: within[name] for name in ("title", "description") if name in within}
    examples = {"examples": written["examples"]} if written.get("examples") else {}
    full = {name: value for name, value in written.items() if name != "examples"}
    full |= {"name": within["name"], "title": within["title"]}
    full["schema"] = bundled({**texts, **written["schema"], **examples}, definitions=definitions)
    if "accept_schema" in written:
        full["accept_schema"] = bundled(written["accept_schema"], definitions=definitions)
    if "required_references" in written:
        full["required_references"] = [
            {**item, "when": bundled(item.get("when", {}), definitions=definitions)}
            for item in written["required_references"]
        ]
    return full


def _schema_mistakes(full: Mapping[str, Any], *, base: str) -> Iterator[Violation]:
    for name in _SCHEMAS:
        if name in full:
            yield from mistakes(full[name], base=f"{base}/{name}")
    for index, item in enumerate(full.get("required_references", ())):
        yield from mistakes(item["when"], base=f"{base}/required_references/{index}/when")


def _repeated(declarations: Sequence[Declaration]) -> Iterator[Violation]:
    """A type declared twice, or a version twice within its type."""
    places: dict[str, str] = {}
    for item in declarations:
        name = item.content["name"]
        if name in places:
            message = f"Declare {name} once: it stands at {places[name]} too. Give a new version under “versions”."
            yield Violation(pointer=f"{item.place}/name", code="repeated", message=message)
        places.setdefault(name, item.place)
        seen: set[str] = set()
        for index, written in enumerate(item.content["versions"]):
            if written["version"] in seen:
                yield Violation(
                    pointer=f"{item.place}/versions/{index}/version",
                    code="repeated",
                    message=f"Give this version another number: {written['version']} is declared above.",
                )
            seen.add(written["version"])
