"""JSON as it was typed: every place has its line, and what two readers could understand differently is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain import json_text
from events.domain.plain_json import pointer_token

TEXT = """{
  "version": "2",
  "schema": {
    "type": "object",
    "required": ["a/b", "c"],
    "properties": {
      "a/b": {
        "type": "string"
      }
    }
  }
}"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 1),
        ("/version", 2),
        ("/schema", 3),
        ("/schema/required/1", 5),
        ("/schema/properties/a~1b/type", 8),
        ("/schema/nowhere", 3),
        ("/nowhere/at/all", 1),
    ],
)
def test_every_place_has_its_line_or_that_of_what_is_around_it(pointer: str, line: int) -> None:
    assert json_text.read(TEXT).line(pointer) == line


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "json", 1),
        ('{\n"a": 1\n"b": 2}', "json", 3),
        ('{"a": {\n"b": 1,\n"b": 2}}', "json-double", 3),
        ('{"a": "\\u0000"}', "nul", 1),
        ('{"a":\n 123456789012345678901234567890}', "number", 1),
        ('{"a":\n ' + "1" * 5_000 + "}", "number", 1),
        ('{"a":\n -' + "1" * 5_000 + "}", "number", 1),
        ("[" * 10_000, "json", 1),
        ("[" * 200 + "]" * 200, "nesting", 1),
        (" " * (json_text.TEXT_LENGTH_MAX + 1), "text-length", 1),
    ],
)
def test_what_is_no_sound_json_is_told_with_its_line(text: str, code: str, line: int) -> None:
    typed = json_text.read(text)
    assert typed.value is None
    assert [it.code for it in typed.mistakes][:1] == [code]
    assert typed.line(typed.mistakes[0].pointer) == line


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1_000, 1_000) | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)


def places(value: Any, *, at: str = "") -> set[str]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = (places(member, at=f"{at}/{pointer_token(str(name))}") for name, member in members)
    return {at}.union(*inner)


@settings(deadline=None)
@given(VALUES, st.sampled_from([None, 1, 2]), st.booleans())
def test_any_json_is_read_whole_whatever_its_layout(value: Any, indent: int | None, escaped: bool) -> None:  # noqa: FBT001
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    typed = json_text.read(text)
    assert (typed.value, typed.mistakes) == (value, ())
    assert set(typed.lines) == places(value)
    assert max(typed.lines.values()) <= text.count("\n") + 1
