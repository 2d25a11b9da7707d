"""Filling an empty, closed zone with the events of an existing register, with their historic formal times."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from events.domain.refusals import IdentifierInUse, NotAppendOnly
from events.store.entries import Entry, arguments, columns

IMPORT_CHUNK = 1_000
"""Events in one round trip; all chunks are one transaction."""


def import_events(
    entries: Iterable[tuple[Entry, datetime]], *, zone: str, progress: Callable[[int], None] | None = None
) -> int:
    """Record entries with the formal times given, and return how many. Everything or nothing: one transaction.

    The zone must be closed and empty, and gets one import in its life. The caller guarantees, and the database checks,
    that formal times never fall from one event of an object (or root, or key) to its next, in the order given (a
    register knows days, so they may be equal), and are past. The zone's lock keeps others out meanwhile; opening the
    zone is the caller's. `progress` is told how many each chunk added.

    Raises `NotAppendOnly`, and `IdentifierInUse` for an id that the log holds already.
    """
    total = 0
    with transaction.atomic():
        _begin(zone)
        for chunk in _chunks(entries):
            _record(chunk, zone=zone)
            total += len(chunk)
            if progress is not None:
                progress(len(chunk))
    return total


def _begin(zone: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT begin_import(%s)", [zone])
        (reason,) = cursor.fetchone()
    if reason is not None:
        raise NotAppendOnly(reason=reason)


def _record(chunk: list[tuple[Entry, datetime]], *, zone: str) -> None:
    elsewhere = {entry.draft.zone for entry, _ in chunk} - {zone}
    if elsewhere:
        raise NotAppendOnly(reason=f"an import into {zone} holds events of {', '.join(sorted(elsewhere))}")
    arrays = columns([entry for entry, _ in chunk]) | {"created": [created_at for _, created_at in chunk]}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM import_events(zone_slug => %(zone)s, {arguments(arrays)})",  # noqa: S608 - constants
            arrays | {"zone": zone},
        )
        refused = cursor.fetchall()
    for outcome, event_id in refused:
        if outcome == "in use":
            raise IdentifierInUse(event_id=event_id)
        raise NotAppendOnly(reason=f"the formal time of event {event_id} lies before that of an earlier one")


def _chunks(entries: Iterable[tuple[Entry, datetime]]) -> Iterator[list[tuple[Entry, datetime]]]:
    rest = iter(entries)
    while chunk := list(islice(rest, IMPORT_CHUNK)):
        yield chunk
