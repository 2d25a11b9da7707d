"""A fact as a document that pointers go over: the eleven wire fields and its zone, as its claim now reads."""

from collections.abc import Mapping
from typing import Any

from events.domain import pointers, wire
from events.domain.canonical import instant_text
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from readmodels.domain.own_views.places import ZONE
from readmodels.domain.persons import todays_data


def document(fact: Fact, *, catalogue: Catalogue) -> Mapping[str, Any]:
    """The claim with what was corrected and added since, its data in the shape of the newest version of its type."""
    content = fact.content
    return wire.render(fact.claim) | {
        "occurred_at": instant_text(content.occurred_at),
        "object_ids": [str(object_id) for object_id in content.object_ids],
        "event_type": content.event_type.name,
        "event_version": content.event_type.version,
        "event_data": todays_data(fact, catalogue=catalogue),
        ZONE: fact.claim.zone,
    }


def values(found: Mapping[str, Any], at: tuple[str, ...]) -> tuple[Any, ...]:
    """Every value at the first of the pointers at which something stands; null is nothing."""
    for pointer in at:
        there = tuple(value for value in pointers.values(found, pointer) if value is not None)
        if there:
            return there
    return ()
