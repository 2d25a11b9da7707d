"""The work of officials: which claims and corrections wait for a decision.

The `Standing` table says what waits where; the events themselves come from the log through its one door. Pages follow a
key (formal time or term, and id), never an offset, so page one thousand costs what page one costs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import assert_never
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from events import store
from events.catalogue import catalogue
from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.readings import deciders_of
from events.domain.refusals import RequestTooLarge
from events.domain.standing import StandingOf
from events.models import Standing, WorkItem, Zone

PAGE_MAX = 50
SEARCHED_MAX = 1000
SEARCH_STEP = 200
NEXT_STEP = 25
"""How many are read at once to find the next: as a rule it is among the first."""
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


class Whose(StrEnum):
    """Whose work: everybody's, what I have in hand, what was handed to a group of mine, what nobody has."""

    ALL = "all"
    MINE = "mine"
    GROUP = "group"
    FREE = "free"


class Order(StrEnum):
    """In which order: the oldest first, or whose legal term ends first."""

    OLDEST = "oldest"
    TERM = "term"


ORDERS: Mapping[Order, tuple[str, str]] = {
    Order.OLDEST: ("created_at", "event_id"),
    Order.TERM: ("due_on", "event_id"),
}
"""The key that pages follow, and what tells equal ones apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last item of a page: the next page starts after it. In order of term `due_on` counts, else `created_at`."""

    created_at: datetime
    event_id: UUID
    due_on: date = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of the queue is asked for; an empty text or None means: any.

    `recorded_before` for what waits long already; `due_before` (a local day, not included) for whose term runs out.
    `among`: nothing but these claims and corrections, such as those about somebody who is sought (None: all there are).
    """

    pile: Pile = Pile.OPEN
    zone: str = ""
    event_type: str = ""
    event_kind: str = ""
    source_type: str = ""
    whose: Whose = Whose.ALL
    recorded_before: datetime | None = None
    due_before: date | None = None
    order: Order = Order.OLDEST
    among: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim or correction in the queue, with what it counts for. `due_on` is `date.max` where there is no term."""

    event: Event
    standing: StandingOf
    due_on: date = date.max


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
    page = awaiting(wanted, principal=principal, after=after, size=size)
    return replace(page, log=visible_log(_objects(page.items), principal=principal))


def awaiting(wanted: Wanted, *, principal: Principal, after: Cursor | None = None, size: int = PAGE_MAX) -> Page:
    """The same page without what is known of its persons."""
    rows = list(islice(_rows(wanted, principal=principal, after=after, size=size + 1), size + 1))
    shown = rows[:size]
    return Page(items=_items(shown), after=_cursor(shown[-1]) if len(rows) > size else None)


def next_open(current: UUID, *, principal: Principal, now: datetime) -> UUID | None:
    """The oldest open claim other than this one that the principal may decide on, and that no colleague is at.

    What he submitted or decided on himself is passed over; so is what lies beyond the first SEARCHED_MAX.
    """
    after: Cursor | None = None
    for _step in range(0, SEARCHED_MAX, NEXT_STEP):
        rows = list(islice(_rows(Wanted(), principal=principal, after=after, size=NEXT_STEP), NEXT_STEP))
        held = WorkItem.objects.filter(event_id__in=[row.event_id for row in rows], locked_until__gt=now)
        passed = {current, *held.exclude(holder__source_id=principal.source_id).values_list("event_id", flat=True)}
        for item in _items([row for row in rows if row.event_id not in passed]):
            if principal.source_id not in {item.event.source_id, *deciders(item.event)}:
                return item.event.id
        if len(rows) < NEXT_STEP:
            return None
        after = _cursor(rows[-1])
    return None


def deciders(event: Event) -> frozenset[UUID]:
    """Whose decision on it is in force: of some types several officials must accept, each once."""
    return deciders_of(event, log=store.read(store.roots([event.id])).log, catalogue=catalogue())


