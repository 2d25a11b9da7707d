"""Reading the log. Every function takes a bounded number of round trips, however much it reads."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from events.domain.event import Event
from events.domain.log import Log
from events.domain.refusals import IdentifierInUse, RequestTooLarge
from events.sql import script
from events.store.entries import BOUNDARY_MAX
from events.store.rows import COLUMNS, event_of

READ_MAX = 50_000
"""Events that one decision may read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The events around a boundary, and the last number of each of its ids (0: none yet)."""

    log: Log
    numbers: Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An event with its place in the one order over all zones that followers use; gapless, never on the wire."""

    seq: int
    event: Event


def read(boundary: Collection[UUID], *, lock: bool = False, event_types: Collection[str] | None = None) -> Read:
    """Everything a decision on these ids may need: the events linked to them and what those rest on.

    The log is closed: it holds whole chains, and whatever its events refer to with the chains of that. The numbers
    are read first, so that an event that comes in between makes the append say `BoundaryMoved`, never pass.
    `lock` holds the boundary until the transaction (which there must be) ends, so that nothing comes in between.
    With `event_types` only the chains of these types: a chain is of one type.

    Raises `RequestTooLarge` beyond BOUNDARY_MAX ids or READ_MAX events.
    """
    ids, types = sorted(set(boundary)), None if event_types is None else sorted(event_types)
    refuse_wide_boundary(ids)
    with connection.cursor() as cursor:
        if lock:
            connection.validate_no_broken_transaction()
            if connection.get_autocommit():
                raise RuntimeError("A lock ends with its transaction: read with lock=True inside one.")
            cursor.execute("SELECT lock_boundary(%s::uuid[], '{}')", [ids])
        cursor.execute("SELECT id, number FROM boundary_numbers(%s::uuid[])", [ids])
        numbers = dict(cursor.fetchall())
        cursor.execute(
            f"SELECT {COLUMNS} FROM closed_boundary(%s::uuid[]) AS b (pos) JOIN recorded_event USING (pos)"  # noqa: S608 - constants
            " WHERE %s::text[] IS NULL OR type = ANY(%s::text[]) LIMIT %s",
            [ids, types, types, READ_MAX + 1],
        )
        rows = cursor.fetchall()
    if len(rows) > READ_MAX:
        raise RequestTooLarge(limit=READ_MAX, unit="events")
    return Read(log=Log(map(event_of, rows)), numbers=numbers)


def within(object_ids: Collection[UUID], *, zone: str, event_types: Collection[str] | None) -> Log:
    """What of one zone, of these types (None: all), is about these objects, and what those events rest on there.

    Nothing outside is looked at, so that neither what is told nor how long it takes tells of it. Raises
    `RequestTooLarge` beyond BOUNDARY_MAX ids or READ_MAX events.
    """
    refuse_wide_boundary(object_ids)
    asked = {
        "object_ids": sorted(set(object_ids)),
        "zone": zone,
        "types": None if event_types is None else sorted(event_types),
        "limit": READ_MAX + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ({_within()}) AS b JOIN recorded_event USING (pos)",  # noqa: S608 - constants
            asked,
        )
        rows = cursor.fetchall()
    if len(rows) > READ_MAX:
        raise RequestTooLarge(limit=READ_MAX, unit="events")
    return Log(map(event_of, rows))


@cache
def _within() -> str:
    return script("read_within")


def refuse_wide_boundary(ids: Collection[UUID]) -> None:
    """Pass, or raise `RequestTooLarge`: split the batch, or keep hot objects out of `object_ids`."""
    if len(ids) > BOUNDARY_MAX:
        raise RequestTooLarge(limit=BOUNDARY_MAX, unit="boundary ids")


def find(ids: Iterable[UUID]) -> dict[UUID, Event]:
    """The events with these ids, as far as they exist."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM recorded_event WHERE id = ANY(%s::uuid[])", [sorted(set(ids))])  # noqa: S608 - constants
        return {event.id: event for event in map(event_of, cursor.fetchall())}


def roots(ids: Iterable[UUID]) -> frozenset[UUID]:
    """The root claims of these events, as far as they exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT root_id FROM event WHERE id = ANY(%s::uuid[])", [sorted(set(ids))])
        return frozenset(root for (root,) in cursor.fetchall())


def roots_referring_to(ids: Iterable[UUID]) -> frozenset[UUID]:
    """The root claims of all events that refer to one of these, as their target or as a ground."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.root_id FROM event_ref AS r JOIN event AS e USING (pos) WHERE r.ref_id = ANY(%s::uuid[])",
            [sorted(set(ids))],
        )
        return frozenset(root for (root,) in cursor.fetchall())


def roots_sharing_keys(roots: Collection[UUID]) -> frozenset[UUID]:
    """The root claims of other chains that hold, or ever held, a key that one of these chains does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT other.root_id FROM event AS e JOIN event_object AS o USING (pos)"
            " JOIN event_object AS same ON same.object_id = o.object_id AND same.role = 'key'"
            " JOIN event AS other ON other.pos = same.pos"
            " WHERE e.root_id = ANY(%s::uuid[]) AND o.role = 'key' AND NOT other.root_id = ANY(%s::uuid[])",
            [sorted(roots), sorted(roots)],
        )
        return frozenset(root for (root,) in cursor.fetchall())


