"""A filter as JSON: how it is written down and kept, and how `Wanted` is read from it.

`FILTER` is the one statement of its form: what is sent is checked by it, and the OpenAPI document shows it.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from events.domain.event import Kind
from events.domain.refusals import Violation
from events.domain.standing import StandingOf
from events.subscriptions.domain.messages import mistake
from events.subscriptions.domain.standing_changes import TOLD
from events.subscriptions.domain.wanted import CONDITIONS_MAX, OBJECTS_MAX, VALUES_MAX, Condition, Wanted

NAMES_MAX: Final = 100
"""Event types or zones that one filter may name."""
NAME_LENGTH_MAX: Final = 80
POINTER_LENGTH_MAX: Final = 200
VALUE_LENGTH_MAX: Final = 200
NUMBER_MAX: Final = 2**53 - 1

Json = Mapping[str, Any]


def _list(items: Json, *, at_most: int, description: str) -> dict[str, Any]:
    return {
        "type": "array",
        "items": items,
        "minItems": 1,
        "maxItems": at_most,
        "uniqueItems": True,
        "description": description,
    }


_NAME: Final = {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX}
_VALUE: Final = {
    "type": ["string", "number", "boolean", "null"],
    "maxLength": VALUE_LENGTH_MAX,
    "minimum": -NUMBER_MAX,
    "maximum": NUMBER_MAX,
}
CONDITION: Final[Json] = {
    "type": "object",
    "properties": {
        "pointer": {
            "type": "string",
            "format": "json-pointer",
            "minLength": 1,
            "maxLength": POINTER_LENGTH_MAX,
            "description": "Waar in `event_data` (RFC 6901); `*` staat voor elk lid van een lijst.",
        },
        "values": _list(_VALUE, at_most=VALUES_MAX, description="Een van deze waarden; zonder: het moet er staan."),
    },
    "required": ["pointer"],
    "additionalProperties": False,
}
FILTER: Final[Json] = {
    "type": "object",
    "properties": {
        "eventTypes": _list(_NAME, at_most=NAMES_MAX, description="Een van deze gebeurtenistypen."),
        "kinds": _list(
            {"type": "string", "enum": [kind.value for kind in Kind]},
            at_most=len(Kind),
            description="Claims, correcties of validaties.",
        ),
        "zones": _list(_NAME, at_most=NAMES_MAX, description="In een van deze zones."),
        "objectIds": _list(
            {"type": "string", "format": "uuid"}, at_most=OBJECTS_MAX, description="Over een van deze objecten."
        ),
        "standings": _list(
            {"type": "string", "enum": [it.value for it in TOLD]},
            at_most=len(TOLD),
            description="Een claim of correctie krijgt door de gebeurtenis een van deze standen.",
        ),
        "data": _list(CONDITION, at_most=CONDITIONS_MAX, description="Elk van deze voorwaarden geldt."),
    },
    "additionalProperties": False,
    "description": "Wat gevraagd wordt: elk onderdeel moet gelden, en binnen een onderdeel een van de waarden.",
}


def wanted_of(kept: Json) -> Wanted:
    """What a filter asks for. It must satisfy `FILTER`, as every one that is kept does."""
    return Wanted(
        event_types=frozenset(kept.get("eventTypes", ())),
        kinds=frozenset(Kind(it) for it in kept.get("kinds", ())),
        zones=frozenset(kept.get("zones", ())),
        object_ids=frozenset(UUID(it) for it in kept.get("objectIds", ())),
        data=tuple(Condition(pointer=it["pointer"], values=tuple(it.get("values", ()))) for it in kept.get("data", ())),
        standings=frozenset(StandingOf(it) for it in kept.get("standings", ())),
    )


def mistakes(asked: Json, *, event_types: Collection[str], zones: Collection[str]) -> tuple[Violation, ...]:
    """The names in a filter that nobody published, or that the subscriber may not see; pointers begin in the filter."""
    return (
        *_unknown(asked, "eventTypes", known=event_types, code="filter-event-type"),
        *_unknown(asked, "zones", known=zones, code="filter-zone"),
    )


def _unknown(asked: Json, member: str, *, known: Collection[str], code: str) -> tuple[Violation, ...]:
    return tuple(
        mistake(code, pointer=f"/{member}/{index}", name=name)
        for index, name in enumerate(asked.get(member, ()))
        if name not in known
    )
