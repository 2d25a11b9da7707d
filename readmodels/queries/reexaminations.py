"""Decisions under investigation: what they rested on that has changed since, for whoever may read them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.moments import first_instant
from events.domain.permissions import Principal
from events.domain.refusals import ReexaminationNotFound
from events.queries.work import readable_zones, zones_to_decide_in
from readmodels.domain.known import local_day
from readmodels.domain.reexamination import persons_in
from readmodels.models import Conclusion, Reexamination

PAGE_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """One thing that the decision rested on and that changed. Hidden: it rests on events that the reader may not see.

    Of a hidden one `about`, `before`, `after` and `because` are empty, and so is its name but for that of a check.
    """

    rested: str
    name: str
    about: UUID | None
    before: Any
    after: Any
    because: tuple[UUID, ...]
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """That an official let the decision stand, and why."""

    by: UUID
    motivation: str
    concluded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderInvestigation:
    """A decision on a claim, and the difference that it is to be looked at again for; `name` names that.

    `since` is when it became so; where something of it is hidden, only the day.
    """

    number: int
    claim: UUID
    decision: UUID
    event_type: str
    zone: str
    object_ids: tuple[UUID, ...]
    since: datetime
    name: str
    shifts: tuple[Shifted, ...]
    concluded: Concluded | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """In order of becoming known; `after` is the number of the last, None on the last page."""

    items: tuple[UnderInvestigation, ...]
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which are asked for: `open` or concluded ones (None: both), of a zone, about an object."""

    open: bool | None = True
    zone: str | None = None
    object_id: UUID | None = None


@transaction.atomic
def under_investigation(wanted: Wanted, *, principal: Principal, after: int = 0, size: int = PAGE_MAX) -> Page:
    """Those that the principal may read, after a number. Leaves the lines of the log of processing."""
    zones = readable_zones(principal)
    rows = Reexamination.objects.filter(zone__slug__in=zones, pk__gt=after)
    if wanted.open is not None:
        rows = rows.filter(open=wanted.open)
    if wanted.zone is not None:
        rows = rows.filter(zone__slug=wanted.zone)
    if wanted.object_id is not None:
        rows = rows.filter(object_ids__contains=[wanted.object_id])
    found = list(rows.select_related("zone").order_by("pk")[: size + 1])
    items = tuple(_told(row, zones=zones) for row in found[:size])
    _write_down(items, principal=principal)
    return Page(items=items, after=items[-1].number if len(found) > size else None)


@transaction.atomic
def reexamination_of(decision_id: UUID, *, principal: Principal) -> UnderInvestigation:
    """One decision. Raises `ReexaminationNotFound`, also for one in a zone that the principal may not read."""
    zones = readable_zones(principal)
    row = Reexamination.objects.filter(decision_id=decision_id, zone__slug__in=zones).select_related("zone").first()
    if row is None:
        raise ReexaminationNotFound(decision_id=decision_id)
    found = _told(row, zones=zones)
    _write_down([found], principal=principal)
    return found


def count_to_look_at(*, principal: Principal) -> int:
    """How many wait in the zones where the principal decides."""
    return Reexamination.objects.filter(open=True, zone__slug__in=zones_to_decide_in(principal)).count()


def number_of(decision_id: UUID, *, principal: Principal) -> int:
    """The number of this decision, to go on after; 0 for one that the principal may not read."""
    found = Reexamination.objects.filter(decision_id=decision_id, zone__slug__in=readable_zones(principal))
    return found.values_list("pk", flat=True).first() or 0


def _told(row: Reexamination, *, zones: Collection[str]) -> UnderInvestigation:
    digest = bytes(row.digest)
    shifts = tuple(_shift(it, visible=set(it["zones"]) <= set(zones)) for it in row.shifts)
    concluded = Conclusion.objects.filter(decision_id=row.decision_id, digest=digest).first()
    return UnderInvestigation(
        number=row.pk,
        claim=row.claim_id,
        decision=row.decision_id,
        event_type=row.event_type,
        zone=row.zone.slug,
        object_ids=tuple(row.object_ids),
        since=first_instant(local_day(row.since)) if any(it.hidden for it in shifts) else row.since,
        name=row.difference,
        shifts=shifts,
        concluded=None
        if concluded is None
        else Concluded(by=concluded.source_id, motivation=concluded.motivation, concluded_at=concluded.concluded_at),
    )


def _shift(said: Mapping[str, Any], *, visible: bool) -> Shifted:
    named = visible or said["rested"] == "toets"
    return Shifted(
        rested=said["rested"],
        name=said["name"] if named else "",
        about=UUID(said["about"]) if visible else None,
        before=said["before"] if named else None,
        after=said["after"] if named else None,
        because=tuple(map(UUID, said["because"])) if visible else (),
        hidden=not visible,
    )


def _write_down(found: Collection[UnderInvestigation], *, principal: Principal) -> None:
    subjects = {object_id for it in found for object_id in it.object_ids}
    for shift in (shift for it in found for shift in it.shifts if not shift.hidden):
        subjects |= persons_in(shift.rested, shift.about, (shift.before, shift.after))
    if subjects:
        processing.record(
            "Besluiten in onderzoek bekeken",
            principal=principal,
            subjects=subjects,
            activity=processing.Activity.READ,
        )
