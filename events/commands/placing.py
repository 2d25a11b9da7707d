"""From a well-formed request to a complete draft: where it goes, whether its sender may, what the server fills in.

An event that the caller may not see is treated exactly as one that does not exist. What somebody said himself he knows:
he may name it as a ground, also where he may not read. What he corrects or decides on he must be able to see: an answer
or refusal tells of what became of it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain import chains
from events.domain.event import Draft, Event, Kind, Operation
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import (
    InvalidRequest,
    NotAnOfficial,
    ReferenceNotFound,
    SourceNotAllowed,
    TargetMismatch,
    Violation,
    ZoneRequired,
)
from events.domain.wire import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The circumstances of one request: what is known, who asks, when."""

    log: Log
    catalogue: Catalogue
    principal: Principal
    now: datetime


def draft_of(submission: Submission, *, event_id: UUID, place: Place) -> Draft:
    """The complete draft of a permitted request.

    Raises ZoneForbidden, ZoneRequired, NotAnOfficial, ReferenceNotFound, TargetMismatch, UnknownEventType.
    """
    if submission.kind is Kind.CLAIM:
        return _claim(submission, event_id=event_id, place=place)
    return _about_target(submission, event_id=event_id, place=place)


def _claim(submission: Submission, *, event_id: UUID, place: Place) -> Draft:
    zone = submission.zone or _only_zone(place.principal)
    place.principal.require(Permission.SUBMIT_CLAIM, zone=zone)
    _refuse_unknown_grounds(submission, first=0, place=place)
    if submission.event_type is None or submission.event_version is None:
        raise _missing("event_type" if submission.event_type is None else "event_version")
    if submission.occurred_at is None or submission.object_ids is None:
        raise _missing("occurred_at" if submission.occurred_at is None else "object_ids")
    _refuse_takeover(submission.event_type, submission.event_version, place=place)
    return Draft(
        id=event_id,
        occurred_at=submission.occurred_at,
        object_ids=submission.object_ids,
        event_type=submission.event_type,
        event_version=submission.event_version,
        kind=Kind.CLAIM,
        source_id=submission.source_id,
        source_type=submission.source_type,
        references=submission.references,
        data=submission.event_data,
        zone=zone,
    )


def _refuse_takeover(event_type: str, event_version: str, *, place: Place) -> None:
    """A takeover type enters only by the import of a register into its own zone; nobody claims it."""
    if place.catalogue.version(event_type, event_version).takeover:
        raise SourceNotAllowed(
            source_type=place.principal.source_type, event_type=event_type, allowed=(), pointer="/event_type"
        )


def _about_target(submission: Submission, *, event_id: UUID, place: Place) -> Draft:
    target = _found(submission, at=0, place=place)
    if not place.principal.may(Permission.VIEW, zone=target.zone):
        raise ReferenceNotFound(event_id=target.id, pointer="/event_reference/0")
    _permit(submission, zone=target.zone, principal=place.principal)
    if submission.zone not in (None, target.zone):
        raise TargetMismatch(field_name="zone", expected=target.zone, pointer="/zone")
    _refuse_unknown_grounds(submission, first=1, place=place)
    occurred_at, object_ids = _where_left_out(submission, target=target, place=place)
    return Draft(
        id=event_id,
        occurred_at=occurred_at,
        object_ids=object_ids,
        event_type=submission.event_type or target.event_type,
        event_version=submission.event_version or target.event_version,
        kind=submission.kind,
        source_id=submission.source_id,
        source_type=submission.source_type,
        references=submission.references,
        data=submission.event_data,
        zone=target.zone,
    )


def _permit(submission: Submission, *, zone: str, principal: Principal) -> None:
    if submission.kind is Kind.CORRECTION:
        principal.require(Permission.SUBMIT_CORRECTION, zone=zone)
        return
    if principal.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=principal.source_type)
    principal.require(Permission.VALIDATE, zone=zone)


def _where_left_out(submission: Submission, *, target: Event, place: Place) -> tuple[datetime, tuple[UUID, ...]]:
    """The moment and objects of a correction or validation; what is left out follows from the target.

    A replacement gives its full content itself. A decision happens now; a retraction is about its target's moment.
    """
    replaces = submission.kind is Kind.CORRECTION and submission.event_data.get("operation") == Operation.REPLACE
    if replaces and (submission.occurred_at is None or submission.object_ids is None):
        raise _missing("occurred_at" if submission.occurred_at is None else "object_ids")
    follows = place.now if submission.kind is Kind.VALIDATION else target.occurred_at
    objects = submission.object_ids or chains.objects_of(target, log=place.log, catalogue=place.catalogue)
    return submission.occurred_at or follows, objects


def _only_zone(principal: Principal) -> str:
    zones = principal.zones_with(Permission.SUBMIT_CLAIM)
    if len(zones) != 1:
        raise ZoneRequired(zones=tuple(sorted(zones)), pointer="/zone")
    return next(iter(zones))


def _found(submission: Submission, *, at: int, place: Place) -> Event:
    event_id = submission.references[at]
    event = place.log.get(event_id)
    if event is None:
        raise ReferenceNotFound(event_id=event_id, pointer=f"/event_reference/{at}")
    return event


def _own(event: Event, *, submission: Submission) -> bool:
    """Whether the request comes from the source of the event: itself, or as an intermediary names it."""
    return (event.source_id, event.source_type) == (submission.source_id, submission.source_type)


def _refuse_unknown_grounds(submission: Submission, *, first: int, place: Place) -> None:
    for at in range(first, len(submission.references)):
        ground = _found(submission, at=at, place=place)
        if not (_own(ground, submission=submission) or place.principal.may(Permission.VIEW, zone=ground.zone)):
            raise ReferenceNotFound(event_id=ground.id, pointer=f"/event_reference/{at}")


def _missing(name: str) -> InvalidRequest:
    return InvalidRequest(violations=(Violation(pointer=f"/{name}", code="required", message=f"Add {name}."),))
