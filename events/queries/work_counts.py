"""How many wait where, and of which types and sources: counted and looked up in the indexes of the queue.

Counting stops at `COUNTED_MAX`, so that it costs the same however much there is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from events.domain.permissions import Principal
from events.domain.standing import StandingOf
from events.models import Standing, Zone
from events.queries.work import STANDINGS, Pile, Wanted, Whose, filtered, zone_keys, zones_to_decide_in

COUNTED_MAX = 1000


def counts(wanted: Wanted, *, principal: Principal) -> Mapping[Pile, int]:
    """How many wait in every pile under the same filter; counting stops at COUNTED_MAX."""
    return {pile: _counted(replace(wanted, pile=pile), principal=principal) for pile in Pile}


def counts_by_whose(wanted: Wanted, *, principal: Principal) -> Mapping[Whose, int]:
    """How many of this pile are whose, under the same filter; counting stops at COUNTED_MAX."""
    return {whose: _counted(replace(wanted, whose=whose), principal=principal) for whose in Whose}


def count_overdue(*, principal: Principal, today: date) -> int:
    """Of how many that wait the legal term has run out; counting stops at COUNTED_MAX."""
    return _counted(Wanted(due_before=today), principal=principal)


def recorded_since(moment: datetime, *, principal: Principal) -> int:
    """How many that wait were recorded after that moment where the principal decides; counting stops at COUNTED_MAX."""
    zones = zones_to_decide_in(principal)
    waiting = Standing.objects.filter(zone__slug__in=zones, standing=StandingOf.OPEN.value, created_at__gt=moment)
    return waiting[:COUNTED_MAX].count()


def source_types_waiting(among: Collection[str], *, principal: Principal) -> tuple[str, ...]:
    """Of these authorities those of whom something waits in the principal's zones, for the filter."""
    return _occurring("source_type", among, standings=[StandingOf.OPEN], principal=principal)


def event_types_waiting(among: Collection[str], *, principal: Principal) -> tuple[str, ...]:
    """Of these types of event those that the principal's zones hold at all, for the filter."""
    return _occurring("event_type", among, standings=list(StandingOf), principal=principal)


def _occurring(
    column: str, among: Collection[str], *, standings: Sequence[StandingOf], principal: Principal
) -> tuple[str, ...]:
    """The values that some row has: each looked up in its index, in one question, however many rows there are."""
    zones = list(Zone.objects.filter(slug__in=zones_to_decide_in(principal)).values_list("pk", flat=True))
    first = [
        Standing.objects.filter(zone_id__in=zones, standing__in=[it.value for it in standings], **{column: value})
        .order_by()
        .values_list(column, flat=True)[:1]
        for value in sorted(among)
    ]
    return tuple(sorted(first[0].union(*first[1:], all=True))) if first and zones else ()


def _possible(wanted: Wanted) -> Sequence[StandingOf]:
    """The standings of a pile that can match at all: of what is decided or settled no term runs."""
    standings = STANDINGS[wanted.pile]
    return standings if wanted.due_before is None else [it for it in standings if it is StandingOf.OPEN]


def _counted(wanted: Wanted, *, principal: Principal) -> int:
    counted = 0
    for zone in zone_keys(wanted, principal):
        for standing in _possible(wanted):
            found = filtered(wanted, zone=zone, standing=standing, principal=principal)
            counted += found[: COUNTED_MAX - counted].count() if counted < COUNTED_MAX else 0
    return counted
