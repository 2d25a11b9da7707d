"""The published versions, held in memory by each process and never older than the database.

Every call of `catalogue` asks the database for its edition (one aggregate over small tables); only when that has
changed are the versions read again, in one query. So what is published or deprecated is seen at once, by every process
and thread.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Max

from events.domain import type_declarations
from events.domain.event_types import Deprecation, EventTypeVersion
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from events.models import EventTypeDeprecation
from events.models import EventTypeVersion as Published

_SCHEMAS = ("schema", "accept_schema")


class DatabaseCatalogue:
    """The versions published at one moment. Nothing in it changes, so any thread may read it."""

    def __init__(
        self,
        versions: Sequence[EventTypeVersion],
        *,
        deprecations: Mapping[tuple[str, str], Deprecation] = MappingProxyType({}),
    ) -> None:
        """Hold these versions; those of one type are given oldest first. Deprecations by name and version."""
        self._deprecations = dict(deprecations)
        self._versions: dict[str, dict[str, EventTypeVersion]] = {}
        for item in versions:
            self._versions.setdefault(item.name, {})[item.version] = item

    def __iter__(self) -> Iterator[EventTypeVersion]:
        """Every version, by the name of its type and then oldest first."""
        for name in self.names():
            yield from self._versions[name].values()

    def __len__(self) -> int:
        return sum(len(versions) for versions in self._versions.values())

    def names(self) -> tuple[str, ...]:
        """The published event types, sorted."""
        return tuple(sorted(self._versions))

    def versions(self, name: str) -> tuple[EventTypeVersion, ...]:
        """The versions of a type, oldest first. Raises `UnknownEventType`."""
        if name not in self._versions:
            raise UnknownEventType(event_type=name, pointer="/event_type")
        return tuple(self._versions[name].values())

    def version(self, name: str, version: str) -> EventTypeVersion:
        """That version. Raises `UnknownEventType` or `UnknownEventVersion`."""
        known = tuple(item.version for item in self.versions(name))
        if version not in known:
            raise UnknownEventVersion(event_type=name, event_version=version, versions=known, pointer="/event_version")
        return self._versions[name][version]

    def newest(self, name: str) -> EventTypeVersion:
        """The newest version of the type. Raises `UnknownEventType`."""
        return self.versions(name)[-1]

    def deprecation(self, name: str, version: str) -> Deprecation | None:
        """What is said of that version's deprecation, if it is deprecated (or will be)."""
        return self._deprecations.get((name, version))

    def with_(self, version: EventTypeVersion) -> "DatabaseCatalogue":
        """The same with one more version, the newest of its type: what would be if it were published."""
        return DatabaseCatalogue((*self, version), deprecations=self._deprecations)


class _Edition(NamedTuple):
    """What changes whenever a version is published or deprecated (and when a test empties the table).

    Ids only rise, whatever the clocks of the machines say: a deprecation that is said otherwise is another row.
    """

    database: str
    versions: int
    last_id: int | None
    last_published_at: datetime | None
    deprecations: int
    last_deprecation_id: int | None
    last_deprecated_at: datetime | None


_held: tuple[_Edition, DatabaseCatalogue] | None = None


def catalogue() -> DatabaseCatalogue:
    """The event types as published now."""
    global _held  # noqa: PLW0603 - one copy per process; replaced whole, so a reader sees the old one or the new one
    edition = _edition()
    held = _held
    if held is None or held[0] != edition:
        held = (edition, _published())
        _held = held
    return held[1]


def as_stored(version: EventTypeVersion) -> dict[str, Any]:
    """The declaration for the database. Schemas go in as text: `jsonb` forgets the order of fields on screen."""
    rendered = type_declarations.render(version)
    return {**rendered, **{name: json.dumps(rendered[name], ensure_ascii=False) for name in _SCHEMAS}}


def from_stored(declaration: Mapping[str, Any]) -> EventTypeVersion:
    """The version that `as_stored` wrote."""
    return type_declarations.read({**declaration, **{name: json.loads(declaration[name]) for name in _SCHEMAS}})


def _edition() -> _Edition:
    found = Published.objects.aggregate(
        count=Count("id"),
        last=Max("id"),
        at=Max("published_at"),
        deprecated=Count("deprecation"),
        last_deprecation=Max("deprecation__id"),
        deprecated_at=Max("deprecation__recorded_at"),
    )
    return _Edition(
        str(connection.settings_dict["NAME"]),
        found["count"],
        found["last"],
        found["at"],
        found["deprecated"],
        found["last_deprecation"],
        found["deprecated_at"],
    )


def _published() -> DatabaseCatalogue:
    rows = Published.objects.select_related("event_type", "deprecation__successor")
    versions, deprecations = [], {}
    for row in rows.order_by("event_type__name", "sequence"):
        versions.append(from_stored(row.declaration))
        said: EventTypeDeprecation | None = getattr(row, "deprecation", None)
        if said is not None:
            deprecations[(row.event_type.name, row.version)] = _deprecation(said)
    return DatabaseCatalogue(versions, deprecations=deprecations)


def _deprecation(said: EventTypeDeprecation) -> Deprecation:
    successor = None if said.successor is None else said.successor.version
    return Deprecation(since=said.since, reason=said.reason, successor=successor)
