"""The event types that F6 ships, read from their files as loading does; no database."""

from collections.abc import Iterator, Mapping
from typing import Any

from events.catalogue.files import SHIPPED, declared_versions
from events.domain.event_types import EventTypeVersion

VERSIONS = declared_versions(SHIPPED)
OWN = tuple(version for version in VERSIONS if not version.takeover)
EXAMPLES = tuple((version, example) for version in OWN for example in version.schema["examples"])


def label(value: object) -> str | None:
    """The name of a parametrised version, for pytest."""
    return f"{value.name}-{value.version}" if isinstance(value, EventTypeVersion) else None


def shipped(name: str) -> EventTypeVersion:
    """The newest shipped version of a type."""
    return [version for version in VERSIONS if version.name == name][-1]


def objects_in(schema: Any, *, place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema of an object with fields inside a schema, with its place."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("properties"), Mapping) and schema.get("type") == "object":
            yield place, schema
        for name, inner in schema.items():
            yield from objects_in(inner, place=f"{place}/{name}")
    elif isinstance(schema, list):
        for index, inner in enumerate(schema):
            yield from objects_in(inner, place=f"{place}/{index}")
