"""The events of one type, the newest first: what a new version of the type is tried on."""

from dataclasses import dataclass

from django.db import connection

from events.domain.event import Event
from events.store.rows import COLUMNS, event_of

_CLAIMS = "kind <> 'validation' AND data IS NOT NULL"
"""Claims and corrections that still have their content: what is decided on them has another shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An event with its place in the table, from which an earlier page goes on."""

    pos: int
    event: Event


def newest_of_type(event_type: str, *, before: int | None, limit: int) -> list[Stored]:
    """The newest claims and corrections of the type that were recorded before a place, at most `limit`; newest first.

    Closed zones are included.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM recorded_event WHERE type = %s AND {_CLAIMS}"  # noqa: S608 - constants
            " AND (%s::bigint IS NULL OR pos < %s) ORDER BY pos DESC LIMIT %s",
            [event_type, before, before, limit],
        )
        return [Stored(pos=row[-1], event=event_of(row)) for row in cursor.fetchall()]


def count_of_type(event_type: str) -> int:
    """How many claims and corrections of the type there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM recorded_event WHERE type = %s AND {_CLAIMS}",  # noqa: S608 - constants
            [event_type],
        )
        (count,) = cursor.fetchone()
    return int(count)
