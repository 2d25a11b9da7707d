"""One zone as another organisation reads it under a contract: as far as its event types were granted.

Whatever lies outside them is treated as what does not exist, and leads to nothing that does: an event that may be seen
is not in an answer because of one that may not. What is read is written to the log of processing in the same
transaction; when that fails, nothing is returned.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing, store
from events.domain import closures
from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import AnnouncementsRefused, RequestTooLarge, ZoneClosed, ZoneForbidden
from events.models import Organisation, Zone
from events.queries.events import sight_of, without_hidden_references
from events.store import searching

OBJECTS_MAX: Final = 1_500
"""Objects that can be asked for at once: a person with all the relatives that one answer reads."""
EVENTS_MAX: Final = 10_000
"""Events in one answer at most."""
ANNOUNCED_MAX: Final = 500
"""Events that one page of announcements looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsAbout:
    """Events of one zone in the order of its log, and up to which formal moment there will never be more of them."""

    events: tuple[Event, ...]
    zone: str
    organisation: Organisation
    horizon: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """Objects of which there are events, in the order of the log; `next_after` is where to go on.

    Without `more`, nothing recorded up to the formal horizon is to come.
    """

    object_ids: tuple[UUID, ...]
    next_after: int
    more: bool
    horizon: datetime | None = None


@transaction.atomic
def events_about(
    object_ids: Collection[UUID], *, zone: str, as_at: datetime | None = None, principal: Principal
) -> EventsAbout:
    """Every event in the zone about these objects, as known at a moment, with whole chains and what those refer to.

    Nothing for an object of which he may see nothing, whether or not there is anything. Raises `ZoneForbidden`,
    `ZoneClosed`, and `RequestTooLarge` beyond OBJECTS_MAX objects or EVENTS_MAX events.
    """
    found = _open_zone(zone, principal=principal)
    if len(set(object_ids)) > OBJECTS_MAX:
        raise RequestTooLarge(limit=OBJECTS_MAX, unit="objects", pointer="/objectIds")
    horizon = store.horizon()  # first: what is recorded up to it, the reading below finds
    whole = principal.may(Permission.VIEW, zone=zone)
    types = None if whole else principal.seen_in_part[zone]
    everything = store.within(object_ids, zone=zone, event_types=types)
    seen = Log(event for event in everything if as_at is None or event.created_at <= as_at)
    told = closures.about(object_ids, log=seen)
    if len(told) > EVENTS_MAX:
        raise RequestTooLarge(limit=EVENTS_MAX, unit="events", pointer="/objectIds")
    events = without_hidden_references(told, sight=sight_of(principal, zone=zone))
    processing.record(
        "Gebeurtenissen over objecten geraadpleegd",
        principal=principal,
        subjects={*object_ids, *(it for event in events for it in event.object_ids)},
        activity=processing.Activity.READ,
        details={"zone": zone, "events": len(events)},
    )
    return EventsAbout(events=tuple(events), zone=zone, organisation=found.organisation, horizon=horizon)


@transaction.atomic
def announced(zone: str, *, agreed: bool, after: int = 0, size: int = ANNOUNCED_MAX, principal: Principal) -> Announced:
    """The objects that the next `size` events name which he may see, after a place in the log; each once.

    `agreed` is whether his contract says that objects are announced. Raises `ZoneForbidden`, `ZoneClosed`, and
    `AnnouncementsRefused` when it does not, and of a sensitive zone always.
    """
    found = _open_zone(zone, principal=principal)
    if found.sensitive or not agreed:
        raise AnnouncementsRefused(zone=zone)
    horizon = store.horizon()  # first: what is recorded up to it, the reading below finds
    sight, limit = sight_of(principal, zone=zone), min(size, ANNOUNCED_MAX)
    criteria = searching.Criteria(searched=sight, visible=sight)
    page = searching.search(criteria, after=after, limit=limit + 1)
    if after > page.numbered_to:  # told before this log was set back to a backup: what came in its place is told anew
        after = 0
        page = searching.search(criteria, after=after, limit=limit + 1)
    more = len(page.numbered) > limit
    numbered = page.numbered[:limit]
    events = store.find(event_id for event_id, _ in numbered)
    object_ids = tuple(dict.fromkeys(it for event_id, _ in numbered for it in events[event_id].object_ids))
    processing.record(
        "Aangekondigde objecten geraadpleegd",
        principal=principal,
        subjects=object_ids,
        activity=processing.Activity.READ,
        details={"zone": zone, "events": len(numbered)},
    )
    next_after = numbered[-1][1] if more else max(after, page.numbered_to)
    return Announced(object_ids=object_ids, next_after=next_after, more=more, horizon=horizon)


def _open_zone(zone: str, *, principal: Principal) -> Zone:
    """The zone, of which he may see something. Raises `ZoneForbidden`, `ZoneClosed`."""
    if not (principal.may(Permission.VIEW, zone=zone) or zone in principal.seen_in_part):
        raise ZoneForbidden(zone=zone, permission=Permission.VIEW.value)
    found = Zone.objects.select_related("organisation").filter(slug=zone).first()
    if found is None:
        raise ZoneForbidden(zone=zone, permission=Permission.VIEW.value)
    if found.closed:
        raise ZoneClosed(zone=zone)
    return found
