"""What each function makes of the values at a place; none of them ever raises."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmodels.domain.own_views.functions import FUNCTIONS, FieldType, natural_type

WHOLE = {"type": "Datum", "datum": "1985-04-12"}
MONTH = {"type": "JaarMaandDatum", "jaar": 1985, "maand": 4}
YEAR = {"type": "JaarDatum", "jaar": 1985}
UNKNOWN = {"type": "DatumOnbekend", "onbekend": True}

TABLE: list[tuple[str, str, list[Any], Any]] = [
    ("value", "text", ["Dorpsstraat"], "Dorpsstraat"),
    ("value", "text", [{}, "eerste", "tweede"], "eerste"),
    ("value", "text", [12], "12"),
    ("value", "text", [12.0], "12"),
    ("value", "text", [True], "true"),
    ("value", "text", [WHOLE], "1985-04-12"),
    ("value", "text", [MONTH], "1985-04"),
    ("value", "text", [UNKNOWN], None),
    ("value", "text", [[], {"a": 1}, None], None),
    ("value", "integer", [12], 12),
    ("value", "integer", [12.0], 12),
    ("value", "integer", ["0012"], 12),
    ("value", "integer", [12.5, "twaalf", True, 2**60, "9" * 17], None),
    ("value", "number", [12.5], 12.5),
    ("value", "number", ["12.50"], 12.5),
    ("value", "number", [float("inf"), float("nan"), False, "1e3"], None),
    ("value", "boolean", [False], False),
    ("value", "boolean", ["ja", "true", 1, 0], None),
    ("value", "date", ["1985-04-12"], "1985-04-12"),
    ("value", "date", [WHOLE], "1985-04-12"),
    ("value", "date", ["19850412"], "1985-04-12"),
    ("value", "date", ["2026-01-03T23:30:00Z"], "2026-01-04"),
    ("value", "date", [MONTH, YEAR, UNKNOWN, "1985", "19850400", "1985-02-30", "0001-01-01T00:00:00Z"], None),
    ("value", "date-time", ["2026-01-04T04:30:00+01:00"], "2026-01-04T03:30:00Z"),
    ("value", "date-time", ["2026-01-04", "0001-01-01T00:00:00Z", 5], None),
    ("last", "text", ["eerste", "tweede", None], "tweede"),
    ("last", "integer", [1, 2, "x"], 2),
    ("upper", "text", ["2511ab"], "2511AB"),
    ("lower", "text", ["Van Dalen"], "van dalen"),
    ("join", "text", ["a", None, 2, WHOLE], "a, 2, 1985-04-12"),
    ("join", "text", [], None),
    ("length", "integer", ["abc", "z"], 3),
    ("length", "integer", [], None),
    ("count", "integer", ["a", "b", None], 2),
    ("count", "integer", [[1, 2, 3]], 3),
    ("count", "integer", [{"a": 1}], 1),
    ("count", "integer", [], 0),
    ("present", "boolean", [0], True),
    ("present", "boolean", [None], False),
    ("present", "boolean", [], False),
    ("year", "integer", [YEAR], 1985),
    ("year", "integer", ["1985-04"], 1985),
    ("year", "integer", ["2025-12-31T23:30:00Z"], 2026),
    ("year", "integer", [UNKNOWN, "onbekend"], None),
    ("firstDay", "date", [MONTH], "1985-04-01"),
    ("firstDay", "date", [YEAR], "1985-01-01"),
    ("firstDay", "date", [UNKNOWN], None),
    ("lastDay", "date", [MONTH], "1985-04-30"),
    ("lastDay", "date", ["1985"], "1985-12-31"),
    ("lastDay", "date", [UNKNOWN], None),
]
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=12),
        st.sampled_from(("1985", "2026-01-04", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "19850000")),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(("type", "datum", "jaar", "maand", "a")), inner, max_size=4),
        st.builds(
            lambda form, year: {"type": form, "jaar": year, "maand": year}, st.sampled_from(("JaarDatum",)), inner
        ),
    ),
    max_leaves=6,
)
"""Any JSON, rich in what looks like a date."""


@pytest.mark.parametrize(("function", "of", "values", "wanted"), TABLE)
def test_a_function_gives(function: str, of: str, values: list[Any], wanted: Any) -> None:
    found = FUNCTIONS[function].compute(values, FieldType(of))
    assert found == wanted
    assert type(found) is type(wanted)


def test_every_function_is_in_the_table_with_each_of_its_types() -> None:
    told = {(function, of) for function, of, _, _ in TABLE}
    assert {function for function, _ in told} == set(FUNCTIONS)
    assert {of for function, of in told if function == "value"} == {choice.value for choice in FieldType}


@given(values=st.lists(JSON, max_size=4))
@settings(max_examples=200, deadline=None)
def test_no_function_raises_and_each_gives_what_its_type_can_hold(values: list[Any]) -> None:
    holds = {"text": str, "integer": int, "number": int | float, "boolean": bool, "date": str, "date-time": str}
    for function in FUNCTIONS.values():
        for of in function.types:
            found = function.compute(values, of)
            assert found is None or isinstance(found, holds[of])
            assert not isinstance(found, bool) or of is FieldType.BOOLEAN


def test_a_field_that_names_no_type_has_that_of_its_function() -> None:
    assert natural_type("value") is FieldType.TEXT
    assert natural_type("year") is FieldType.INTEGER
    assert natural_type("firstDay") is FieldType.DATE
    assert natural_type("present") is FieldType.BOOLEAN


def test_every_function_says_what_it_does() -> None:
    assert all(function.meaning.endswith(".") for function in FUNCTIONS.values())
