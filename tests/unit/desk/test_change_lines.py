"""A change as people read it: only what is not as it was, each value by its place and in words."""

from typing import Any

import pytest
from django.utils import translation

from management_ui.presenters.changes import value_lines

PERSON = "account"


def said(before: Any, after: Any, *, kind: str = PERSON) -> list[tuple[str, str, str]]:
    with translation.override("nl"):
        return [(it.place, it.before, it.after) for it in value_lines(before, after, kind=kind)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"is_staff": False}, {"is_staff": True}, [("stafstatus", "nee", "ja")]),
        ({"permissions": ["view_events"]}, {"permissions": ["view_events", "manage_zone"]}, None),
        (None, {"reason": "Oud."}, [("reden", "", "Oud.")]),
        ({"reason": "Oud."}, None, [("reden", "Oud.", "")]),
        ({"x": {"y": 1}}, {"x": {"y": 2}}, [("x › y", "1", "2")]),
        ({"since": None}, {"since": "2026-11-26T09:00:00+00:00"}, [("vanaf", "", "26 november 2026, 10:00")]),
        ({"x": [1, 2]}, {"x": [2, 1]}, [("x", "1, 2", "2, 1")]),
    ],
)
def test_only_what_changed_is_told_and_in_words(
    before: Any, after: Any, expected: list[tuple[str, str, str]] | None
) -> None:
    assert said(before, after) == (
        expected or ([] if before == after else [("bevoegdheden", "", "Mag de zone beheren")])
    )


def test_of_a_long_text_the_lines_that_changed_are_told() -> None:
    text = "\n".join(str(number) for number in range(40))
    [line] = value_lines({"declaration": text}, {"declaration": text.replace("20", "twintig")}, kind="event-type")
    assert [it for it in line.lines if it[0] in {"+", "-"}] == [("-", "20"), ("+", "twintig")]
    assert len(line.lines) == 5
