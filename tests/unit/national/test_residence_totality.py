"""The residence shapes answer on any rows: what cannot be read says nothing, and never raises."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from events.domain.moments import UNKNOWN_MOMENT
from events.domain.takeover.elements import ADDRESS, ELEMENTS
from readmodels.domain.national import history, occupancy
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.person_file import PERSON, REGISTRATION, RESIDENCE, FileRow, PersonFile, Stack
from readmodels.domain.national.residence_questions import DAY_MAX, Days
from tests.unit.domain.trying import hold
from tests.unit.national import residence_bugs as bugs
from tests.unit.national.residence_lives import HERE, describe

WORDS = (
    "", " ", ".", "0", "0000", "00000000", "20200200", "20200231", "20201399", "99991231", "99990000", "00010101",
    "201000000", "2020", "9" * 5_000, "²", "٣", "-1", "x", "W", "B", "F", "O", "to", "089999", "589999", "81110", "8",
    "JV", "M", HERE,
)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, 7, -7, 10**30, 1.5, True, [], ["F"], {}, {"objectId": 5})
DAYS = (date.min, date(2020, 2, 29), DAY_MAX)

values = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=10), st.sampled_from(OTHERS))


def named(category: str) -> tuple[str, ...]:
    return tuple(element.name for element in ELEMENTS[category])


def elements_of(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), values, max_size=12)


addresses = st.one_of(
    elements_of(tuple(element.name for element in ADDRESS)).map(
        lambda said: {"identificatiecodeVerblijfplaats": HERE} | said
    ),
    values,
)
residences = st.builds(lambda row, address: {**row, "adres": address}, elements_of(named(RESIDENCE)), addresses)


@st.composite
def any_files(draw: st.DrawFn, number: int = 1) -> PersonFile:
    """A file of which every row may say anything, and some may not be there."""
    rows = {
        PERSON: draw(st.lists(elements_of(named(PERSON)), max_size=2)),
        REGISTRATION: draw(st.lists(elements_of(named(REGISTRATION)), max_size=2)),
        RESIDENCE: draw(st.lists(residences, max_size=4)),
    }
    return PersonFile(id=UUID(int=number), stacks={name: (_stack(found),) for name, found in rows.items() if found})


def _stack(rows: list[dict[str, Any]]) -> Stack:
    return tuple(FileRow(elements=row, since=UNKNOWN_MOMENT) for row in rows)


def answers(files: list[PersonFile], days: Days) -> list[Any]:
    about, at = HistoryRequest(bsn="999990342", days=days), OccupancyRequest(object_id=HERE, days=days)
    told = [answer(file, about, describe) for file in files for answer in (history.data_answer, history.public_answer)]
    return told + [answer(files, at, describe) for answer in (occupancy.data_answer, occupancy.public_answer)]


def every_file_is_answered(files: list[PersonFile], start: date, long: bool) -> None:  # noqa: FBT001 - drawn by position
    """With something that can be sent, and the same every time."""
    days = Days(start=start, end=date.max if long else date.fromordinal(start.toordinal() + 1))
    found = answers(files, days)
    json.dumps(found)
    assert found == answers(files, days)


ON = (st.tuples(any_files(1), any_files(2)).map(list), st.sampled_from(DAYS), st.booleans())


def test_any_rows_are_answered() -> None:
    hold(every_file_is_answered, ON, examples=100)


@pytest.mark.verify
def test_many_more_rows_are_answered() -> None:
    hold(every_file_is_answered, ON, examples=2_000)


def test_somebody_who_trusts_the_rows_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    bugs.rows_are_trusted_to_hold_dates(monkeypatch)
    with pytest.raises((TypeError, ValueError)):
        hold(every_file_is_answered, ON, examples=100, shrink=False)


@pytest.mark.parametrize("stacks", [{}, {RESIDENCE: ()}, {PERSON: ((),)}])
def test_a_file_without_rows_is_answered_with_nothing(stacks: dict[str, Any]) -> None:
    found = answers([PersonFile(id=UUID(int=1), stacks=stacks)], Days(start=date.min, end=date.max))
    assert found == [{"verblijfplaatsen": []}, {"verblijfplaatsen": []}, {"bewoningen": []}, {"bewoningen": []}]
