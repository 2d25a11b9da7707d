from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest

from events.domain import upcasting
from events.domain.event_types import EventTypeVersion
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from tests import builders

Steps = list[dict[str, Any]]


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ({"op": "rename", "from": "/a", "to": "/b"}, {"a": 1}, {"b": 1}),
        ({"op": "rename", "from": "/a", "to": "/x/y"}, {"a": 1}, {"x": {"y": 1}}),
        ({"op": "rename", "from": "/x/y", "to": "/a"}, {"x": {"y": 1, "z": 2}}, {"x": {"z": 2}, "a": 1}),
        ({"op": "rename", "from": "/a", "to": "/b"}, {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ({"op": "rename", "from": "/a", "to": "/b"}, {"a": None}, {"b": None}),
        ({"op": "rename", "from": "/l/*/a", "to": "/l/*/b"}, {"l": [{"a": 1}, {}, 3]}, {"l": [{"b": 1}, {}, 3]}),
        ({"op": "default", "path": "/a", "value": []}, {}, {"a": []}),
        ({"op": "default", "path": "/a", "value": 1}, {"a": None}, {"a": None}),
        ({"op": "default", "path": "/l/*/a", "value": 1}, {"l": [{}, {"a": 2}]}, {"l": [{"a": 1}, {"a": 2}]}),
        ({"op": "default", "path": "/a/b", "value": 1}, {"a": {}}, {"a": {"b": 1}}),
        ({"op": "default", "path": "/a/b", "value": 1}, {}, {}),
        ({"op": "remove", "path": "/a/b"}, {"a": {"b": 1, "c": 2}}, {"a": {"c": 2}}),
        ({"op": "remove", "path": "/a"}, {"b": 1}, {"b": 1}),
        ({"op": "wrap", "path": "/a", "member": "objectId"}, {"a": "x"}, {"a": {"objectId": "x"}}),
        ({"op": "wrap", "path": "/l/*", "member": "id"}, {"l": ["x", "y"]}, {"l": [{"id": "x"}, {"id": "y"}]}),
        ({"op": "wrap", "path": "/a", "member": "id"}, {"b": 1}, {"b": 1}),
        ({"op": "map", "path": "/a", "values": {"m": "M"}}, {"a": "m"}, {"a": "M"}),
        ({"op": "map", "path": "/a", "values": {"m": "M"}}, {"a": "x"}, {"a": "x"}),
        ({"op": "map", "path": "/a", "values": {"m": "M"}}, {"a": 1}, {"a": 1}),
        ({"op": "remove", "path": "/a/b"}, {"a": "text"}, {"a": "text"}),
        ({"op": "remove", "path": "/l/*/b"}, {"l": "text"}, {"l": "text"}),
    ],
)
def test_a_step_finds_what_it_is_about_or_does_nothing(
    step: dict[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    given = deepcopy(before)
    assert upcasting.upcast(given, steps=[step]) == after
    assert given == before, "recorded data is never changed"


@pytest.mark.parametrize(
    "step",
    [
        {}, {"op": "drop", "path": "/a"}, {"op": "rename", "from": "/a"}, {"op": "rename", "from": "a", "to": "/b"},
        {"op": "rename", "from": "/l/*/a", "to": "/b"}, {"op": "rename", "from": "/l/*", "to": "/m/*"},
        {"op": "remove", "path": "/a", "value": 1}, {"op": "default", "path": "/a"}, {"op": "remove", "path": ""},
        {"op": "wrap", "path": "/a", "member": ""}, {"op": "map", "path": "/a", "values": ["m"]},
        {"op": "remove", "path": "/"},
    ],
)  # fmt: skip
def test_a_declaration_that_is_no_step_is_found_before_it_is_used(step: dict[str, Any]) -> None:
    sound = {"op": "remove", "path": "/a"}
    assert [mistake.pointer for mistake in upcasting.mistakes([sound, step], base="/upcast")] == ["/upcast/1"]
    with pytest.raises(ValueError, match=r".+"):
        upcasting.upcast({}, steps=[step])


def _version(number: str, *, of: str | None = None, steps: Steps | None = None) -> EventTypeVersion:
    return EventTypeVersion(
        name="Geboorte", version=number, title="Geboorte", schema={}, upcast_from=of, upcast=steps or []
    )


TO_TWO: Steps = [
    {"op": "rename", "from": "/kind", "to": "/geborene"},
    {"op": "wrap", "path": "/geborene", "member": "objectId"},
]
TO_THREE: Steps = [
    {"op": "map", "path": "/geslacht", "values": {"man": "M"}},
    {"op": "default", "path": "/meerling", "value": 1},
]
THREE = builders.SmallCatalogue(
    [_version("1"), _version("2", of="1", steps=TO_TWO), _version("3", of="2", steps=TO_THREE), _version("x", of="3")]
)
FIRST = {"kind": "7f", "geslacht": "man"}


def test_a_first_version_is_read_as_the_third_by_way_of_the_second() -> None:
    read = upcasting.to_version(FIRST, event_type="Geboorte", source="1", target="3", catalogue=THREE)
    assert read == {"geborene": {"objectId": "7f"}, "geslacht": "M", "meerling": 1}


def test_data_read_as_its_own_version_is_what_was_recorded() -> None:
    assert upcasting.to_version(FIRST, event_type="Geboorte", source="1", target="1", catalogue=THREE) == FIRST


def test_data_is_never_read_as_an_older_version() -> None:
    with pytest.raises(UnknownEventVersion) as refused:
        upcasting.to_version({}, event_type="Geboorte", source="3", target="1", catalogue=THREE)
    assert refused.value.versions == ("3", "x")


def test_a_version_apart_is_readable_as_itself_only() -> None:
    apart = builders.SmallCatalogue([_version("1"), _version("2")])
    assert upcasting.readable_as("Geboorte", version="1", catalogue=apart) == ("1",)


def test_declarations_in_a_circle_end() -> None:
    circle = builders.SmallCatalogue([_version("1", of="2"), _version("2", of="1")])
    assert upcasting.readable_as("Geboorte", version="1", catalogue=circle) == ("1", "2")


def test_a_type_that_is_not_published_is_refused() -> None:
    with pytest.raises(UnknownEventType):
        upcasting.to_version({}, event_type="Doop", source="1", target="2", catalogue=THREE)


def test_of_a_replacement_the_new_content_is_read_as_the_newer_version() -> None:
    replacement = builders.replacement(builders.claim(data=FIRST))
    read = upcasting.as_version(replacement, version="2", catalogue=THREE)
    assert read["event_version"] == "2"
    assert read["event_data"]["data"] == {"geborene": {"objectId": "7f"}, "geslacht": "man"}
    assert read["event_data"]["reason"] == replacement.data["reason"]


def test_an_act_is_partial_so_no_defaults_are_added_to_it() -> None:
    decision = builders.acceptance(builders.birth(), act={"geslacht": "man"})
    assert upcasting.as_version(decision, version="3", catalogue=THREE)["event_data"]["act"] == {"geslacht": "M"}


def test_a_retraction_has_nothing_to_upcast() -> None:
    retraction = builders.retraction(builders.birth())
    assert upcasting.as_version(retraction, version="3", catalogue=THREE)["event_data"] == retraction.data
