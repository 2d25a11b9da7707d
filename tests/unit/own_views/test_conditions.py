"""When the values at a place meet a condition."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmodels.domain.own_views.conditions import OPERATIONS
from tests.unit.own_views.test_functions import JSON, MONTH, UNKNOWN, WHOLE

ABOUT = UUID("0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55")

TABLE: list[tuple[str, list[Any], Any, bool]] = [
    ("equals", ["0518", "0519"], "0519", True),
    ("equals", ["0518"], "518", False),
    ("equals", [518], "518", False),
    ("equals", [12.0], 12, True),
    ("equals", [True], 1, False),
    ("equals", [1], True, False),
    ("equals", [False], False, True),
    ("equals", [WHOLE], "1985-04-12", True),
    ("equals", [MONTH], "1985-04", True),
    ("equals", [str(ABOUT).upper()], str(ABOUT), True),
    ("equals", [], "x", False),
    ("notEquals", ["0518", "0519"], "0519", False),
    ("notEquals", ["0518"], "0519", True),
    ("notEquals", [], "0519", True),
    ("in", ["b"], ("a", "b"), True),
    ("in", ["c"], ("a", "b"), False),
    ("startsWith", ["2511AB"], "2511", True),
    ("startsWith", [MONTH], "1985", True),
    ("startsWith", [2511], "25", False),
    ("atLeast", [12], 12, True),
    ("atLeast", [11.9], 12, False),
    ("atLeast", ["13"], 12, False),
    ("atLeast", [WHOLE], "1985-04-12", True),
    ("atLeast", [MONTH], "1985-04-02", False),
    ("atLeast", [UNKNOWN], "0001-01-01", False),
    ("atLeast", ["2026-01-03T23:30:00Z"], "2026-01-04", True),
    ("atLeast", ["2026-01-04T03:30:00Z"], "2026-01-04T04:30:00+01:00", True),
    ("atLeast", [True], 1, False),
    ("atMost", [12, 40], 20, True),
    ("atMost", [12], 12, True),
    ("atMost", [12.5], 12, False),
    ("atMost", [WHOLE], "1985-04-12", True),
    ("atMost", ["2026-01-04T03:30:00Z"], "2026-01-04T03:30:00Z", True),
    ("atLeast", ["2026-01-04T03:30:00Z"], "2026-01-04T03:30:00.000001Z", False),
    ("atMost", ["0001-01-01T00:00:00Z"], "2026-01-04T03:30:00Z", False),
    ("atMost", [WHOLE], "1985-04-11", False),
    ("atMost", ["2026-01-04T03:30:00.000001Z"], "2026-01-04T03:30:00Z", False),
    ("present", [""], None, True),
    ("present", [None], None, False),
    ("absent", [], None, True),
    ("absent", [0], None, False),
    ("isObject", [str(ABOUT).upper()], None, True),
    ("isObject", ["0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e56"], None, False),
]


@pytest.mark.parametrize(("op", "values", "value", "wanted"), TABLE)
def test_a_condition_is_met(op: str, values: list[Any], value: Any, *, wanted: bool) -> None:
    assert OPERATIONS[op].met(values, value, ABOUT) is wanted


def test_every_operation_is_in_the_table_met_and_not_met() -> None:
    assert {(op, wanted) for op, _, _, wanted in TABLE} == {(op, met) for op in OPERATIONS for met in (True, False)}


@given(values=st.lists(JSON, max_size=4), value=st.sampled_from(("a", "2026-01-04", "2026-01-04T03:30:00Z", 5, True)))
@settings(max_examples=200, deadline=None)
def test_no_condition_raises(values: list[Any], value: Any) -> None:
    for operation in OPERATIONS.values():
        assert operation.met(values, value, ABOUT) in (True, False)
