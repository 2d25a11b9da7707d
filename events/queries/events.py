"""Reading events as they were recorded: one by its id, or all that answer a filter, page by page.

An event in a zone that the caller may not see, or that is closed, is treated exactly as one that does not exist: it
is not found, not counted, and not among the references of another. So is one of a type that he may not see, where he
may see only some. What is read is written to the log of processing in the same transaction; when that fails, nothing
is returned.
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
    sight = sight_of(principal)
    if event_id not in searching.visible([event_id], sight=sight):
        raise EventNotFound(event_id=event_id)
    event = without_hidden_references(store.find([event_id]).values(), sight=sight)[0]
    _write_down("Gebeurtenis geraadpleegd", [event], principal=principal)
    return event


@transaction.atomic
def search(asked: EventFilter, *, principal: Principal, after: int = 0, size: int = PAGE_MAX) -> Page:
    """The next `size` events (at most PAGE_MAX) that answer the filter, after a place in the log.

    Standings are answered where he sees whole zones: a claim can be settled by one that he may not see. Raises
    `ZoneForbidden` or `ZoneClosed` for a zone that the filter names and that the caller cannot search.
    """
    readable = _readable_zones(principal) if not asked.standings else visible_zones(principal)
    searched = _searched(asked.zones, visible=readable, principal=principal)
    sight = _sight_in(readable, principal=principal)
    criteria = _criteria(asked, searched=_sight_in(searched, principal=principal), visible=sight)
    limit = min(size, PAGE_MAX)
    found = searching.search(criteria, after=after, limit=limit + 1)
    more = len(found.numbered) > limit
    numbered = found.numbered[:limit]
    ids = [event_id for event_id, _seq in numbered] + ([] if more else list(found.unnumbered[:limit]))
    events = store.find(ids)
    shown = without_hidden_references((events[event_id] for event_id in ids), sight=sight)
    _write_down("Gebeurtenissen gezocht", shown, principal=principal)
    return Page(
        events=tuple(shown),
        zones=tuple(sorted(searched)),
        next_after=numbered[-1][1] if more else max(after, found.numbered_to),
        more=more,
    )


def visible_zones(principal: Principal) -> Mapping[str, int]:
    """The open zones in which the principal may see every event, each with its primary key."""
    return _open_zones(principal.zones_with(Permission.VIEW))


def sight_of(principal: Principal, *, zone: str | None = None) -> searching.Sight:
    """Which events the principal may see (in one zone): all of some open zones, of others those of some types."""
    zones = _readable_zones(principal)
    asked = zones if zone is None else {slug: pk for slug, pk in zones.items() if slug == zone}
    return _sight_in(asked, principal=principal)


def _readable_zones(principal: Principal) -> Mapping[str, int]:
    """The open zones in which he may see any event."""
    return _open_zones(principal.zones_with(Permission.VIEW) | principal.seen_in_part.keys())


def _open_zones(slugs: Collection[str]) -> Mapping[str, int]:
    return dict(Zone.objects.filter(slug__in=slugs, closed=False).values_list("slug", "pk"))


def _sight_in(zones: Mapping[str, int], *, principal: Principal) -> searching.Sight:
    """As far as he may see in these zones: whole where he may see the zone, else the types that he may."""
    parts = principal.seen_in_part
    return searching.Sight(
        whole=[pk for zone, pk in zones.items() if principal.may(Permission.VIEW, zone=zone)],
        parts=[(pk, event_type) for zone, pk in zones.items() for event_type in sorted(parts.get(zone, ()))],
    )


def _searched(asked: Iterable[str], *, visible: Mapping[str, int], principal: Principal) -> Mapping[str, int]:
    named = set(asked)
    for zone in sorted(named - visible.keys()):
        if (
            zone not in {*principal.zones, *principal.event_types}
            or not Zone.objects.filter(slug=zone, closed=True).exists()
        ):
            principal.require(Permission.VIEW, zone=zone)
        raise ZoneClosed(zone=zone)
    return {slug: pk for slug, pk in visible.items() if slug in named} if named else visible


def _criteria(asked: EventFilter, *, searched: searching.Sight, visible: searching.Sight) -> searching.Criteria:
    wanted = {field.name: getattr(asked, field.name) or None for field in fields(EventFilter) if field.name != "zones"}
    return searching.Criteria(searched=searched, visible=visible, **wanted)


def without_hidden_references(events: Iterable[Event], *, sight: searching.Sight) -> list[Event]:
    """The events without references to others that cannot be seen. One query."""
    found = list(events)
    seen = searching.visible({reference for event in found for reference in event.references}, sight=sight)
    return [replace(event, references=tuple(ref for ref in event.references if ref in seen)) for event in found]


def _write_down(action: str, events: Collection[Event], *, principal: Principal) -> None:
    processing.record(
        action,
        principal=principal,
        subjects={object_id for event in events for object_id in event.object_ids},
        activity=processing.Activity.READ,
        details={"events": len(events)},
    )