def events_of(object_id: UUID) -> list[Event]:
    """The events about an object, in the order in which they were recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM recorded_event JOIN event_object AS o USING (pos)"  # noqa: S608 - constants
            " WHERE o.object_id = %s AND o.role = 'object' ORDER BY o.oseq",
            [object_id],
        )
        return [event_of(row) for row in cursor.fetchall()]


def chains_of(ids: Iterable[UUID]) -> list[tuple[UUID, Sealed]]:
    """All events of the chains that these belong to, each with its root claim, as far as they have their place.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, root_id, seq FROM recorded_event WHERE seq IS NOT NULL AND pos = ANY(ARRAY("  # noqa: S608 - constants
            "SELECT e.pos FROM (SELECT DISTINCT root_id FROM event WHERE id = ANY(%s::uuid[])) AS c"
            " JOIN event_object AS o ON o.object_id = c.root_id"
            " JOIN event AS e ON e.pos = o.pos AND e.root_id = c.root_id))",
            [sorted(set(ids))],
        )
        return [(row[-2], Sealed(seq=row[-1], event=event_of(row[:-2]))) for row in cursor.fetchall()]


def find_request(entry_id: UUID, request: bytes) -> Event | None:
    """The event recorded before under this id for this request; None when the id is new.

    Raises `IdentifierInUse` when it was recorded for another request (or its salt was lawfully destroyed since).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.request_commitment, p.salt FROM event AS e LEFT JOIN event_payload AS p USING (pos)"
            " WHERE e.id = %s",
            [entry_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    recorded, salt = row
    if salt is None or sha256(bytes(salt) + request).digest() != bytes(recorded):
        raise IdentifierInUse(event_id=entry_id, pointer="/id")
    return find([entry_id])[entry_id]


def following(seq: int, limit: int, *, bytes_max: int | None = None) -> list[Sealed]:
    """The next events after `seq` (0: from the beginning), in order and without a gap; at most `limit`.

    With `bytes_max` no more than their data come to together, though always the first.
    What is returned empty now is filled later; what was returned never changes. Closed zones are included.
    """
    with connection.cursor() as cursor:
        if bytes_max is not None:
            limit = _fitting(cursor, seq, limit, bytes_max=bytes_max)
        cursor.execute(
            f"SELECT {COLUMNS}, seq FROM recorded_event WHERE seq > %s AND seq <= %s ORDER BY seq",  # noqa: S608 - constants
            [seq, seq + limit],
        )
        return [Sealed(seq=row[-1], event=event_of(row[:-1])) for row in cursor.fetchall()]


def _fitting(cursor: CursorWrapper, seq: int, limit: int, *, bytes_max: int) -> int:
    """How many of the next events hold no more than `bytes_max` bytes of data together; 1 at least."""
    cursor.execute(
        "SELECT count(*) FROM (SELECT sum(octet_length(p.data::text)) OVER (ORDER BY l.seq) AS bytes"
        " FROM event_log AS l LEFT JOIN event_payload AS p USING (pos) WHERE l.seq > %s AND l.seq <= %s) AS sums"
        " WHERE bytes IS NULL OR bytes <= %s",
        [seq, seq + limit, bytes_max],
    )
    (count,) = cursor.fetchone()
    return max(1, int(count))


def last_seq() -> int:
    """How far the log is numbered; 0 before the first event was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM event_log")
        (seq,) = cursor.fetchone()
    return int(seq)


def seq_before(moment: datetime) -> int:
    """The last place that was given before a moment; 0 when none was: whatever came into the log from then on follows.

    A few events that were recorded just before it may follow too, as may what an import brought in since.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_seq FROM seal WHERE sealed_at < %s ORDER BY last_seq DESC LIMIT 1", [moment])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def sealed_at(seqs: Collection[int]) -> dict[int, datetime]:
    """When each of these places was given, as far as they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.seq, s.sealed_at FROM unnest(%s::bigint[]) AS w (seq) CROSS JOIN LATERAL"
            " (SELECT last_seq, sealed_at FROM seal WHERE first_seq <= w.seq ORDER BY first_seq DESC LIMIT 1) AS s"
            " WHERE w.seq <= s.last_seq",
            [sorted(seqs)],
        )
        return dict(cursor.fetchall())


def horizon() -> datetime | None:
    """The formal moment up to which no answer can change any more; None before the sequencer first ran."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT horizon FROM event_horizon ORDER BY tick DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else None
