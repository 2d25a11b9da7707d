"""The work of officials: which claims and corrections wait for a decision.

The `Standing` table says what waits where; the events themselves come from the log through its one door. Pages follow a
key (formal time, id), never an offset, so page one thousand costs what page one costs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet

from events import store
from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import RequestTooLarge
from events.domain.standing import StandingOf
from events.models import Standing, Zone

PAGE_MAX = 50
COUNTED_MAX = 1000
SEARCHED_MAX = 1000
SEARCH_STEP = 200
PERSONS_READ_MAX = 10
"""Of how many persons of one event more is read, to name them: however many a claim says it is about."""


class Pile(StrEnum):
    """The piles of the work queue: what to decide, what another claim settled, what was decided."""

    OPEN = "open"
    SETTLED = "settled"
    DECIDED = "decided"


STANDINGS: Mapping[Pile, tuple[StandingOf, ...]] = {
    Pile.OPEN: (StandingOf.OPEN,),
    Pile.SETTLED: (StandingOf.SETTLED,),
    Pile.DECIDED: (StandingOf.ACCEPTED, StandingOf.REJECTED, StandingOf.CORRECTED, StandingOf.RETRACTED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last item of a page: the next page starts after it."""

    created_at: datetime
    event_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queue is asked for; an empty text means: any."""

    pile: Pile = Pile.OPEN
    zone: str = ""
    event_type: str = ""
    event_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim or correction in the queue, with what it counts for."""

    event: Event
    standing: StandingOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the queue, oldest first. `after` is None on the last. `log` holds what is known of its persons.

    `searched` is how many items a search looked through; None when all that match were looked at.
    """

    items: tuple[Waiting, ...]
    after: Cursor | None
    log: Log = field(default_factory=Log)
    searched: int | None = None


def readable_zones(principal: Principal) -> frozenset[str]:
    """The zones that the principal may read and that answer: a closed one is being filled and answers nothing."""
    open_zones = Zone.objects.filter(slug__in=principal.zones_with(Permission.VIEW), closed=False)
    return frozenset(open_zones.values_list("slug", flat=True))


def reads_every_zone(principal: Principal) -> bool:
    """Whether he may read all there is: only then a number of things in the log tells him nothing that is hidden."""
    return not Zone.objects.exclude(slug__in=principal.zones_with(Permission.VIEW)).exists()


def zones_to_decide_in(principal: Principal) -> frozenset[str]:
    """The zones in which the principal may both read and decide."""
    return principal.zones_with(Permission.VALIDATE) & readable_zones(principal)


def claims_awaiting_decision(
    wanted: Wanted, *, principal: Principal, after: Cursor | None = None, size: int = PAGE_MAX
) -> Page:
    """The oldest claims and corrections of a pile in the zones where the principal decides, after the cursor."""
    rows = list(islice(_rows(wanted, zones=_zones(wanted, principal), after=after, size=size + 1), size + 1))
    shown = rows[:size]
    page = Page(items=_items(shown), after=_cursor(shown[-1]) if len(rows) > size else None)
    return replace(page, log=visible_log(_objects(page.items), principal=principal))


def counts(wanted: Wanted, *, principal: Principal) -> Mapping[Pile, int]:
    """How many wait in every pile under the same filter; counting stops at COUNTED_MAX."""
    zones = _zones(wanted, principal)
    return {
        pile: min(COUNTED_MAX, sum(_counted(replace(wanted, pile=pile), zone=zone) for zone in zones)) for pile in Pile
    }


def event_types_waiting(*, principal: Principal) -> tuple[str, ...]:
    """The types of event that the principal's zones hold at all, for the filter."""
    found = Standing.objects.filter(zone__slug__in=zones_to_decide_in(principal))
    return tuple(found.order_by("event_type").values_list("event_type", flat=True).distinct())


def next_open(current: UUID, *, principal: Principal) -> UUID | None:
    """The oldest open claim other than this one that the principal may decide on and did not submit himself."""
    page = claims_awaiting_decision(Wanted(), principal=principal, size=5)
    mine = {principal.source_id}
    return next(
        (item.event.id for item in page.items if item.event.id != current and item.event.source_id not in mine), None
    )


def visible_log(objects: Collection[UUID], *, principal: Principal) -> Log:
    """All events about these objects in the zones that the principal may read.

    Nothing when there are more of them than one may read at once: a queue without names is still a queue.
    """
    if not objects:
        return Log()
    try:
        return visible(store.read(objects).log, principal=principal)
    except RequestTooLarge:
        return Log()


def visible(log: Log, *, principal: Principal) -> Log:
    """The part of a log that lies in the zones that the principal may read."""
    zones = readable_zones(principal)
    return Log(event for event in log if event.zone in zones)


def _zones(wanted: Wanted, principal: Principal) -> frozenset[str]:
    zones = zones_to_decide_in(principal)
    return zones & {wanted.zone} if wanted.zone else zones


def _rows(wanted: Wanted, *, zones: Collection[str], after: Cursor | None, size: int) -> Iterator[Standing]:
    """Rows of all zones and standings together in order of time, each read in the order of its own index."""
    readings = [
        _after(_filtered(wanted, zone=zone, standing=standing), after=after)[:size]
        for zone in sorted(zones)
        for standing in STANDINGS[wanted.pile]
    ]
    return merge(*readings, key=lambda row: (row.created_at, row.event_id))


def _filtered(wanted: Wanted, *, zone: str, standing: StandingOf) -> QuerySet[Standing]:
    found = Standing.objects.filter(zone__slug=zone, standing=standing.value)
    if wanted.event_type:
        found = found.filter(event_type=wanted.event_type)
    if wanted.event_kind:
        found = found.filter(event_kind=wanted.event_kind)
    return found


def _after(found: QuerySet[Standing], *, after: Cursor | None) -> QuerySet[Standing]:
    if after is not None:
        later = Q(created_at__gt=after.created_at)
        found = found.filter(later | Q(created_at=after.created_at, event_id__gt=after.event_id))
    return found.order_by("created_at", "event_id")


def _counted(wanted: Wanted, *, zone: str) -> int:
    return sum(
        _filtered(wanted, zone=zone, standing=standing)[:COUNTED_MAX].count() for standing in STANDINGS[wanted.pile]
    )


def _items(rows: Sequence[Standing]) -> tuple[Waiting, ...]:
    events = store.find(row.event_id for row in rows)
    return tuple(
        Waiting(event=events[row.event_id], standing=StandingOf(row.standing)) for row in rows if row.event_id in events
    )


def _objects(items: Sequence[Waiting]) -> frozenset[UUID]:
    return frozenset(object_id for item in items for object_id in item.event.object_ids[:PERSONS_READ_MAX])


def _cursor(row: Standing) -> Cursor:
    return Cursor(created_at=row.created_at, event_id=row.event_id)
