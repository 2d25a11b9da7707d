"""Which objects there are events about, and how far a follower that stands at a place in the log has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from events.domain.moments import UNKNOWN_MOMENT

EVENTS_PER_OBJECT = 10
"""How many of the last events are looked at for each object that is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the objects in the order of their ids: above `after` (None: from the first) up to `until`."""

    after: UUID | None
    until: UUID
    objects: int


def spans(size: int) -> list[Span]:
    """All objects that there are events about now, in stretches of `size` (the last one smaller)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH numbered AS (SELECT object_id, row_number() OVER (ORDER BY object_id) AS n, count(*) OVER () AS total"
            " FROM (SELECT DISTINCT object_id FROM event_object WHERE role = 'object') AS o)"
            " SELECT object_id, n FROM numbered WHERE n %% %s = 0 OR n = total ORDER BY n",
            [size],
        )
        ends = cursor.fetchall()
    begins = [(None, 0), *ends]
    return [
        Span(after=after, until=until, objects=last - first)
        for (after, first), (until, last) in zip(begins, ends, strict=False)
    ]


def object_ids(*, after: UUID | None, until: UUID, limit: int) -> list[UUID]:
    """The first objects of a stretch, at most `limit`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT object_id FROM event_object WHERE role = 'object' AND object_id <= %s"
            " AND (%s::uuid IS NULL OR object_id > %s) ORDER BY object_id LIMIT %s",
            [until, after, after, limit],
        )
        return [object_id for (object_id,) in cursor.fetchall()]


def with_events(objects: Collection[UUID]) -> frozenset[UUID]:
    """Those of these objects that there are events about."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT object_id FROM event_object WHERE role = 'object' AND object_id = ANY(%s::uuid[])",
            [sorted(objects)],
        )
        return frozenset(object_id for (object_id,) in cursor.fetchall())


def claims_about(objects: Collection[UUID], *, zones: Collection[str], limit: int) -> list[UUID]:
    """The claims and corrections in these zones that are about one of these objects; at most `limit`, the last ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM event AS e JOIN events_zone AS z ON z.id = e.zone_id"
            " WHERE e.kind <> 'validation' AND z.slug = ANY(%s::text[]) AND e.pos = ANY(ARRAY("
            "SELECT o.pos FROM event_object AS o WHERE o.role = 'object' AND o.object_id = ANY(%s::uuid[])))"
            " ORDER BY e.pos DESC LIMIT %s",
            [sorted(zones), sorted(objects), limit],
        )
        return [event_id for (event_id,) in cursor.fetchall()]


def named_in_chains(event_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of each event the objects that it, or any other event of its chain, is about: a correction can leave some out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, array_agg(DISTINCT o.object_id) FROM event AS e JOIN event AS c ON c.root_id = e.root_id"
            " JOIN event_object AS o ON o.pos = c.pos AND o.role = 'object'"
            " WHERE e.id = ANY(%s::uuid[]) GROUP BY e.id",
            [sorted(event_ids)],
        )
        return {event_id: frozenset(objects) for event_id, objects in cursor.fetchall()}


def zones_about(object_id: UUID, *, event_types: Collection[str] | None = None) -> frozenset[str]:
    """The zones in which there are events about an object (of these types; None: of any)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT z.slug FROM event_object AS o JOIN event AS e USING (pos)"
            " JOIN events_zone AS z ON z.id = e.zone_id WHERE o.object_id = %s AND o.role = 'object'"
            " AND (%s::text[] IS NULL OR e.type = ANY(%s::text[]))",
            [object_id, *[None if event_types is None else sorted(event_types)] * 2],
        )
        return frozenset(zone for (zone,) in cursor.fetchall())


def recorded_since(moment: datetime, *, objects: Collection[UUID], zones: Collection[str]) -> int:
    """How many events about any of these objects were recorded in these zones after that moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT e.pos) FROM event_object AS o JOIN event AS e USING (pos)"
            " JOIN events_zone AS z ON z.id = e.zone_id WHERE o.object_id = ANY(%s::uuid[]) AND o.role = 'object'"
            " AND e.created_at > %s AND z.slug = ANY(%s::text[])",
            [sorted(objects), moment, sorted(zones)],
        )
        (count,) = cursor.fetchone()
    return int(count)


def settled_by(seq: int, *, zones: Collection[str] | None = None) -> datetime | None:
    """Up to which formal moment a follower that has taken in everything up to `seq` has all there will ever be.

    The formal horizon, or the last moment before the first event that it lacks. None before the sequencer first ran.
    Events in closed zones do not count: those zones answer nothing. Nor do those outside `zones`, when they are given:
    for who sees only those, what else happened is nothing that he lacks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.horizon, (SELECT min(e.created_at) FROM event_log AS l"
            " JOIN event AS e USING (pos) JOIN events_zone AS z ON z.id = e.zone_id WHERE l.seq > %s AND NOT z.closed"
            " AND (%s::text[] IS NULL OR z.slug = ANY(%s::text[])))"
            " FROM event_horizon AS h ORDER BY h.tick DESC LIMIT 1",
            [seq, *[None if zones is None else sorted(zones)] * 2],
        )
        row = cursor.fetchone()
    if row is None or row[1] is None:
        return row[0] if row else None
    horizon, lacking = row
    # What a register does not date was recorded at the first moment there is: before it nothing is settled.
    return None if lacking == UNKNOWN_MOMENT else min(horizon, lacking - timedelta(microseconds=1))


def seq_of(event_id: UUID) -> int | None:
    """The place of an event in the order that followers use; None while it has none, or there is no such event."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT l.seq FROM event AS e JOIN event_log AS l USING (pos) WHERE e.id = %s", [event_id])
        row = cursor.fetchone()
    return row[0] if row else None


def last_objects(event_types: Collection[str], *, zones: Collection[str], limit: int) -> list[UUID]:
    """The objects named by the last events of these types in these zones, the newest first; at most `limit`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM (SELECT DISTINCT ON (o.object_id) o.object_id, e.pos FROM"
            " (SELECT e.pos FROM event AS e JOIN events_zone AS z ON z.id = e.zone_id"
            " WHERE e.type = ANY(%s) AND z.slug = ANY(%s) ORDER BY e.pos DESC LIMIT %s) AS e"
            " JOIN event_object AS o USING (pos) WHERE o.role = 'object' ORDER BY o.object_id, e.pos DESC) AS found"
            " ORDER BY pos DESC LIMIT %s",
            [sorted(event_types), sorted(zones), limit * EVENTS_PER_OBJECT, limit],
        )
        return [object_id for (object_id,) in cursor.fetchall()]
