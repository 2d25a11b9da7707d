"""A form made from a schema: data goes into its inputs and comes out again, and what is wrong is told at its input."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.domain.event_types import EventTypeVersion
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import said, typed_as
from tests.unit.desk.valid_data import data_of
from tests.unit.event_types.shipped import EXAMPLES, VERSIONS, label

CODES = {(33, "0518"): "Lindenveen (oud)", (34, "6030"): "Nederland"}


def describe(table: int, code: str) -> str | None:
    return CODES.get((table, code))


def again(event_type: EventTypeVersion, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What comes out of the form that the data went into."""
    root = tree(event_type)
    return said(root, typed_as(root, data, describe=describe)).data


@pytest.mark.parametrize(("event_type", "example"), EXAMPLES, ids=label)
def test_every_example_comes_out_of_its_form_as_it_went_in(event_type: EventTypeVersion, example: Any) -> None:
    assert again(event_type, example) == example


@pytest.mark.parametrize("event_type", VERSIONS, ids=label)
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(made=st.data())
def test_any_valid_data_come_out_of_their_form_as_they_went_in(
    event_type: EventTypeVersion, made: st.DataObject
) -> None:
    data = made.draw(data_of(event_type))
    assert written(again(event_type, data)) == written(data)


def written(data: Any) -> str:
    """As JSON, which tells true from 1."""
    return json.dumps(data, sort_keys=True)
