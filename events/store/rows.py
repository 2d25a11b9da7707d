"""Rows of the view `recorded_event` as events."""

import json
from collections.abc import Sequence
from typing import Any, Final

from events.domain.event import Event, Kind

COLUMNS: Final = (
    "id, occurred_at, object_ids, type, version, kind, source_id, source_type, event_reference, data, zone,"
    " created_at, zone_position, pos"
)
UNSEALED: Final = 2**62
"""Added to the position of an event that the sequencer has not numbered yet: it comes after all that it has."""
EXACT_MAX: Final = 2**53 - 1
"""The largest integer that every reader of JSON takes exactly (RFC 8785 knows no larger)."""


def event_of(row: Sequence[Any]) -> Event:
    """The event in a row of COLUMNS."""
    (id_, occurred_at, objects, type_, version, kind, source_id, source_type, refs, data, zone, created, place, pos) = (
        row
    )
    return Event(
        id=id_,
        occurred_at=occurred_at,
        object_ids=tuple(objects),
        event_type=type_,
        event_version=version,
        kind=Kind(kind),
        source_id=source_id,
        source_type=source_type,
        references=tuple(refs),
        data=json.loads(data, parse_int=_integer) if data is not None else {},
        zone=zone,
        created_at=created,
        order=order_of(pos, zone_position=place),
        position=place,
    )


def order_of(pos: int, *, zone_position: int | None = None) -> int:
    """The event's order in its zone: the wire position once sealed, beyond all of those until then."""
    return UNSEALED + pos if zone_position is None else zone_position


def _integer(text: str) -> int | float:
    """A whole number as it went in.

    `jsonb` keeps every digit but writes 1e22 as 10000000000000000000000. Integers that large cannot have been sent
    (RFC 8785 refuses them), so what comes back that large was a float; its canonical bytes stay what they were.
    """
    number = int(text)
    return number if abs(number) <= EXACT_MAX else float(text)
