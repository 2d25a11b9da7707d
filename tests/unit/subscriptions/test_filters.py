"""A filter as it is written: what it may say, and that what is read from it asks for just that."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain.event import Event, Kind
from events.domain.schemas import satisfies
from events.subscriptions.domain.filters import FILTER, mistakes, wanted_of
from events.subscriptions.domain.standing_changes import TOLD
from events.subscriptions.domain.wanted import CONDITIONS_MAX, OBJECTS_MAX, Condition, Wanted
from tests.builders import claim, recorded

SOMEBODY = UUID(int=7)
values = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=5))
conditions = st.fixed_dictionaries(
    {"pointer": st.sampled_from(["/geslacht", "/partners/*/objectId", "/naam/voornamen"])},
    optional={"values": st.lists(values, min_size=1, max_size=3, unique_by=repr)},
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "eventTypes": st.lists(st.sampled_from(["Geboorte", "Overlijden"]), min_size=1, unique=True),
        "kinds": st.lists(st.sampled_from([it.value for it in Kind]), min_size=1, unique=True),
        "zones": st.lists(st.sampled_from(["burgerlijke-stand", "maan"]), min_size=1, unique=True),
        "objectIds": st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True),
        "standings": st.lists(st.sampled_from([it.value for it in TOLD]), min_size=1, unique=True),
        "data": st.lists(conditions, min_size=1, max_size=2, unique_by=repr),
    },
)


def event(**fields: Any) -> Event:
    return recorded(replace(claim(), object_ids=(SOMEBODY,), **fields))


@given(kept=filters)
def test_what_is_read_from_a_filter_is_what_stands_in_it(kept: dict[str, Any]) -> None:
    found = wanted_of(kept)
    assert found.event_types == set(kept.get("eventTypes", ()))
    assert {kind.value for kind in found.kinds} == set(kept.get("kinds", ()))
    assert {standing.value for standing in found.standings} == set(kept.get("standings", ()))
    assert found.zones == set(kept.get("zones", ()))
    assert {str(it) for it in found.object_ids} == set(kept.get("objectIds", ()))
    assert [(it.pointer, list(it.values)) for it in found.data] == [
        (it["pointer"], it.get("values", [])) for it in kept.get("data", ())
    ]


def test_nothing_asked_is_everything() -> None:
    assert wanted_of({}) == Wanted()
    assert wanted_of({}).holds_of(event())


@pytest.mark.parametrize(
    ("kept", "holds"),
    [
        ({"eventTypes": ["Geboorte"]}, True),
        ({"eventTypes": ["Overlijden"]}, False),
        ({"kinds": ["claim", "correction"]}, True),
        ({"kinds": ["validation"]}, False),
        ({"objectIds": [str(SOMEBODY), str(UUID(int=8))]}, True),
        ({"objectIds": [str(UUID(int=8))]}, False),
        ({"data": [{"pointer": "/geslacht"}]}, True),
        ({"data": [{"pointer": "/geslacht", "values": ["M", "V"]}]}, True),
        ({"data": [{"pointer": "/geslacht", "values": ["M"]}]}, False),
        ({"data": [{"pointer": "/geslacht"}, {"pointer": "/nergens"}]}, False),
        ({"eventTypes": ["Geboorte"], "kinds": ["validation"]}, False),
    ],
)
def test_every_part_must_hold_and_one_of_its_members_is_enough(kept: dict[str, Any], holds: bool) -> None:  # noqa: FBT001 - of the parameters
    assert satisfies(FILTER, kept)
    assert wanted_of(kept).holds_of(event(event_type="Geboorte", kind=Kind.CLAIM, data={"geslacht": "V"})) == holds


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {"bsn": ["999990019"]},
        {"eventTypes": []},
        {"eventTypes": "Geboorte"},
        {"eventTypes": ["Geboorte", "Geboorte"]},
        {"kinds": ["decision"]},
        {"standings": []},
        {"standings": ["settled"]},
        {"standings": ["open", "open"]},
        {"objectIds": ["999990019"]},
        {"objectIds": [str(UUID(int=it)) for it in range(OBJECTS_MAX + 1)]},
        {"data": [{}]},
        {"data": [{"pointer": ""}]},
        {"data": [{"pointer": "geslacht"}]},
        {"data": [{"pointer": "/geslacht", "values": []}]},
        {"data": [{"pointer": "/geslacht", "values": [["V"]]}]},
        {"data": [{"pointer": "/geslacht", "above": 3}]},
        {"data": [{"pointer": f"/{it}"} for it in range(CONDITIONS_MAX + 1)]},
    ],
)
def test_what_a_filter_cannot_say_is_refused(kept: Any) -> None:
    assert not satisfies(FILTER, kept)


def test_an_unknown_name_is_told_with_its_place() -> None:
    asked = {"eventTypes": ["Geboorte", "Maanlanding"], "zones": ["maan"]}
    found = mistakes(asked, event_types={"Geboorte"}, zones={"burgerlijke-stand"})
    assert [(it.pointer, it.code) for it in found] == [
        ("/eventTypes/1", "filter-event-type"),
        ("/zones/0", "filter-zone"),
    ]


def test_a_condition_without_values_asks_that_something_is_there() -> None:
    assert Condition(pointer="/a").holds_of({"a": None})
    assert not Condition(pointer="/a").holds_of({})
