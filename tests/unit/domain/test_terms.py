"""Legal terms, counted as the Algemene termijnenwet (Atw) has it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.catalogue.legal_terms import Terms
from events.domain import terms
from events.domain.event import Kind
from events.domain.moments import PartialDate, period_of
from events.domain.terms import CountedFrom, Suspension, Term, Unit, holidays, kings_day, working_day

BIRTH = Term(amount=3, unit=Unit.DAYS, counted_from=CountedFrom.EVENT, article="BW 1:19e")
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("born", "due"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),  # on a Monday: until Thursday
        (date(2026, 11, 19), date(2026, 11, 23)),  # on a Thursday: would end on Sunday, so Monday (article 1)
        (date(2026, 11, 20), date(2026, 11, 24)),  # on a Friday: Monday is one working day, so Tuesday (article 2)
        (date(2026, 12, 24), date(2026, 12, 29)),  # two days of Christmas and a Sunday: Monday and Tuesday
        (date(2026, 4, 2), date(2026, 4, 8)),  # before Good Friday: Easter Monday is no working day either
    ],
)
def test_a_birth_is_declared_within_three_days_two_of_them_working_days(born: date, due: date) -> None:
    assert BIRTH.due_on(born) == due


def test_a_term_of_weeks_ends_on_the_same_day_of_the_week_unless_that_is_a_holiday() -> None:
    eight = Term(amount=8, unit=Unit.WEEKS, counted_from=CountedFrom.RECEIPT, article="Awb 4:13")
    assert eight.due_on(date(2026, 9, 1)) == date(2026, 10, 27)
    assert eight.due_on(date(2026, 10, 30)) == date(2026, 12, 28)  # Friday 25 December: Christmas, and a weekend


def test_a_term_stands_still_from_the_question_to_the_answer() -> None:
    eight = Term(amount=8, unit=Unit.WEEKS, counted_from=CountedFrom.RECEIPT, article="Awb 4:13", suspendable=True)
    begins = date(2026, 9, 1)
    asked = Suspension(asked=date(2026, 9, 10), answered=date(2026, 9, 24))
    again = Suspension(asked=date(2026, 11, 2), answered=date(2026, 11, 3))
    too_late = Suspension(asked=date(2026, 10, 28), answered=date(2026, 11, 3))
    waiting = Suspension(asked=date(2026, 11, 2), answered=None)
    assert eight.due_on(begins, suspensions=[asked]) == date(2026, 11, 10)
    assert eight.due_on(begins, suspensions=[asked, again]) == date(2026, 11, 11)
    assert eight.due_on(begins, suspensions=[too_late]) == date(2026, 10, 27)
    assert eight.due_on(begins, suspensions=[asked, waiting]) == date.max
    assert BIRTH.due_on(begins, suspensions=[asked]) == BIRTH.due_on(begins)


def test_working_days_skip_weekends_and_holidays() -> None:
    six = Term(amount=6, unit=Unit.WORKING_DAYS, counted_from=CountedFrom.EVENT, article="Wlb 16")
    assert six.due_on(date(2026, 12, 23)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ],
)
def test_the_holidays_of_2026_are_those_of_article_3(day: date) -> None:
    assert day in holidays(2026)
    assert len(holidays(2026)) == 9


@pytest.mark.parametrize(
    ("year", "day"),
    [(2014, date(2014, 4, 26)), (2025, date(2025, 4, 26)), (2026, date(2026, 4, 27)), (2006, date(2006, 4, 29))],
)
def test_the_day_of_the_sovereign_is_celebrated_on_saturday_when_it_falls_on_a_sunday(year: int, day: date) -> None:
    assert kings_day(year) == day


def test_a_term_of_more_than_twelve_weeks_is_not_extended() -> None:
    thirteen = Term(amount=13, unit=Unit.WEEKS, counted_from=CountedFrom.RECEIPT, article="")
    assert thirteen.due_on(date(2026, 9, 25)) == date(2026, 12, 25)


def test_beyond_the_calendar_there_is_all_the_time_there_is() -> None:
    assert BIRTH.due_on(date.max) == date.max


@given(day=DAYS, amount=st.integers(1, 90))
def test_no_term_ends_on_a_day_that_is_no_working_day_nor_earlier_than_it_says(day: date, amount: int) -> None:
    due = Term(amount=amount, unit=Unit.DAYS, counted_from=CountedFrom.EVENT, article="").due_on(day)
    assert working_day(due)
    assert due >= day + timedelta(days=amount)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert amount < 3 or sum(map(working_day, between)) >= 2


@given(day=DAYS, unit=st.sampled_from(Unit), amount=st.integers(1, 60))
def test_who_begins_later_ends_no_earlier(day: date, unit: Unit, amount: int) -> None:
    term = Term(amount=amount, unit=unit, counted_from=CountedFrom.EVENT, article="")
    assert term.due_on(day) <= term.due_on(day + timedelta(days=1))


RECEIVED = datetime(2026, 11, 26, 16, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (PartialDate(2026, 11, 16), date(2026, 11, 19)),
        (PartialDate(2026, 11), date(2026, 11, 30)),
        (PartialDate(2026), date(2026, 11, 30)),
        (PartialDate(), date(2026, 11, 30)),
    ],
)
def test_a_term_that_begins_on_a_day_that_is_not_known_begins_on_that_of_receipt(known: PartialDate, due: date) -> None:
    of_births = Terms({("Geboorte", "claim"): BIRTH})
    assert of_births.due_on("Geboorte", Kind.CLAIM, material=period_of(known), recorded_at=RECEIVED) == due


def test_the_law_of_two_working_days_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "TWO_WORKING_DAYS_FROM", 1_000)
    assert BIRTH.due_on(date(2026, 11, 20)) == date(2026, 11, 23)
