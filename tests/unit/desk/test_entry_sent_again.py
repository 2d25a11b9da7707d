"""A form that is sent as it was shown: what nobody touched comes back as it was, whatever it was."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
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
    form = EntryForm(root, typed_as(root, data), persons={}, events={}, around={})
    sent = {name: str(form[name].value() or "") for name in form.fields} | dict(form.marks)
    posted = QueryDict(mutable=True)
    posted.update(sent)
    return said(root, typed_in(posted)).data


@pytest.mark.parametrize("length", [49, 50, 51, 80, 120, 1000])
def test_a_list_of_any_length_is_shown_whole_and_sent_whole(length: int) -> None:
    names = {"type": "array", "items": {"type": "string"}, "maxItems": 2000}
    event_type = replace(WILD, schema={"type": "object", "properties": {"namen": names, "rijen": {"type": "array"}}})
    data = {"namen": [f"n{number}" for number in range(length)]}
    assert sent_again(event_type, data) == data
    assert (
        len(EntryForm(tree(event_type), typed_as(tree(event_type), data), persons={}, events={}, around={}).fields) < 60
    )


def test_lists_in_lists_that_no_request_can_send_are_one_input() -> None:
    data = {"leeg": {}, "rijen": [{"naam": "x", "diep": ["y"] * 20}] * 40}
    assert list(typed_as(tree(WILD), data)) == ["data/leeg#", "data/rijen"]
    assert sent_again(WILD, data) == data


def test_rows_that_were_typed_are_all_read_and_shown_however_many_they_are() -> None:
    typed = {f"data/rijen/{row}/naam": str(row) for row in range(80)} | {"data/rijen#": "80"}
    form = EntryForm(tree(WILD), typed, persons={}, events={}, around={})
    assert len(said(tree(WILD), typed).data["rijen"]) == 80
    assert "data/rijen/79/naam" in form.fields
