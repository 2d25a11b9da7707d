"""What one types comes back as it was meant: values of a condition a line each, and waits between tries."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from management_ui.forms.typed_values import value_read, values_read, values_written
from management_ui.forms.waits import NoWait, waits_read, waits_written

VALUES = st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False))


@given(values=st.lists(VALUES))
def test_values_that_are_written_down_are_read_as_they_were(values: list[object]) -> None:
    found = values_read(values_written(values))
    assert [(type(it), it) for it in found] == [(type(it), it) for it in values]


@given(values=st.lists(VALUES))
def test_a_browser_that_ends_lines_its_own_way_changes_nothing(values: list[object]) -> None:
    written = values_written(values)
    assert values_read(written.replace("\n", "\r\n")) == values_read(written)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("W", "W"),
        ("0518", "0518"),
        ("2026", 2026),
        ('"2026"', "2026"),
        ("true", True),
        ("waar", "waar"),
        ("null", None),
        ("NaN", "NaN"),
        ("1e999", "1e999"),
        ("[1]", "[1]"),
        ("1.5", 1.5),
        ("1AA0123", "1AA0123"),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    assert value_read(text) == value


@pytest.mark.parametrize("language", ["nl", "en"])
@given(seconds=st.lists(st.integers(min_value=0, max_value=999_999_999)))
def test_waits_that_are_written_down_are_read_as_they_were(language: str, seconds: list[int]) -> None:
    with translation.override(language):
        assert waits_read(waits_written(seconds)) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5 s, 5 min, 2 u, 1 d", [5, 300, 7_200, 86_400]),
        ("5; 10 minuten\n2 uur", [5, 600, 7_200]),
        ("30 M, 2H, 1 dag", [1_800, 7_200, 86_400]),
        (" , ", []),
    ],
)
def test_waits_are_read_in_both_languages(text: str, seconds: list[int]) -> None:
    assert waits_read(text) == seconds


@pytest.mark.parametrize("text", ["straks", "5 weken", "-5 s", "1.5 u", "9999999999", "5 s 5 min"])
def test_what_is_no_time_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NoWait):
        waits_read(text)
