"""The life of a version of an event type: drafted, changed, thrown away or published; deprecated, and back.

For who manages every zone: a type holds in all of them. Everything is recorded with what it was before and after. What
is published never changes; that it is deprecated refuses new claims with it, and nothing else.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import administration, catalogue
from events.administration import Action, Subject, Thing, require_administrator
from events.catalogue import drafts
from events.catalogue.loading import hold_publication, publish
from events.domain import type_drafts
from events.domain.declaration_messages import mistake
from events.domain.declaration_shape import EVENT_TYPE, TITLE_LENGTH_MAX
from events.domain.json_text import TEXT_LENGTH_MAX
from events.domain.permissions import Principal
from events.domain.refusals import DraftMoved, DraftNotFound, InvalidRequest, Violation
from events.domain.schemas import satisfies
from events.models import EventTypeDeprecation, EventTypeDraft, EventTypeVersion

REASON_LENGTH_MAX: Final = 500
AHEAD_DAYS_MAX: Final = 731
"""How long before it counts a deprecation may be announced."""


@transaction.atomic
def draft_event_type(name: str, *, by: Principal, title: str = "", text: str | None = None) -> EventTypeDraft:
    """Begin a draft: of the next version of a type, or of a type that does not exist yet (then it needs a title).

    Raises `ZoneForbidden`, and `InvalidRequest` for a name that no type can have, for a title that is missing, and for
    a type that comes in with a register: those are made by developers.
    """
    require_administrator(by)
    published = catalogue.catalogue()
    base = published.newest(name) if name in published.names() else None
    wrong = () if base is not None else _wrong_beginning(name, title=title)
    if base is not None and base.takeover:
        wrong = (mistake("takeover", pointer="/event_type"),)
    _refuse((*wrong, *_wrong_text(text or "")))
    draft = EventTypeDraft.objects.create(
        event_type=name,
        base=base.version if base else "",
        title=title.strip() or (base.title if base else ""),
        text=type_drafts.beginning(base, definitions=drafts.definitions()) if text is None else text,
        changed_by=by.source_id,
        changed_at=timezone.now(),
    )
    _record("Concept van een gebeurtenistype begonnen", Action.DRAFT_BEGUN, draft, by=by, after=_content(draft))
    return draft


@transaction.atomic
def change_draft(draft_id: UUID, *, title: str, text: str, revision: int, by: Principal) -> EventTypeDraft:
    """Keep another text, right or wrong. The same again changes nothing.

    Raises `ZoneForbidden`, `DraftNotFound`, `DraftMoved` unless `revision` is the draft's, and `InvalidRequest` for a
    title or a text that is too long to keep.
    """
    draft = _held(draft_id, by=by)
    _refuse_moved(draft, revision=revision)
    _refuse((*_wrong_title(title), *_wrong_text(text)))
    before = _content(draft)
    draft.title, draft.text = title.strip(), text
    if _content(draft) == before:
        return draft
    draft.revision += 1
    draft.changed_by, draft.changed_at = by.source_id, timezone.now()
    draft.save()
    said = "Concept van een gebeurtenistype gewijzigd"
    _record(said, Action.DRAFT_CHANGED, draft, by=by, before=before, after=_content(draft))
    return draft


@transaction.atomic
def discard_draft(draft_id: UUID, *, by: Principal, revision: int | None = None) -> None:
    """Throw a draft away; the record keeps what it was. Raises `ZoneForbidden`, `DraftNotFound` and `DraftMoved`."""
    draft = _held(draft_id, by=by)
    if revision is not None:
        _refuse_moved(draft, revision=revision)
    _record("Concept van een gebeurtenistype verwijderd", Action.DRAFT_DISCARDED, draft, by=by, before=_content(draft))
    draft.delete()


@transaction.atomic
def publish_draft(draft_id: UUID, *, revision: int, by: Principal) -> EventTypeVersion:
    """Make the draft the newest version of its type, for ever.

    Everything is judged once more while nobody else can publish. Raises `ZoneForbidden`, `DraftNotFound`, `DraftMoved`,
    `NewerVersion` when another version came in between, and `InvalidRequest` with everything that is wrong.
    """
    require_administrator(by)
    hold_publication()
    draft = _held(draft_id, by=by)
    _refuse_moved(draft, revision=revision)
    judged = drafts.judged(draft)
    drafts.refuse_behind(judged)
    if judged.version is None:
        raise InvalidRequest(violations=judged.checked.mistakes)
    (row,) = publish(judged.version)
    before = None if judged.base is None else _declared(judged.base)
    said = "Versie van een gebeurtenistype gepubliceerd"
    thing = _type(draft.event_type, name=str(row))
    after = _declared(judged.version)
    details = {"event_type": draft.event_type, "version": row.version}
    administration.record(said, Action.VERSION_PUBLISHED, thing, by=by, before=before, after=after, details=details)
    draft.delete()
    return row


@transaction.atomic
def deprecate_version(
    name: str, version: str, *, reason: str, by: Principal, successor: str | None = None, since: datetime | None = None
) -> EventTypeDeprecation:
    """From `since` (default: now) on, nothing new is claimed with the version. Said again, it is said otherwise.

    A moment that has passed counts from now, as what was claimed before it stays; unless it was said already.

    Raises `ZoneForbidden`, `UnknownEventType`, `UnknownEventVersion`, and `InvalidRequest` without a reason, for a
    moment too far ahead, or without a later version that is not deprecated while there is one.
    """
    require_administrator(by)
    hold_publication()
    now = timezone.now()
    moment, choices = max(since or now, now), successors(name, version)
    _refuse((*_wrong_reason(reason), *_wrong_moment(moment, now=now), *_wrong_successor(successor, choices=choices)))
    row = _published(name, version)
    earlier = EventTypeDeprecation.objects.filter(version=row).first()
    before = _said(earlier)
    if earlier is not None and earlier.since == since:
        moment = earlier.since
    EventTypeDeprecation.objects.filter(version=row).delete()  # a new row: so every process sees that it changed
    found = EventTypeDeprecation.objects.create(
        version=row,
        reason=reason.strip(),
        since=moment,
        successor=_published(name, successor) if successor else None,
        recorded_at=now,
    )
    said = "Versie van een gebeurtenistype verouderd verklaard"
    details = {"event_type": name, "version": version}
    thing = _type(name, name=str(row))
    administration.record(
        said, Action.VERSION_DEPRECATED, thing, by=by, before=before, after=_said(found), details=details
    )
    return found


@transaction.atomic
def restore_version(name: str, version: str, *, by: Principal) -> None:
    """Take a deprecation back: the version is claimed with again. Changes nothing when it is not deprecated.

    Raises `ZoneForbidden`, `UnknownEventType`, `UnknownEventVersion`.
    """
    require_administrator(by)
    hold_publication()
    row = _published(name, version)
    found = EventTypeDeprecation.objects.filter(version=row).first()
    if found is None:
        return
    said = "Verouderdverklaring van een versie ingetrokken"
    details = {"event_type": name, "version": version}
    thing = _type(name, name=str(row))
    administration.record(said, Action.VERSION_RESTORED, thing, by=by, before=_said(found), after=None, details=details)
    found.delete()


def successors(name: str, version: str) -> tuple[str, ...]:
    """The versions that could be used instead, the newest first: later, and not deprecated.

    Raises `UnknownEventType`, `UnknownEventVersion`.
    """
    published = catalogue.catalogue()
    published.version(name, version)
    known = [item.version for item in published.versions(name)]
    later = known[known.index(version) + 1 :]
    return tuple(item for item in reversed(later) if published.deprecation(name, item) is None)


def _held(draft_id: UUID, *, by: Principal) -> EventTypeDraft:
    require_administrator(by)
    draft = EventTypeDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise DraftNotFound(draft_id=draft_id)
    return draft


def _published(name: str, version: str) -> EventTypeVersion:
    catalogue.catalogue().version(name, version)
    return EventTypeVersion.objects.select_related("event_type").get(event_type__name=name, version=version)


def _refuse_moved(draft: EventTypeDraft, *, revision: int) -> None:
    if draft.revision != revision:
        raise DraftMoved(draft_id=draft.pk, revision=draft.revision)


def _refuse(violations: tuple[Violation, ...]) -> None:
    if violations:
        raise InvalidRequest(violations=violations)


def _wrong_beginning(name: str, *, title: str) -> tuple[Violation, ...]:
    wrong_name = () if satisfies(EVENT_TYPE["properties"]["name"], name) else (mistake("type-name", pointer="/name"),)
    return (*wrong_name, *_wrong_title(title))


def _wrong_title(title: str) -> tuple[Violation, ...]:
    if 1 <= len(title.strip()) <= TITLE_LENGTH_MAX:
        return ()
    return (mistake("title", pointer="/title", limit=str(TITLE_LENGTH_MAX)),)


def _wrong_text(text: str) -> tuple[Violation, ...]:
    if "\x00" in text:
        return (
            mistake("json", pointer="/declaration", line=str(text[: text.index("\x00")].count("\n") + 1), column="1"),
        )
    if len(text) <= TEXT_LENGTH_MAX:
        return ()
    return (mistake("text-length", pointer="/declaration", limit=str(TEXT_LENGTH_MAX)),)


def _wrong_reason(reason: str) -> tuple[Violation, ...]:
    if 1 <= len(reason.strip()) <= REASON_LENGTH_MAX:
        return ()
    return (mistake("reason", pointer="/reason", limit=str(REASON_LENGTH_MAX)),)


def _wrong_moment(moment: datetime, *, now: datetime) -> tuple[Violation, ...]:
    if moment <= now + timedelta(days=AHEAD_DAYS_MAX):
        return ()
    return (mistake("since", pointer="/since", limit=str(AHEAD_DAYS_MAX)),)


def _wrong_successor(successor: str | None, *, choices: tuple[str, ...]) -> tuple[Violation, ...]:
    if successor in choices or (successor is None and not choices):
        return ()
    if not choices:
        return (mistake("no-successor", pointer="/successor"),)
    return (mistake("successor", pointer="/successor", versions=", ".join(choices)),)


def _record(
    said: str,
    action: Action,
    draft: EventTypeDraft,
    *,
    by: Principal,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    details = {"event_type": draft.event_type, "draft": str(draft.pk)}
    thing = _type(draft.event_type, name=draft.event_type)
    administration.record(said, action, thing, by=by, before=before, after=after, details=details)


def _type(event_type: str, *, name: str) -> Thing:
    return Thing(kind=Subject.EVENT_TYPE, id=event_type, name=name)


def _content(draft: EventTypeDraft) -> dict[str, Any]:
    return {"title": draft.title, "base": draft.base or None, "declaration": draft.text}


def _declared(version: Any) -> dict[str, Any]:
    return {"title": version.title, **type_drafts.written(version)}


def _said(deprecation: EventTypeDeprecation | None) -> dict[str, Any] | None:
    if deprecation is None:
        return None
    successor = deprecation.successor.version if deprecation.successor else None
    return {"since": deprecation.since.isoformat(), "reason": deprecation.reason, "successor": successor}
