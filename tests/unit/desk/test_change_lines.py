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
