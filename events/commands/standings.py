"""Keeping the `Standing` table equal to the log: written in the transaction of the append, and rebuilt from nothing.

The boundary of an append holds every claim whose standing it can change (its chain, and the claims that share a key),
so comparing the standings before and after on that boundary is exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.log import Log, root_of
from events.domain.standing import StandingOf, standings
from events.models import Standing, Zone


def write(appended: Sequence[Event], *, before: Log, catalogue: Catalogue) -> None:
    """Write the standings that these events changed, given the boundary's log before them."""
    after = before
    for event in appended:
        after = after.with_(event)
    old, new = standings(before, catalogue=catalogue), standings(after, catalogue=catalogue)
    _upsert(
        (after[event_id] for event_id, standing in new.items() if old.get(event_id) != standing),
        log=after,
        standing=new,
    )


def _upsert(events: Iterable[Event], *, log: Log, standing: Mapping[UUID, StandingOf]) -> None:
    zones = dict(Zone.objects.values_list("slug", "pk"))
    Standing.objects.bulk_create(
        [
            Standing(
                event_id=event.id,
                root_id=root_of(event, log).id,
                zone_id=zones[event.zone],
                event_type=event.event_type,
                event_kind=event.kind.value,
                standing=standing[event.id].value,
                order=event.order,
                created_at=event.created_at,
            )
            for event in events
        ],
        update_conflicts=True,
        unique_fields=["event_id"],
        update_fields=["standing"],
    )
