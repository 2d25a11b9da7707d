"""Who looked at a person: the lines of the log of processing that are about him, each with who acted.

The log is that of the whole organisation: which officials read of somebody tells which zones know him. So only who
administers every zone may ask; and asking is itself written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from events import processing
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ZoneForbidden
from events.models import AccessRecord, ProcessingRecord, User, Zone

PAGE_MAX = 50

Span = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One action that was about the person: what, when, and who acted.

    `name` is "" for a source without an account, unless it is another organisation.
    """

    action: str
    at: datetime
    source_id: UUID
    source_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """One page, the newest first; `after` leads to the next and is None on the last."""

    items: tuple[Look, ...]
    after: int | None


def may_see_looks(principal: Principal) -> bool:
    """Whether he administers every zone."""
    zones = list(Zone.objects.values_list("slug", flat=True))
    return bool(zones) and all(principal.may(Permission.MANAGE, zone=zone) for zone in zones)


@transaction.atomic
def looks_at(person_id: UUID, *, principal: Principal, before: int | None = None, size: int = PAGE_MAX) -> Looks:
    """Who read or recorded something of a person, whether or not there is one. Raises `ZoneForbidden`."""
    if not may_see_looks(principal):
        raise ZoneForbidden(zone="", permission=Permission.MANAGE.value)
    limit = min(size, PAGE_MAX)
    lines = lines_about(person_id, before=before)
    found = list(lines[: limit + 1])
    items = _looks(found[:limit])
    processing.record(
        "Inzage in een persoon geraadpleegd",
        principal=principal,
        subjects=[person_id],
        activity=processing.Activity.READ,
    )
    return Looks(items=items, after=found[limit - 1].pk if len(found) > limit else None)


def lines_about(person_id: UUID, *, before: int | None = None) -> QuerySet[ProcessingRecord]:
    """The lines of the log of processing about a person, newest first, as its index finds them."""
    about = ProcessingRecord.objects.alias(subject=KeyTextTransform(processing.SUBJECT, "attributes"))
    known = about.filter(attributes__has_key=processing.SUBJECT, subject=processing.pseudonym(person_id))
    return (known if before is None else known.filter(pk__lt=before)).order_by("-pk")


def _looks(lines: Sequence[ProcessingRecord]) -> tuple[Look, ...]:
    actors = _actors(lines)
    people = _people({actor.source_id for actor in actors.values()})
    acted = [(line, actors.get(_span_of(line))) for line in lines]
    return tuple(
        Look(
            action=line.name,
            at=actor.recorded_at,
            source_id=actor.source_id,
            source_type=actor.source_type,
            name=people.get(actor.source_id) or str(actor.details.get("name", "")),
        )
        for line, actor in acted
        if actor is not None
    )


def _actors(lines: Sequence[ProcessingRecord]) -> Mapping[Span, AccessRecord]:
    """Who acted, by trace and span: the line of a data subject is a child of the line of the action."""
    found = AccessRecord.objects.filter(trace_id__in={bytes(line.trace_id) for line in lines})
    return {(bytes(it.trace_id), bytes(it.span_id)): it for it in found}


def _span_of(line: ProcessingRecord) -> Span:
    return bytes(line.trace_id), bytes(line.parent_span_id or b"")


def _people(source_ids: set[UUID]) -> Mapping[UUID, str]:
    return {user.source_id: str(user) for user in User.objects.filter(source_id__in=source_ids)}
