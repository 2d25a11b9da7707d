"""Publishing the versions that the configuration declares and the database does not have yet."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from events.catalogue import system
from events.catalogue.files import SHIPPED, declared_versions
from events.catalogue.legal_terms import load_legal_terms
from events.catalogue.published import as_stored, catalogue
from events.catalogue.system import Loaded
from events.domain.event_types import EventTypeVersion
from events.models import AdministrativeChange, EventType
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
    with transaction.atomic():
        hold_publication()
        known = catalogue()
        declared = declared_versions(Path(path) if path else configured(), published=known.names())
        before = {(item.name, item.version): item for item in known}
        ends = {name: known.newest(name).version for name in known.names()}
        report = _publish(declared, before=before, ends=ends)
        load_legal_terms()
        return report


def configured() -> Path:
    """The index that counts here: the setting, else the shipped one."""
    return Path(getattr(settings, "F6_WRITE_CONFIG_PATH", None) or SHIPPED)


def hold_publication() -> None:
    """Let nobody else publish until this transaction ends: what is newest now stays so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def publish(*versions: EventTypeVersion) -> list[Published]:
    """Put each behind those of its type (which is made when it is new), in this order; publication must be held."""
    titles = {version.name: version.title for version in versions}
    types = _types(titles)
    places = Counter(Published.objects.filter(event_type__name__in=titles).values_list("event_type__name", flat=True))
    rows = []
    for version in versions:
        places[version.name] += 1
        rows.append(
            Published(
                event_type=types[version.name],
                version=version.version,
                sequence=places[version.name],
                declaration=as_stored(version),
            )
        )
    return Published.objects.bulk_create(rows)


def _types(titles: Mapping[str, str]) -> dict[str, EventType]:
    """The types of these names, made when they are new, with these titles."""
    known = {it.name: it for it in EventType.objects.filter(name__in=titles)}
    renamed = [it for it in known.values() if it.title != titles[it.name]]
    for event_type in renamed:
        event_type.title = titles[event_type.name]
    EventType.objects.bulk_update(renamed, ["title"])
    new = [EventType(name=name, title=title) for name, title in titles.items() if name not in known]
    return known | {it.name: it for it in EventType.objects.bulk_create(new)}


def _publish(
    declared: tuple[EventTypeVersion, ...], *, before: dict[tuple[str, str], EventTypeVersion], ends: dict[str, str]
) -> LoadReport:
    """`ends` maps a type to its newest published version: only what is declared after that one may still be added."""
    published: list[EventTypeVersion] = []
    unchanged, different, too_late = [], [], []
    passed = {name for name in {item.name for item in declared} if name not in ends}
    for item in declared:
        label = f"{item.name} {item.version}"
        stored = before.get((item.name, item.version))
        if stored is None and item.name not in passed:
            too_late.append(label)
        elif stored is None:
            published.append(item)
        elif stored == item:
            unchanged.append(label)
        else:
            different.append((label, _differing_members(stored, item)))
        if ends.get(item.name) == item.version:
            passed.add(item.name)
    _write_down(publish(*published))
    return LoadReport(
        published=tuple(f"{item.name} {item.version}" for item in published),
        unchanged=tuple(unchanged),
        different=tuple(different),
        too_late=tuple(too_late),
    )


def _write_down(rows: Iterable[Published]) -> None:
    system.write_down(
        AdministrativeChange.Action.VERSION_PUBLISHED,
        AdministrativeChange.Subject.EVENT_TYPE,
        (Loaded(id=row.event_type.name, name=str(row), after={"version": row.version}) for row in rows),
    )


def _differing_members(stored: EventTypeVersion, declared: EventTypeVersion) -> tuple[str, ...]:
    names = (item.name for item in fields(stored))
    return tuple(name for name in names if getattr(stored, name) != getattr(declared, name))
