"""Definitions of views in the shipped event types and in the small catalogue, and stories that fill them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from events.domain.event import Draft
from events.domain.log import Log
from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.own_views.definition import Definition, from_json, parse
from tests import builders
from tests.builders import SmallCatalogue
from tests.unit.domain import generated
from tests.unit.event_types.shipped import VERSIONS

SHIPPED = SmallCatalogue(VERSIONS)
FOREVER = datetime(2053, 1, 1, tzinfo=UTC)

MOVES: Mapping[str, Any] = {
    "name": "verhuizingen",
    "title": "Verhuizingen",
    "eventTypes": ["Verhuizing", "VestigingInNederland"],
    "endedBy": ["Overlijden"],
    "key": ["object"],
    "fields": [
        {
            "name": "postcode",
            "title": "Postcode",
            "pointer": ["/event_data/nieuwAdres/postcode", "/event_data/adres/postcode"],
            "function": "upper",
        },
        {"name": "huisnummer", "pointer": "/event_data/nieuwAdres/huisnummer", "type": "integer"},
        {"name": "ingang", "pointer": "/event_data/datumIngang", "type": "date"},
    ],
}
"""A right definition, in the shipped types."""


def with_(**members: Any) -> dict[str, Any]:
    """The right definition, with other members."""
    return {**MOVES, **members}


def with_field(**members: Any) -> dict[str, Any]:
    """The right definition with one field, of which these members are otherwise."""
    return with_(fields=[{"name": "postcode", "pointer": "/event_data/nieuwAdres/postcode", **members}])


def with_condition(**members: Any) -> dict[str, Any]:
    """The right definition with one condition, of which these members are otherwise."""
    return with_(where=[{"pointer": "/event_data/functieAdres", "op": "equals", "value": "woonadres", **members}])


def refused(body: object) -> tuple[Violation, ...]:
    """What is wrong with it in the shipped types."""
    with pytest.raises(InvalidRequest) as refusal:
        parse(body, catalogue=SHIPPED)
    return refusal.value.violations


def accepted(body: object) -> Definition:
    """The definition, in the shipped types."""
    return parse(body, catalogue=SHIPPED)


def small(**members: Any) -> Definition:
    """A definition in the types of the small catalogue: by default of everything, one row for each object.

    Whether its pointers lead somewhere is not asked: a type may have lost what a view points to.
    """
    everything = {
        "name": "alles",
        "title": "Alles",
        "eventTypes": [version.name for version in generated.CLAIMED],
        "fields": [{"name": "soort", "pointer": "/event_type"}],
        **members,
    }
    return from_json(everything)


# -- any definition in the types that histories are generated in -------------------------------------------------------

_TYPE_NAMES = [version.name for version in generated.CLAIMED]
_FIELDS: list[Mapping[str, Any]] = [
    {"name": "soort", "pointer": "/event_type"},
    {"name": "adres", "pointer": "/event_data/adres", "function": "upper"},
    {"name": "ingang", "pointer": ["/event_data/ingangsdatum", "/event_data/huwelijksdatum"], "type": "date"},
    {"name": "jaar", "pointer": ["/event_data/ingangsdatum", "/occurred_at"], "function": "year"},
    {"name": "partners", "pointer": "/event_data/partners", "function": "count"},
    {"name": "wie", "pointer": ["/event_data/partners/*/objectId", "/event_data/persoon/objectId"], "function": "join"},
    {"name": "heeftBsn", "pointer": "/event_data/bsn", "function": "present"},
    {"name": "bsn", "pointer": "/event_data/bsn", "type": "integer"},
    {"name": "gebeurd", "pointer": "/occurred_at", "type": "date-time"},
    {"name": "laatste", "pointer": "/object_ids/*", "function": "last"},
    {"name": "eersteDag", "pointer": "/event_data/ingangsdatum", "function": "firstDay"},
]
_CONDITIONS: list[Mapping[str, Any]] = [
    {"pointer": "/event_data/adres", "op": "present"},
    {"pointer": "/event_data/persoon/objectId", "op": "isObject"},
    {"pointer": "/event_data/ingangsdatum", "op": "atLeast", "value": "2026-01-10"},
    {"pointer": "/occurred_at", "op": "atMost", "value": "2026-01-04T03:30:00Z"},
    {"pointer": "/event_type", "op": "notEquals", "value": "Verhuizing"},
    {"pointer": "/event_data/bsn", "op": "startsWith", "value": "9"},
    {"pointer": "/zone", "op": "in", "value": ["burgerlijke-stand"]},
]


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Any definition of these parts."""
    fields = draw(st.lists(st.sampled_from(_FIELDS), min_size=1, max_size=6, unique_by=lambda field: field["name"]))
    names = [field["name"] for field in fields]
    by_field = st.lists(st.sampled_from(names), max_size=2, unique=True).map(lambda some: ["object", *some])
    return small(
        eventTypes=draw(st.lists(st.sampled_from(_TYPE_NAMES), min_size=1, unique=True)),
        counts=draw(st.sampled_from(("legal", "legal", "asserted"))),
        where=draw(st.lists(st.sampled_from(_CONDITIONS), max_size=1)) if draw(st.booleans()) else [],
        otherwise=draw(st.sampled_from(("ends", "passes"))),
        endedBy=draw(st.lists(st.sampled_from(_TYPE_NAMES), max_size=1)),
        key=draw(st.one_of(st.just(["claim"]), by_field)),
        fields=fields,
    )


@st.composite
def claims_of_one_occurrence(draw: st.DrawFn) -> Log:
    """What anybody might say of the death of one person, naming whom he likes; some of it accepted."""
    found: list[Draft] = []
    for number in range(draw(st.integers(1, 4))):
        about = draw(st.sampled_from(generated.PEOPLE))
        said = {"persoon": {"objectId": str(generated.PEOPLE[0])}}
        claim = replace(builders.claim(builders.DEATH, object_ids=(about,), data=said), id=UUID(int=2 * number))
        found.append(claim)
        if draw(st.booleans()):
            found.append(replace(builders.acceptance(claim), id=UUID(int=2 * number + 1)))
    return builders.a_log(*found)