def due_on(event_id: UUID) -> date:
    """The last day of the legal term of a claim or correction; `date.max` where there is none, or it was decided."""
    return Standing.objects.filter(event_id=event_id).values_list("due_on", flat=True).first() or date.max


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


def zone_keys(wanted: Wanted, principal: Principal) -> list[int]:
    """The keys of the zones: a question by key needs no join, and so keeps the order of its index."""
    zones = Zone.objects.filter(slug__in=_zones(wanted, principal))
    return list(zones.order_by("pk").values_list("pk", flat=True))


def _rows(wanted: Wanted, *, principal: Principal, after: Cursor | None, size: int) -> Iterator[Standing]:
    """Rows of all zones and standings together in order, each read in the order of its own index."""
    key = attrgetter(*ORDERS[wanted.order])
    asked = (
        _after(filtered(wanted, zone=zone, standing=standing, principal=principal), after=after, order=wanted.order)
        for zone in zone_keys(wanted, principal)
        for standing in STANDINGS[wanted.pile]
    )
    if wanted.among is None:
        return merge(*(found[:size] for found in asked), key=key)
    # Few among many: looked up by their ids and put in order here. With an order and an end asked of the database, it
    # walks the whole queue in that order to find them.
    return iter(sorted((row for found in asked for row in found.order_by()), key=key))


def filtered(wanted: Wanted, *, zone: int, standing: StandingOf, principal: Principal) -> QuerySet[Standing]:
    """What is asked for, of one zone (by its key) and one standing: without order, and without its pile."""
    asked: dict[str, object] = {
        "event_type": wanted.event_type,
        "event_kind": wanted.event_kind,
        "source_type": wanted.source_type,
        "created_at__lt": wanted.recorded_before,
        "due_on__lt": wanted.due_before,
        "event_id__in": wanted.among,
    }
    given = {name: value for name, value in asked.items() if value not in ("", None)}
    found = Standing.objects.filter(zone_id=zone, standing=standing.value, **given)
    return _of_whom(found, whose=wanted.whose, principal=principal)


def _of_whom(found: QuerySet[Standing], *, whose: Whose, principal: Principal) -> QuerySet[Standing]:
    me = principal.source_id
    match whose:
        case Whose.ALL:
            return found
        case Whose.MINE:
            return found.filter(event_id__in=WorkItem.objects.filter(holder__source_id=me).values("event_id"))
        case Whose.GROUP:
            return found.filter(event_id__in=WorkItem.objects.filter(team__user__source_id=me).values("event_id"))
        case Whose.FREE:
            given = WorkItem.objects.filter(Q(holder__isnull=False) | Q(team__isnull=False), event_id=OuterRef("pk"))
            return found.filter(~Exists(given))
        case _:
            assert_never(whose)


def _after(found: QuerySet[Standing], *, after: Cursor | None, order: Order) -> QuerySet[Standing]:
    by, tie = ORDERS[order]
    if after is not None:
        place = getattr(after, by)
        later = Q(**{f"{by}__gt": place}) | Q(**{by: place, f"{tie}__gt": after.event_id})
        found = found.filter(later, **{f"{by}__gte": place})  # said once more, so that the index is entered there
    return found.order_by(by, tie)


def _items(rows: Sequence[Standing]) -> tuple[Waiting, ...]:
    events = store.find(row.event_id for row in rows)
    return tuple(
        Waiting(event=events[row.event_id], standing=StandingOf(row.standing), due_on=row.due_on)
        for row in rows
        if row.event_id in events
    )


def _objects(items: Sequence[Waiting]) -> frozenset[UUID]:
    return frozenset(object_id for item in items for object_id in item.event.object_ids[:PERSONS_READ_MAX])


def _cursor(row: Standing) -> Cursor:
    return Cursor(created_at=row.created_at, event_id=row.event_id, due_on=row.due_on)
