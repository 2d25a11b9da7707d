"""A change as people read it: only what is not as it was, each value by its place and in words."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from events.administration import Subject
from events.models import AdministrativeChange
from events.queries.changes import ChangePage
from management_ui.presenters.changes import change_lines, value_lines
from tests.unit.desk.valid_data import FREE

PERSON = "account"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOMENTS = ("2026-13-45T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-11-26T25:61:00+99:99")
NAMES = st.sampled_from(["permissions", "since", "name", "a", ""])
VALUES = FREE | st.sampled_from(MOMENTS) | st.lists(st.sampled_from([*MOMENTS, 1, True]), max_size=3)
ANYTHING = VALUES | st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=2), max_size=3)


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
        ({"x": ["a, b"]}, {"x": ["a", "b"]}, [("x", '["a, b"]', '["a", "b"]')]),
        ({"x": 1}, {"x": True}, [("x", "1", "ja")]),
        ({"x": ""}, {"x": None}, [("x", '""', "null")]),
        ({"x": {}}, {"x": None}, [("x", "{}", "")]),
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


@settings(deadline=None)
@given(before=ANYTHING, after=ANYTHING, kind=st.sampled_from([*Subject.values, "what-was-once"]))
def test_whatever_was_recorded_of_a_change_can_be_read(before: Any, after: Any, kind: str) -> None:
    change = AdministrativeChange(
        id=1,
        changed_at=NOW,
        source_id=UUID(int=0),
        source_type="",
        action="what-was-once",
        subject_type=kind,
        subject=str(before)[:300],
        before=before,
        after=after,
    )
    for language in ("nl", "en"):
        with translation.override(language):
            assert len(change_lines(ChangePage(changes=(change,), names={}, before=None), now=NOW)) == 1


def test_values_that_differ_far_on_are_told_from_where_they_differ() -> None:
    [(_place, before, after)] = said({"x": "a" * 500 + "nee"}, {"x": "a" * 500 + "ja"})
    assert (before, after) == ("…" + "a" * 20 + 'nee"', "…" + "a" * 20 + 'ja"')


@settings(deadline=None)
@given(before=ANYTHING, after=ANYTHING)
def test_what_is_told_of_two_values_is_never_the_same(before: Any, after: Any) -> None:
    for line in value_lines({"x": before}, {"x": after}, kind=PERSON):
        assert line.before != line.after or line.lines


def test_a_line_of_any_beginning_is_told() -> None:
    before, after = "a\n-- oud\n++ oud\n", "a\n-- nieuw\n++ nieuw\n+\r\n"
    [line] = value_lines({"x": before}, {"x": after}, kind=PERSON)
    told = {it for it in line.lines if it[0] in {"+", "-"}}
    assert told == {("-", "-- oud"), ("-", "++ oud"), ("+", "-- nieuw"), ("+", "++ nieuw"), ("+", "+␍")}


def test_of_a_very_long_text_is_told_how_many_lines_changed_more() -> None:
    texts = ["\n".join(f"{kind} {number}" for number in range(300)) for kind in ("oud", "nieuw")]
    with translation.override("nl"):
        [line] = value_lines({"x": texts[0]}, {"x": texts[1]}, kind=PERSON)
    changed = sum(1 for sign, _text in line.lines if sign)
    assert line.lines[-1] == ("", f"… en nog {600 - changed} gewijzigde regels")
