"""A form that is sent as it was shown: what nobody touched comes back as it was, whatever it was."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.forms import BoundField
from django.http import QueryDict

from events.domain.event_types import EventTypeVersion
from management_ui.forms.entry.editing import typed_in
from management_ui.forms.entry.inputs import EntryForm
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import said, typed_as
from tests.unit.desk.wild_type import WILD


def sent_again(event_type: EventTypeVersion, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What comes back of the data when its form is sent as it was shown, by the inputs and the marks on the page."""
    root = tree(event_type)
    shown = typed_as(root, data)
    form = EntryForm(root, shown, persons={}, events={}, around={})
    sent = {name: as_sent(form[name]) for name in form.fields} | dict(form.marks)
    posted = QueryDict(mutable=True)
    posted.update(sent)
    return said(root, typed_in(posted, shown=shown)).data


def as_sent(field: BoundField) -> str:
    """As a browser sends it: lines end in its own way, and an input of one line has none."""
    text = str(field.value() or "").replace("\r\n", "\n").replace("\r", "\n")
    several = isinstance(field.field.widget, forms.Textarea)
    return text.replace("\n", "\r\n") if several else text.replace("\n", "")


def of_member(schema: Any) -> EventTypeVersion:
    return replace(WILD, schema={"type": "object", "properties": {"a": schema}, "additionalProperties": False})


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        *(({"type": "string"}, text) for text in (" Jan ", "x\r\ny", "x\ry", "x\ny\n", "   ", "\n", "")),
        *(({"type": "number"}, number) for number in (1e-9, -1.5e-300, 1e15, 10**15, 0.1, 5.0)),
        *(({"type": "integer"}, number) for number in (5.0, 10**15, 2**53 - 1, -0)),
        ({"enum": ["", "x"]}, ""),
        ({"enum": [1.0, 2, "1"]}, 1.0),
        ({"enum": [None, "null"]}, "null"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}, [["x"], [], ["", ""]]),
        ({"type": "string", "format": "time-local"}, "04:37:00.5"),
        ({"const": {"a": 1}}, {"a": 1}),
        ({"type": ["string", "null"]}, None),
        ({"type": ["string", "null"]}, "12"),
        ({}, "  x "),
        ({}, "[1"),
    ],
)
def test_what_nobody_touched_is_sent_as_it_was(schema: Any, value: Any) -> None:
    assert repr(sent_again(of_member(schema), {"a": value})) == repr({"a": value})


@pytest.mark.parametrize("text", ["tien", "1e", "true", "1e999", "1e25", "[1]", "9" * 17, "9" * 5000, "٣"])
def test_what_is_no_number_stays_text(text: str) -> None:
    for kind in ("integer", "number"):
        root = tree(of_member({"type": kind}))
        assert said(root, {"data/a": text}).data == {"a": text}


def test_what_somebody_typed_loses_the_blanks_around_it_and_what_he_empties_is_empty() -> None:
    posted = QueryDict(mutable=True)
    posted.update({"data/a": " Piet ", "data/b": "", "data/c": " x"})
    assert typed_in(posted, shown={"data/a": " Jan ", "data/b": "  ", "data/c": " x"}) == {
        "data/a": "Piet",
        "data/c": " x",
    }


@pytest.mark.parametrize("length", [49, 50, 51, 80, 120, 1000])
def test_a_list_of_any_length_is_shown_whole_and_sent_whole(length: int) -> None:
    names = {"type": "array", "items": {"type": "string"}, "maxItems": 2000}
    event_type = replace(WILD, schema={"type": "object", "properties": {"namen": names, "rijen": {"type": "array"}}})
    data = {"namen": [f"n{number}" for number in range(length)]}
    assert sent_again(event_type, data) == data
    assert (
        len(EntryForm(tree(event_type), typed_as(tree(event_type), data), persons={}, events={}, around={}).fields) < 60
    )


@pytest.mark.parametrize(
    "data",
    [
        {"leeg": {}, "x": 1, "y": {"z": ["é"]}},
        {"leeg": {}, "half": {"a": 1, "b": "x", "~0": "y"}},
    ],
)
def test_members_that_the_schema_does_not_name_are_shown_and_sent_again(data: dict[str, Any]) -> None:
    assert sent_again(WILD, data) == data


def test_members_that_no_form_of_several_names_are_shown_and_sent_again() -> None:
    several = [{"type": "object", "properties": {name: {"type": "string"}}} for name in ("straat", "plek")]
    data = {"a": {"plek": "kade", "x": 1}}
    assert sent_again(of_member({"anyOf": several}), data) == data


def test_a_mark_is_not_taken_for_a_member_of_such_a_name_and_a_blank_ends_no_path() -> None:
    texts = {"type": "array", "items": {"type": "string"}}
    members = {"a#": {"type": "string"}, "a": texts, "eerste naam": texts, "x" * 450: {"type": "string"}}
    event_type = replace(WILD, schema={"type": "object", "properties": members})
    data = {"a#": "q", "a": ["z"], "eerste naam": ["y"], "x" * 450: "y"}
    assert sent_again(event_type, data) == data
    assert not [name for name in typed_as(tree(event_type), data) if " " in name]


def test_lists_in_lists_that_no_request_can_send_are_one_input() -> None:
    data = {"leeg": {}, "rijen": [{"naam": "x", "diep": ["y"] * 20}] * 40}
    assert list(typed_as(tree(WILD), data)) == ["data/leeg#", "data/rijen"]
    assert sent_again(WILD, data) == data


def test_rows_that_were_typed_are_all_read_and_shown_however_many_they_are() -> None:
    typed = {f"data/rijen/{row}/naam": str(row) for row in range(80)} | {"data/rijen#": "80"}
    form = EntryForm(tree(WILD), typed, persons={}, events={}, around={})
    assert len(said(tree(WILD), typed).data["rijen"]) == 80
    assert "data/rijen/79/naam" in form.fields
