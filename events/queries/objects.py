"""Everything about some objects that the caller may see: the part of the log that states are folded from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events import store
from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Principal
from events.queries.work import readable_zones


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The visible log about some objects. `zones` were searched; `whole` when nothing was left out of what there is."""

    log: Log
    zones: frozenset[str]
    whole: bool


def about(object_ids: Collection[UUID], *, principal: Principal) -> About:
    """Every event about these objects, with whole chains and what those refer to, in the zones he may read.

    Raises `RequestTooLarge` beyond what one decision may read.
    """
    zones = readable_zones(principal)
    everything = store.read(object_ids).log
    seen = Log(event for event in everything if event.zone in zones)
    return About(log=seen, zones=zones, whole=len(seen) == len(everything))


def chains_of(event_ids: Collection[UUID], *, principal: Principal) -> About:
    """The whole chains that these events belong to, in the zones he may read."""
    return about(store.roots(event_ids), principal=principal)


def claims_naming(event_ids: Collection[UUID], *, principal: Principal) -> frozenset[UUID]:
    """The claims in the zones he may read that refer to one of these events, themselves or in their chain."""
    zones = readable_zones(principal)
    return frozenset(it.id for it in store.find(store.roots_referring_to(event_ids)).values() if it.zone in zones)


def horizon() -> datetime | None:
    """The formal moment up to which no answer can change any more; None before the first event was numbered."""
    return store.horizon()


def visible_event(event_id: UUID, *, principal: Principal) -> Event | None:
    """The event, if there is one in a zone that he may read."""
    event = store.find([event_id]).get(event_id)
    return event if event is not None and event.zone in readable_zones(principal) else None


def visible_events(event_ids: Collection[UUID], *, principal: Principal) -> Mapping[UUID, Event]:
    """Those of these events that are in zones that he may read, by their ids."""
    zones = readable_zones(principal)
    return {event.id: event for event in store.find(event_ids).values() if event.zone in zones}


def recorded_since(moment: datetime, *, object_ids: Collection[UUID], principal: Principal) -> int:
    """How many events about these objects were recorded after that moment, in the zones he may read."""
    return store.recorded_since(moment, objects=object_ids, zones=readable_zones(principal))


def last_told_of(event_types: Collection[str], *, principal: Principal, limit: int) -> list[UUID]:
    """The objects that something of these types was recorded about last, in the zones he may read; newest first."""
    zones = sorted(readable_zones(principal))
    return store.last_objects(event_types, zones=zones, limit=limit) if zones else []
