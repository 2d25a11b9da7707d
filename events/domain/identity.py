"""Which occurrence a claim is about, and the values that only one claim may hold, as reservation ids.

Two claims of one birth are the same occurrence: their type's identity key has the same values. Every key is hashed to a
UUID (`uuid5`), so that it can stand in the consistency boundary beside objects. The version of the type is no part of
a key: versions of a type keep the values of their keys comparable.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from events.domain import moments, pointers
from events.domain.event_types import EventTypeVersion

NAMESPACE = uuid5(NAMESPACE_URL, "urn:f6:reservation")
UUID_LENGTH = 36


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
    found = [_values(data, pointer) for pointer in event_type.identity_key]
    identity = _reservation("occurrence", event_type.name, *found) if found and all(found) else None
    unique = ((rule, _values(data, pointer)) for rule, pointer in event_type.unique_keys.items())
    return Keys(identity=identity, unique={rule: _reservation("value", rule, held) for rule, held in unique if held})


def _values(data: Mapping[str, Any], pointer: str) -> list[str]:
    texts = [_text(_plain(value)) for value in pointers.values(data, pointer) if value is not None]
    return sorted(texts) if pointers.is_unordered(pointer) else texts


def _reservation(*parts: object) -> UUID:
    return uuid5(NAMESPACE, _text(parts))


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)


def _plain(value: Any) -> Any:
    """The value as it is compared: one spelling of a UUID, a number and a date."""
    if isinstance(value, str) and len(value) == UUID_LENGTH:
        return _uuid(value)
    if isinstance(value, Mapping):
        date = moments.parse(value)
        return date.text if date is not None else {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [_plain(member) for member in value] if pointers.is_list(value) else value


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return value
