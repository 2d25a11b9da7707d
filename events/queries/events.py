"""Reading events as they were recorded: one by its id, or all that answer a filter, page by page.

An event in a zone that the caller may not see, or that is closed, is treated exactly as one that does not exist: it
is not found, not counted, and not among the references of another. What is read is written to the log of processing
in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events import processing, store
from events.domain.event import Event, Kind
from events.domain.permissions import Permission, Principal
from events.domain.refusals import EventNotFound, ZoneClosed
from events.domain.standing import StandingOf
from events.models import Zone
from events.store import searching

PAGE_MAX = 500
"""Events on one page at most (events that have no place in the log yet come on top, as many at most)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What is asked; an empty field asks nothing, several values of one field mean any of them.

    `…_from` is included, `…_until` is not.
    """

    zones: tuple[str, ...] = ()
    object_ids: tuple[UUID, ...] = ()
    event_types: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    source_ids: tuple[UUID, ...] = ()
    source_types: tuple[str, ...] = ()
    standings: tuple[StandingOf, ...] = ()
    referred_to: tuple[UUID, ...] = ()
    occurred_from: datetime | None = None
    occurred_until: datetime | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Events in the order of the log; `zones` were searched.

    `next_after` is where to go on: nothing that is recorded later is ever missed by following it. Events that the log
    has not numbered yet stand at the end of the last page, and come once more when they are: recognise them by id.
    """

    events: tuple[Event, ...]
    zones: tuple[str, ...]
    next_after: int
    more: bool


@transaction.atomic
def get(event_id: UUID, *, principal: Principal) -> Event:
    """The event, without references to events that the caller may not see. Raises `EventNotFound`."""
    zones = visible_zones(principal)
    if event_id not in searching.visible([event_id], zones=zones.values()):
        raise EventNotFound(event_id=event_id)
    event = without_hidden_references(store.find([event_id]).values(), zones=zones.values())[0]
    _write_down("Gebeurtenis geraadpleegd", [event], principal=principal)
    return event


@transaction.atomic
def search(asked: EventFilter, *, principal: Principal, after: int = 0, size: int = PAGE_MAX) -> Page:
    """The next `size` events (at most PAGE_MAX) that answer the filter, after a place in the log.

    Raises `ZoneForbidden` or `ZoneClosed` for a zone that the filter names and that the caller cannot search.
    """
    visible = visible_zones(principal)
    searched = _searched(asked.zones, visible=visible, principal=principal)
    limit = min(size, PAGE_MAX)
    found = searching.search(_criteria(asked, searched=searched, visible=visible), after=after, limit=limit + 1)
    more = len(found.numbered) > limit
    numbered = found.numbered[:limit]
    ids = [event_id for event_id, _seq in numbered] + ([] if more else list(found.unnumbered[:limit]))
    events = store.find(ids)
    shown = without_hidden_references((events[event_id] for event_id in ids), zones=visible.values())
    _write_down("Gebeurtenissen gezocht", shown, principal=principal)
    return Page(
        events=tuple(shown),
        zones=tuple(sorted(searched)),
        next_after=numbered[-1][1] if more else max(after, found.numbered_to),
        more=more,
    )


def visible_zones(principal: Principal) -> Mapping[str, int]:
    """The open zones in which the principal may see events, each with its primary key."""
    slugs = principal.zones_with(Permission.VIEW)
    return dict(Zone.objects.filter(slug__in=slugs, closed=False).values_list("slug", "pk"))


def _searched(asked: Iterable[str], *, visible: Mapping[str, int], principal: Principal) -> Mapping[str, int]:
    named = set(asked)
    for zone in sorted(named - visible.keys()):
        if zone not in principal.zones or not Zone.objects.filter(slug=zone, closed=True).exists():
            principal.require(Permission.VIEW, zone=zone)
        raise ZoneClosed(zone=zone)
    return {slug: pk for slug, pk in visible.items() if slug in named} if named else visible


def _criteria(asked: EventFilter, *, searched: Mapping[str, int], visible: Mapping[str, int]) -> searching.Criteria:
    wanted = {field.name: getattr(asked, field.name) or None for field in fields(EventFilter) if field.name != "zones"}
    return searching.Criteria(zones=searched.values(), visible=visible.values(), **wanted)


def without_hidden_references(events: Iterable[Event], *, zones: Collection[int]) -> list[Event]:
    """The events without references to others that lie in none of these zones (primary keys). One query."""
    found = list(events)
    seen = searching.visible({reference for event in found for reference in event.references}, zones=zones)
    return [replace(event, references=tuple(ref for ref in event.references if ref in seen)) for event in found]


def _write_down(action: str, events: Collection[Event], *, principal: Principal) -> None:
    processing.record(
        action,
        principal=principal,
        subjects={object_id for event in events for object_id in event.object_ids},
        activity=processing.Activity.READ,
        details={"events": len(events)},
    )
