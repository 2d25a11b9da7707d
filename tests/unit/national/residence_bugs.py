"""Bugs that somebody could make in the residence shapes, to be planted: each breaks a law."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from events.domain.moments import PartialDate
from readmodels.domain.national import dates
from readmodels.domain.national.history import stays as history_stays
from readmodels.domain.national.occupancy import answers, compositions
from readmodels.domain.national.residence_questions import Days

Bug = Callable[[pytest.MonkeyPatch], None]


def a_period_is_judged_by_its_first_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(history_stays.Stay, "meets", lambda self, days: self.start <= days.start < self.end)


def a_period_includes_the_day_on_which_it_ends(patch: pytest.MonkeyPatch) -> None:
    def wrong(self: history_stays.Stay, days: Days) -> bool:
        last = days.end if (days.end - days.start).days > 1 else days.start
        return max(self.start, days.start) <= min(self.end, last) and self.start < self.end

    patch.setattr(history_stays.Stay, "meets", wrong)


def a_period_has_one_composition(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(compositions, "_parts", lambda _, days: iter((days,)))


def somebody_is_counted_on_the_day_on_which_he_leaves(patch: pytest.MonkeyPatch) -> None:
    """Where the period is cut on that day, but not where it is the day asked for."""
    patch.setattr(compositions, "_contains", lambda stay, day: stay.start <= day <= stay.end)


def ends_of_stays_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    right = compositions._parts

    def wrong(occupants: Iterable[Any], days: Days) -> Iterator[Days]:
        open_ended = [replace(each, stay=replace(each.stay, end=days.end)) for each in occupants]
        return right(open_ended, days)

    patch.setattr(compositions, "_parts", wrong)


def neighbours_are_never_merged(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers.Part, "says_the_same_as", lambda *_: False)


def who_lives_there_may_live_there_as_well(patch: pytest.MonkeyPatch) -> None:
    right = compositions._composition

    def wrong(occupants: Any, part: Days) -> compositions.Composition:
        found = right(occupants, part)
        return replace(found, possible={**found.possible, **found.certain})

    patch.setattr(compositions, "_composition", wrong)


def parts_come_last_first(patch: pytest.MonkeyPatch) -> None:
    right = compositions._parts
    patch.setattr(compositions, "_parts", lambda occupants, days: reversed(list(right(occupants, days))))


def rows_are_trusted_to_hold_dates(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dates, "read", lambda text: PartialDate(int(text[:4])))
