"""Publishing the versions that the configuration declares and the database does not have yet."""

from dataclasses import dataclass, fields
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from events.catalogue.files import SHIPPED, declared_versions
from events.catalogue.legal_terms import load_legal_terms
from events.catalogue.published import as_stored, catalogue
from events.domain.event_types import EventTypeVersion
from events.models import EventType
from events.models import EventTypeVersion as Published

_LOCK = (0xF6, 1)
"""The advisory lock under which types are loaded: two processes that start together load one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What loading did. Names are `Type version`; a difference names the members that the file declares otherwise."""

    published: tuple[str, ...]
    unchanged: tuple[str, ...]
    different: tuple[tuple[str, tuple[str, ...]], ...]
    """Published with another content than the file has: the published content stays."""
    too_late: tuple[str, ...]
    """Absent, but a later version of the type is published already: not published, it would become the newest."""

    @property
    def clean(self) -> bool:
        """Whether the database now holds exactly what the file declares."""
        return not self.different and not self.too_late


def load_event_types(path: Path | str | None = None) -> LoadReport:
    """Publish what the configuration at `path` (default: the setting, else the shipped one) declares and is absent.

    All or nothing. Published versions are immutable and win; the report says where the file differs from them.
    Raises `DeclarationsRefused` with every mistake in the files.
    """
    configured = path or getattr(settings, "F6_WRITE_CONFIG_PATH", None) or SHIPPED
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)
        known = catalogue()
        declared = declared_versions(Path(configured), published=known.names())
        before = {(item.name, item.version): item for item in known}
        ends = {name: known.newest(name).version for name in known.names()}
        report = _publish(declared, before=before, ends=ends)
        load_legal_terms()
        return report


def _publish(
    declared: tuple[EventTypeVersion, ...], *, before: dict[tuple[str, str], EventTypeVersion], ends: dict[str, str]
) -> LoadReport:
    """`ends` maps a type to its newest published version: only what is declared after that one may still be added."""
    published, unchanged, different, too_late = [], [], [], []
    passed = {name for name in {item.name for item in declared} if name not in ends}
    for item in declared:
        label = f"{item.name} {item.version}"
        stored = before.get((item.name, item.version))
        if stored is None and item.name not in passed:
            too_late.append(label)
        elif stored is None:
            _insert(item)
            published.append(label)
        elif stored == item:
            unchanged.append(label)
        else:
            different.append((label, _differing_members(stored, item)))
        if ends.get(item.name) == item.version:
            passed.add(item.name)
    return LoadReport(
        published=tuple(published),
        unchanged=tuple(unchanged),
        different=tuple(different),
        too_late=tuple(too_late),
    )


def _insert(version: EventTypeVersion) -> None:
    event_type, _ = EventType.objects.get_or_create(name=version.name, defaults={"title": version.title})
    Published.objects.create(
        event_type=event_type,
        version=version.version,
        sequence=event_type.versions.count() + 1,
        declaration=as_stored(version),
    )


def _differing_members(stored: EventTypeVersion, declared: EventTypeVersion) -> tuple[str, ...]:
    names = (item.name for item in fields(stored))
    return tuple(name for name in names if getattr(stored, name) != getattr(declared, name))
