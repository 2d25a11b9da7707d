"""Reading the configuration: an index, and the files that it names."""

import json
from pathlib import Path
from typing import Any

import pytest

from events.catalogue.files import declared_versions
from events.domain.type_declarations import DeclarationsRefused

TYPE: dict[str, Any] = {
    "name": "Gebeurtenis",
    "title": "Gebeurtenis",
    "versions": [{"version": "1", "schema": {"type": "object", "properties": {"op": {"$ref": "#/$defs/Dag"}}}}],
}
INDEX: dict[str, Any] = {
    "source_types": {"ambtenaar": "Ambtenaar"},
    "definitions": "definitions.json",
    "event_types": ["one.json"],
}


def write(folder: Path, **files: object) -> Path:
    """Put the files in the folder (text as it is, the rest as JSON) and give the index."""
    contents = {"index": INDEX, "definitions": {"Dag": {"type": "string", "format": "date"}}, "one": TYPE, **files}
    for name, content in contents.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder / "index.json"


def test_a_file_holds_one_type(tmp_path: Path) -> None:
    (version,) = declared_versions(write(tmp_path))
    assert version.name == "Gebeurtenis"
    assert "Dag" in version.schema["$defs"]


def test_a_file_may_hold_several_types(tmp_path: Path) -> None:
    path = write(tmp_path, one=[TYPE, {**TYPE, "name": "Andere"}])
    assert [version.name for version in declared_versions(path)] == ["Gebeurtenis", "Andere"]


def test_a_type_may_stand_in_the_index_itself(tmp_path: Path) -> None:
    path = write(tmp_path, index={**INDEX, "event_types": [TYPE]})
    assert [version.name for version in declared_versions(path)] == ["Gebeurtenis"]


def test_a_type_may_refer_to_one_that_is_published_already(tmp_path: Path) -> None:
    version = {**TYPE["versions"][0], "required_references": [{"event_types": ["Eerder"]}]}
    path = write(tmp_path, one={**TYPE, "versions": [version]})
    assert declared_versions(path, published={"Eerder"})
    with pytest.raises(DeclarationsRefused, match=r"one.json#/versions/0/required_references/0/event_types: Replace"):
        declared_versions(path)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"one": '{"name": '}, r"one.json: Mend the JSON at line 1, column 10"),
        ({"one": '{"name": "A", "name": "B"}'}, r"one.json: Write “name” once"),
        ({"index": {**INDEX, "event_types": ["absent.json"]}}, r"absent.json: Put a readable file here"),
        ({"index": {"event_types": ["one.json"]}}, r"index.json#/source_types: Add “source_types”"),
        ({"index": {**INDEX, "event_type": []}}, r"index.json#/event_type: Remove “event_type”"),
        ({"one": [TYPE, {}]}, r"one.json#/1/name: Add “name”"),
    ],
)
def test_a_mistake_names_its_file(tmp_path: Path, files: dict[str, Any], said: str) -> None:
    with pytest.raises(DeclarationsRefused, match=said):
        declared_versions(write(tmp_path, **files))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "one.json").write_bytes(b'{"name": "Caf\xe9"}')
    with pytest.raises(DeclarationsRefused, match="Save this file as UTF-8"):
        declared_versions(path)


def test_an_index_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationsRefused, match="Put a readable file here"):
        declared_versions(tmp_path / "index.json")
