"""Event types as administrators read them: versions with their state, fields in words, rules by name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.catalogue import DatabaseCatalogue
from events.domain import type_declarations, type_drafts
from events.domain.event_types import Deprecation, EventTypeVersion
from events.domain.pointers import tokens
from events.domain.schema_fields import Field, fields_of
from events.models import EventType
from management_ui.presenters.moments import moment_text
from management_ui.presenters.type_words import json_text, limit_text, rule_title, type_text


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version with what became of it."""

    version: str
    address: str
    badge: str
    tone: str
    published: str
    reason: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLine:
    """A type in the list."""

    name: str
    title: str
    address: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field of a schema in words; `path` is where it stands, in names from the outside in."""

    pointer: str
    label: str
    path: str
    required: bool | None
    """None: a member of a list, which is not required or optional."""
    kind: str
    limits: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A member of the declaration that is not as it usually is."""

    title: str
    value: str


def type_lines(types: Iterable[EventType], *, published: DatabaseCatalogue, now: datetime) -> tuple[TypeLine, ...]:
    """Types with their versions, oldest first."""
    return tuple(type_line(it, published=published, now=now) for it in types)


def type_line(event_type: EventType, *, published: DatabaseCatalogue, now: datetime) -> TypeLine:
    """One type with its versions, oldest first."""
    newest = published.newest(event_type.name).version
    return TypeLine(
        name=event_type.name,
        title=event_type.title,
        address=reverse("admin:events_eventtype_change", args=[event_type.pk]),
        versions=tuple(
            version_line(
                row.version,
                event_type=event_type,
                published_at=row.published_at,
                deprecation=published.deprecation(event_type.name, row.version),
                is_newest=row.version == newest,
                now=now,
            )
            for row in event_type.versions.all()
        ),
    )


def version_line(
    version: str,
    *,
    event_type: EventType,
    published_at: datetime,
    deprecation: Deprecation | None,
    is_newest: bool,
    now: datetime,
) -> VersionLine:
    """One version with its state in a word."""
    badge, tone = (_("newest"), "safe") if is_newest else (_("may be used"), "info")
    if deprecation is not None:
        badge, tone = _deprecated(deprecation, now=now)
    return VersionLine(
        version=version,
        address=reverse("admin:type_version", args=[event_type.pk, version]),
        badge=badge,
        tone=tone,
        published=moment_text(published_at),
        reason=deprecation.reason if deprecation else "",
        successor=(deprecation.successor or "") if deprecation else "",
    )


def _deprecated(deprecation: Deprecation, *, now: datetime) -> tuple[str, str]:
    if deprecation.since > now:
        return _("deprecated from %(moment)s") % {"moment": moment_text(deprecation.since)}, "warning"
    return _("deprecated"), "danger"


def field_lines(schema: Mapping[str, Any], *, beside: Mapping[str, Any] | None = None) -> tuple[FieldLine, ...]:
    """Every field of a schema that has a name, in the order of the declaration.

    What is only demanded, and described nowhere, is told as the schema `beside` has it.
    """
    described = {field.pointer: field for field in fields_of(beside or {})}
    return tuple(_field_lines(_told(field, described=described) for field in fields_of(schema)))


def _told(field: Field, *, described: Mapping[str, Field]) -> Field:
    found = described.get(field.pointer)
    is_bare = not (field.types or field.limits or field.form_titles or field.title)
    return replace(found, required=field.required) if is_bare and found is not None else field


def _field_lines(fields: Iterable[Field]) -> Iterator[FieldLine]:
    titles = {"": ""}
    for field in fields:
        names = tokens(field.pointer) if field.pointer else ()
        if not names:
            continue
        label = _("each of these") if names[-1] == "*" else field.title or names[-1]
        above = titles.get(field.pointer.rpartition("/")[0], "")
        titles[field.pointer] = f"{above} › {label}" if above else label
        yield FieldLine(
            pointer=field.pointer,
            label=label,
            path=above,
            required=None if names[-1] == "*" else field.required,
            kind=type_text(field),
            limits=tuple(limit_text(keyword, value) for keyword, value in field.limits.items()),
            description=field.description,
        )


def rule_lines(version: EventTypeVersion) -> tuple[RuleLine, ...]:
    """What the declaration says beside its schemas, where that is not the usual."""
    rendered = type_declarations.render(version)
    plain = type_declarations.render(EventTypeVersion(name="", version="", title="", schema={}))
    told = [name for name in rendered if name not in {"name", "version", "title", "schema", "accept_schema"}]
    return tuple(
        RuleLine(title=rule_title(name), value=json_text(rendered[name]))
        for name in told
        if rendered[name] != plain[name]
    )


def declaration_text(version: EventTypeVersion) -> str:
    """The declaration as published, as it is written in a file: to be copied there."""
    return json.dumps(type_drafts.written(version), ensure_ascii=False, indent=2)
