"""What somebody may claim, by its Dutch title, and the drafts that he began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from events import processing
from events.catalogue import catalogue
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.permissions import Principal
from events.models import ClaimDraft
from events.queries.claim_drafts import drafts_of
from events.queries.objects import visible_event
from events.queries.work import visible_log
from management_ui.forms.entry.editing import ids_in, says_something
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.persons import names_of

PERSONS_SHOWN_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLine:
    """A type of event to choose."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft to go on with."""

    id: UUID
    title: str
    kind: str
    kind_text: str
    persons: str
    zone: str
    saved: str


def claimable_types(principal: Principal, *, now: datetime) -> tuple[TypeLine, ...]:
    """The types that he may claim, by title; none of which even the newest version is deprecated."""
    types = catalogue()
    newest = (it for it in map(types.newest, types.names()) if not is_deprecated(it, types=types, now=now))
    mine = [
        it for it in newest if not it.takeover and (not it.source_types or principal.source_type in it.source_types)
    ]
    lines = (TypeLine(name=it.name, title=it.title, description=str(it.schema.get("description", ""))) for it in mine)
    return tuple(sorted(lines, key=lambda it: it.title.casefold()))


def is_deprecated(event_type: EventTypeVersion, *, types: Catalogue, now: datetime) -> bool:
    """Whether nothing new is claimed with this version any more."""
    found = types.deprecation(event_type.name, event_type.version)
    return found is not None and found.since <= now


def draft_lines(principal: Principal, *, now: datetime) -> tuple[DraftLine, ...]:
    """His drafts in which something was typed, the newest first; the persons in them by name, and that written down."""
    drafts = [draft for draft in drafts_of(principal) if draft.about is not None or says_something(draft.typed)]
    if not drafts:
        return ()
    with transaction.atomic():
        about = {draft.pk: _persons_of(draft, principal=principal) for draft in drafts}
        persons = {person for those in about.values() for person in those}
        log = visible_log(persons, principal=principal)
        told = {object_id for event in log for object_id in event.object_ids} & persons
        processing.record(
            "Eigen concepten bekeken", principal=principal, subjects=told, activity=processing.Activity.READ
        )
    known = names_of(log, catalogue=catalogue()).known
    return tuple(_line(draft, persons=about[draft.pk], known=known, now=now) for draft in drafts)


def _persons_of(draft: ClaimDraft, *, principal: Principal) -> list[UUID]:
    """Whom a draft is about: those in what it corrects, and those who are typed."""
    event = None if draft.about is None else visible_event(draft.about, principal=principal)
    corrected = () if event is None else event.object_ids
    return list(dict.fromkeys([*corrected, *sorted(ids_in(draft.typed))]))


def _line(draft: ClaimDraft, *, persons: Sequence[UUID], known: Mapping[UUID, str], now: datetime) -> DraftLine:
    names = [known[person] for person in persons if person in known]
    kinds = {
        ClaimDraft.Operation.CLAIM: ("claim", _("Claim")),
        ClaimDraft.Operation.REPLACE: ("correction", _("Correction")),
        ClaimDraft.Operation.RETRACT: ("correction", _("Retraction")),
    }
    kind, kind_text = kinds[ClaimDraft.Operation(draft.operation)]
    return DraftLine(
        id=draft.pk,
        title=catalogue().version(draft.event_type, draft.event_version).title,
        kind=kind,
        kind_text=kind_text,
        persons=", ".join(names[:PERSONS_SHOWN_MAX]),
        zone=draft.zone.name,
        saved=recorded_text(draft.saved_at, now=now),
    )
