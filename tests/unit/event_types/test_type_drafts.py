"""A draft begins with what is published, and is judged as a file would be."""

import json
from typing import Any

import pytest

from events.catalogue import SHIPPED
from events.catalogue.files import declared_surroundings
from events.domain import type_drafts
from events.domain.event_types import EventTypeVersion
from events.domain.type_declarations import judged
from events.domain.type_drafts import Checked
from tests.unit.event_types.shipped import OWN, VERSIONS, shipped

SURROUNDINGS = declared_surroundings(SHIPPED, published=[version.name for version in VERSIONS])


def check(text: str, *, base: EventTypeVersion | None, title: str = "Titel") -> Checked:
    name = base.name if base else "Hondenpenning"
    return type_drafts.check(text, name=name, title=title, previous=base, surroundings=SURROUNDINGS)


def changed(**members: Any) -> Checked:
    """The next version of Overlijden with these members (None: without)."""
    base = shipped("Overlijden")
    found = json.loads(type_drafts.beginning(base, definitions=SURROUNDINGS.definitions)) | members
    return check(json.dumps({name: value for name, value in found.items() if value is not None}), base=base)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda it: f"{it.name} {it.version}")
def test_what_is_published_can_be_copied_into_a_file_and_means_the_same(version: EventTypeVersion) -> None:
    known = [it for it in VERSIONS if it.name == version.name]
    previous = known[known.index(version) - 1] if known.index(version) else None
    within = {"name": version.name, "title": version.title}
    for definitions in ({}, SURROUNDINGS.definitions):
        written = json.loads(json.dumps(type_drafts.written(version, definitions=definitions)))
        found, wrong = judged(written, within=within, previous=previous, surroundings=SURROUNDINGS, base="")
        assert wrong == ()
        assert found == version


@pytest.mark.parametrize("version", OWN, ids=lambda it: f"{it.name} {it.version}")
def test_a_draft_begins_sound_short_and_as_the_next_version(version: EventTypeVersion) -> None:
    text = type_drafts.beginning(version, definitions=SURROUNDINGS.definitions)
    found = check(text, base=version, title=version.title)
    assert found.mistakes == ()
    assert found.version is not None
    assert (int(found.version.version), found.version.upcast_from) == (int(version.version) + 1, version.version)
    assert found.version.schema == version.schema
    assert "OnvolledigeDatum" not in json.loads(text)["schema"].get("$defs", {})


def test_a_new_type_begins_sound() -> None:
    assert check(type_drafts.beginning(None, definitions=SURROUNDINGS.definitions), base=None).mistakes == ()


@pytest.mark.parametrize(
    ("members", "pointer", "code"),
    [
        ({"version": "1"}, "/version", "version-order"),
        ({"version": "0.9"}, "/version", "version-order"),
        ({"version": "twee"}, "/version", "pattern"),
        ({"takeover": True}, "/takeover", "takeover"),
        ({"upcast_from": None}, "/upcast_from", "upcast"),
        ({"schema": None}, "/schema", "required"),
        ({"meer": 1}, "/meer", "unknown-field"),
    ],
)
def test_a_mistake_is_told_at_its_place_in_what_was_written(members: Any, pointer: str, code: str) -> None:
    found = changed(**members)
    assert (pointer, code) in {(it.pointer, it.code) for it in found.mistakes}
    assert found.version is None


def test_a_draft_without_a_title_is_not_sound() -> None:
    text = type_drafts.beginning(None, definitions={})
    assert "title" in {it.code for it in check(text, base=None, title=" ").mistakes}
