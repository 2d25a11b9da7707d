"""Which occurrence a claim is about, and the values that only one claim may hold, as reservation ids.

Two claims of one birth are the same occurrence: their type's identity key has the same values. Every key is hashed to a
UUID (`uuid5`), so that it can stand in the consistency boundary beside objects. The version of the type is no part of
a key: versions of a type keep the values of their keys comparable.
"""

import json
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from events.domain import moments, pointers
from events.domain.event_types import EventTypeVersion

NAMESPACE = uuid5(NAMESPACE_URL, "urn:f6:reservation")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

OCCURRENCE, VALUE = "occurrence", "value"

Key = tuple[Hashable, ...]
"""What is reserved, in a form that can be compared: of which kind, by which type or rule, and then the values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The reservations of one content: of its occurrence (None: an occurrence of its own), and per uniqueness rule."""

    identity: UUID | None = None
    unique: Mapping[str, UUID] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[UUID]:
        """Every reservation."""
        own = frozenset(self.unique.values())
        return own if self.identity is None else own | {self.identity}


def key_ids(event_type: EventTypeVersion, *, data: Mapping[str, Any]) -> Keys:
    """The reservations of data of that type. A key of which any value is absent reserves nothing. Never raises.

    The order of an unordered list (`[]` in its pointer), the case of a UUID and the display text of a date make no
    difference.
    """
    unique = ((rule, unique_key(event_type, rule=rule, data=data)) for rule in event_type.unique_keys)
    identity = identity_key(event_type, data=data)
    return Keys(
        identity=None if identity is None else reservation(identity),
        unique={rule: reservation(key) for rule, key in unique if key is not None},
    )


def identity_key(event_type: EventTypeVersion, *, data: Mapping[str, Any]) -> Key | None:
    """Which occurrence of the type it is: equal for equal occurrences; None: one of its own."""
    found = [_values(data, pointer) for pointer in event_type.identity_key]
    return (OCCURRENCE, event_type.name, *found) if found and all(found) else None


def unique_key(event_type: EventTypeVersion, *, rule: str, data: Mapping[str, Any]) -> Key | None:
    """The value that only one claim may hold by this rule; None where there is none."""
    found = _values(data, event_type.unique_keys[rule])
    return (VALUE, rule, found) if found else None


def unique_value(rule: str, value: str) -> UUID:
    """The reservation of one value by a rule of which the pointer leads to a text, such as a BSN."""
    return reservation((VALUE, rule, (_plain(value),)))


def reservation(key: Key) -> UUID:
    """The id under which a key stands in the boundary."""
    return uuid5(NAMESPACE, json.dumps(key, separators=(",", ":"), default=str))


def _values(data: Mapping[str, Any], pointer: str) -> Key:
    found = tuple(_plain(value) for value in pointers.values(data, pointer) if value is not None)
    return tuple(sorted(found, key=repr)) if len(found) > 1 and pointers.is_unordered(pointer) else found


def _plain(value: Any) -> Hashable:
    """The value as it is compared: one spelling of a UUID, a number and a date; what has members as sorted tuples."""
    if isinstance(value, str):
        return value.lower() if _UUID.fullmatch(value) else value
    if isinstance(value, Mapping):
        date = moments.parse(value)
        if date is not None:
            return date.text
        return tuple(sorted(((str(name), _plain(member)) for name, member in value.items()), key=repr))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tuple(_plain(member) for member in value) if pointers.is_list(value) else str(value)
