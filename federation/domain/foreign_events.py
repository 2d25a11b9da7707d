"""An event as another organisation sends it: read as strictly as our own are, and refused without a word of excuse.

Nothing of it is believed but what it says; it gets its zone and its place from who sent it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from events.domain import moments
from events.domain.event import Event, Kind
from events.domain.plain_json import unsafe_values
from events.domain.wire import NAME_LENGTH_MAX, OBJECTS_MAX, REFERENCES_MAX

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_KINDS: Final = {kind.value: kind for kind in Kind}


class Unreadable(ValueError):
    """What was sent is no event."""


def event_in(sent: Any, *, zone: str, order: int) -> Event | None:
    """The event in a JSON value, in that zone and at that place; None for what is none. Total."""
    try:
        return _read(sent, zone=zone, order=order)
    except Unreadable:
        return None


def _read(sent: Any, *, zone: str, order: int) -> Event:
    if not isinstance(sent, Mapping) or unsafe_values(sent):
        raise Unreadable
    created_at, occurred_at = (moments.parse_instant(sent.get(it)) for it in ("created_at", "occurred_at"))
    kind, data = sent.get("event_kind"), sent.get("event_data")
    if created_at is None or occurred_at is None or not isinstance(data, Mapping):
        raise Unreadable
    if not isinstance(kind, str) or kind not in _KINDS:
        raise Unreadable
    return Event(
        id=_id(sent.get("id")),
        created_at=created_at,
        occurred_at=occurred_at,
        object_ids=_ids(sent.get("object_ids"), at_least=1, at_most=OBJECTS_MAX),
        event_type=_name(sent.get("event_type")),
        event_version=_name(sent.get("event_version")),
        kind=_KINDS[kind],
        source_id=_id(sent.get("event_source_id")),
        source_type=_name(sent.get("event_source_type")),
        references=_ids(sent.get("event_reference"), at_least=0, at_most=REFERENCES_MAX),
        data=data,
        zone=zone,
        order=order,
    )


def _id(value: Any) -> UUID:
    if not isinstance(value, str) or _UUID.fullmatch(value) is None:
        raise Unreadable
    return UUID(value)


def _ids(values: Any, *, at_least: int, at_most: int) -> tuple[UUID, ...]:
    if not isinstance(values, list) or not at_least <= len(values) <= at_most:
        raise Unreadable
    return tuple(dict.fromkeys(map(_id, values)))


def _name(value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= NAME_LENGTH_MAX:
        raise Unreadable
    return value
