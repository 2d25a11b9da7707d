"""Drafts of claims and corrections: begun, kept at every step, discarded, recorded. Each belongs to one owner.

What is typed is kept as it was typed, right or wrong; what it says is judged when it is recorded. A draft that nobody
touches expires: it holds personal data that serve nothing any more.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import processing, store
from events.catalogue import catalogue
from events.commands.recording import Recorded, new_id, submit
from events.domain.canonical import canonical_bytes
from events.domain.decide_claim import refuse_deprecated
from events.domain.event_types import EventTypeVersion
from events.domain.permissions import Permission, Principal
from events.domain.refusals import (
    ChainMoved,
    DraftMoved,
    EventNotFound,
    RequestTooLarge,
    SourceNotAllowed,
    TargetMissing,
    TooManyDrafts,
)
from events.domain.wire import Submission
from events.models import ClaimDraft, Zone
from events.models.drafts import PAGE_LENGTH_MAX

Operation = ClaimDraft.Operation

DRAFTS_OF_ONE_MAX: Final = 50
DRAFT_DAYS_MAX: Final = 30
"""How long a draft is kept after it was touched last."""
PRESSED_TWICE: Final = timedelta(seconds=5)
"""Within which two of the same are one click, and not somebody who writes two."""
TYPED_BYTES_MAX: Final = 200_000


@transaction.atomic
def begin_claim(
    event_type: str,
    *,
    zone: str,
    principal: Principal,
    first: Callable[[EventTypeVersion], Mapping[str, str]] | None = None,
) -> ClaimDraft:
    """A draft of a claim of the newest version of a type; `first` says what stands in its form at first.

    Raises ZoneForbidden, UnknownEventType, VersionDeprecated, SourceNotAllowed, TooManyDrafts.
    """
    principal.require(Permission.SUBMIT_CLAIM, zone=zone)
    version = catalogue().newest(event_type)
    refuse_deprecated(version.name, version.version, catalogue=catalogue(), now=timezone.now())
    allowed = version.source_types
    if version.takeover or (allowed and principal.source_type not in allowed):
        raise SourceNotAllowed(source_type=principal.source_type, event_type=event_type, allowed=tuple(sorted(allowed)))
    typed = {} if first is None else first(version)
    return _begun(
        principal=principal,
        zone=zone,
        event_type=event_type,
        event_version=version.version,
        operation=Operation.CLAIM.value,
        typed=typed,
    )


@transaction.atomic
def begin_correction(
    event_id: UUID, operation: str, *, tip: UUID, principal: Principal, typed: Mapping[str, str] | None = None
) -> ClaimDraft:
    """A draft of a correction of an event. `tip` is the end of its chain, from which `typed` was made.

    Raises EventNotFound (also for an event that he may not see), ZoneForbidden, TargetMissing, TooManyDrafts.
    """
    event = store.find([event_id]).get(event_id)
    if event is None or not principal.may(Permission.VIEW, zone=event.zone):
        raise EventNotFound(event_id=event_id)
    principal.require(Permission.SUBMIT_CORRECTION, zone=event.zone)
    if operation not in (Operation.REPLACE, Operation.RETRACT):
        raise TargetMissing(reason="Set operation to replace or retract.")
    return _begun(
        principal=principal,
        zone=event.zone,
        event_type=event.event_type,
        event_version=event.event_version,
        operation=operation,
        about=event_id,
        tip=tip,
        typed=typed or {},
    )


@transaction.atomic
def keep_draft(
    draft_id: UUID, typed: Mapping[str, str], *, principal: Principal, revision: int | None = None, page: str = ""
) -> ClaimDraft:
    """Keep what was typed, on a page that was made of this revision; None: whatever it is now.

    A page keeps what is typed on it many times: what it wrote last itself is never new to it.

    Raises ClaimDraftNotFound, RequestTooLarge, and DraftMoved when it was written on another page since.
    """
    _refuse_large(typed)
    draft = ClaimDraft.of(draft_id, principal=principal, lock=True)
    if draft.typed != dict(typed):
        if revision not in (None, draft.revision) and (not page or page != draft.page):
            raise DraftMoved(draft_id=draft.pk, revision=draft.revision)
        draft.revision, draft.page = draft.revision + 1, page[:PAGE_LENGTH_MAX]
    draft.typed, draft.saved_at = dict(typed), timezone.now()
    draft.save(update_fields=["typed", "saved_at", "revision", "page"])
    return draft


@transaction.atomic
def keep_apart(draft_id: UUID, typed: Mapping[str, str], *, principal: Principal) -> ClaimDraft:
    """Keep what was typed on a page that the draft went on without, as a draft of its own. Nothing is lost.

    Raises ClaimDraftNotFound, RequestTooLarge and TooManyDrafts.
    """
    draft = ClaimDraft.of(draft_id, principal=principal)
    about = {} if draft.about is None else {"about": draft.about, "tip": draft.seen_tip or draft.about}
    return _begun(
        principal=principal,
        zone=draft.zone.slug,
        event_type=draft.event_type,
        event_version=draft.event_version,
        operation=draft.operation,
        typed=typed,
        **about,
    )


@transaction.atomic
def discard_draft(draft_id: UUID, *, principal: Principal) -> None:
    """Throw a draft away. Raises ClaimDraftNotFound."""
    ClaimDraft.of(draft_id, principal=principal, lock=True).delete()
    processing.record("Concept verwijderd", principal=principal)


@transaction.atomic
def go_on_after(draft_id: UUID, tip: UUID, *, principal: Principal) -> ClaimDraft:
    """That its writer has seen what stands at the end of the chain by now, and goes on with what he typed.

    Raises ClaimDraftNotFound.
    """
    draft = ClaimDraft.of(draft_id, principal=principal, lock=True)
    draft.tip = tip
    draft.save(update_fields=["tip"])
    return draft


@transaction.atomic
def record_draft(draft_id: UUID, submission: Submission, *, revision: int, principal: Principal) -> Recorded:
    """Record what a draft says, and forget the draft. The event has the draft's id: twice is once.

    Raises ClaimDraftNotFound, DraftMoved when more was typed since the revision that is recorded, ChainMoved when it
    corrects something that its writer has not seen, and the refusals of `recording.submit`; what is refused stays a
    draft.
    """
    draft = ClaimDraft.of(draft_id, principal=principal, lock=True)
    if draft.revision != revision:
        raise DraftMoved(draft_id=draft.pk, revision=draft.revision)
    if draft.about is not None and submission.references[0] != draft.seen_tip:
        raise ChainMoved(event_id=draft.about, tip=submission.references[0])
    recorded = submit([submission], principal=principal)[0]
    draft.delete()
    return recorded


def remove_expired_drafts(*, now: datetime) -> int:
    """Remove the drafts that nobody touched for DRAFT_DAYS_MAX. Returns how many they were."""
    removed, _ = ClaimDraft.objects.filter(saved_at__lt=now - timedelta(days=DRAFT_DAYS_MAX)).delete()
    return removed


def _begun(*, principal: Principal, zone: str, typed: Mapping[str, str], **fields: str | UUID) -> ClaimDraft:
    """A new draft; or the one that the same click, pressed twice, began a moment ago."""
    _refuse_large(typed)
    now, own = timezone.now(), ClaimDraft.objects.filter(owner=principal.source_id)
    pressed_twice = own.filter(
        zone__slug=zone, typed=dict(typed), revision=1, begun_at__gt=now - PRESSED_TWICE, **fields
    )
    begun = pressed_twice.first()
    if begun is not None:
        return begun
    if own.count() >= DRAFTS_OF_ONE_MAX:
        raise TooManyDrafts(limit=DRAFTS_OF_ONE_MAX)
    place = Zone.objects.get(slug=zone)
    return ClaimDraft.objects.create(
        id=new_id(now), owner=principal.source_id, zone=place, typed=dict(typed), saved_at=now, **fields
    )


def _refuse_large(typed: Mapping[str, str]) -> None:
    if len(canonical_bytes(dict(typed))) > TYPED_BYTES_MAX:
        raise RequestTooLarge(limit=TYPED_BYTES_MAX, unit="bytes")
