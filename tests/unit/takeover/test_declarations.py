"""The takeover types that are shipped are exactly those that the elements make."""

import json
from pathlib import Path

import pytest

from events.catalogue.files import SHIPPED, declared_versions
from events.domain.permissions import OFFICIAL
from events.domain.takeover.declarations import TITLES, TYPES, death_row_schema, declaration
from events.domain.takeover.elements import ELEMENTS
from events.domain.takeover.register import CATEGORIES

FOLDER = SHIPPED.parent / "event_types" / "overname"
FILES = {json.loads(path.read_text())["name"]: path for path in sorted(FOLDER.glob("*.json"))}


@pytest.mark.parametrize("name", TITLES)
def test_the_file_of_a_takeover_type_is_what_the_elements_declare(name: str) -> None:
    assert json.loads(FILES[name].read_text()) == declaration(name)


def test_every_category_has_a_type_and_every_file_is_one() -> None:
    assert set(TYPES) == set(CATEGORIES) == set(ELEMENTS)
    assert set(FILES) == set(TITLES)


def test_a_death_has_room_for_the_row_it_was_taken_over_from() -> None:
    deaths = json.loads(Path(SHIPPED.parent / "event_types" / "overlijden.json").read_text())
    assert deaths["versions"][0]["schema"]["properties"]["overname"] == death_row_schema()


def test_takeover_types_enter_by_takeover_only_from_an_official_source() -> None:
    types = {version.name: version for version in declared_versions(SHIPPED) if version.takeover}
    assert set(types) == set(TITLES)
    assert {version.source_types for version in types.values()} == {frozenset({OFFICIAL})}


@pytest.mark.parametrize("category", ELEMENTS)
def test_no_two_elements_of_a_category_share_a_key_or_a_name(category: str) -> None:
    keys = [element.key for element in ELEMENTS[category]]
    names = [element.name for element in ELEMENTS[category]]
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)
    assert not {"persoon", "gerelateerde", "register", "adres"} & set(names)
