"""The page about event types says what is so."""

import json
import re
from pathlib import Path

from events.catalogue.description import table
from events.catalogue.files import SHIPPED, declared_versions
from events.domain.declaration_shape import VERSION
from events.domain.formats import FORMATS

PAGE = (Path(__file__).parents[3] / "docs" / "event-types.md").read_text(encoding="utf-8")


def test_the_table_of_shipped_types_is_what_the_command_prints() -> None:
    assert PAGE.rstrip().endswith(table(declared_versions(SHIPPED)))


def test_every_member_of_a_declaration_is_explained() -> None:
    named = set(re.findall(r"`([a-z_]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))))
    assert set(VERSION["properties"]) <= named


def test_every_format_is_named() -> None:
    assert all(f"`{name}`" in PAGE for name in FORMATS)


def test_the_example_on_the_page_can_be_loaded(tmp_path: Path) -> None:
    blocks = [json.loads(text) for text in re.findall(r"^```json\n(\{.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
    index = json.loads(SHIPPED.read_text(encoding="utf-8"))
    definitions = SHIPPED.parent / index["definitions"]
    declared = [block for block in blocks if "versions" in block]
    config = {**index, "definitions": str(definitions), "event_types": declared}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    assert [version.name for version in declared_versions(tmp_path / "config.json")] == ["Hondenpenning"]
