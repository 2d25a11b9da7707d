"""Legal terms: by which day something has to be decided, counted as the General Extension of Time-Limits Act has it.

Source: Algemene termijnenwet (Atw). A term that would end on a Saturday, Sunday or public holiday runs on until the end
of the next day that is none (article 1); one of three days or more holds at least two days that are none (article 2);
the holidays are those of article 3. A term of more than ninety days or twelve weeks is outside the act (article 4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.easter import easter

DAY = timedelta(days=1)
SATURDAY = 5
TWO_WORKING_DAYS_FROM = 3
"""Days from which article 2 asks for two working days."""
EXTENDED_DAYS_MAX = 90
EXTENDED_WEEKS_MAX = 12
YEARS_REMEMBERED = 256


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"


class CountedFrom(StrEnum):
    """The day after which a term begins: that of the event itself, or that on which it was received here."""

    EVENT = "event"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """The local day on which the source was asked for more, and that on which it answered (None: not yet)."""

    asked: date
    answered: date | None

    @property
    def days(self) -> int:
        """How many days it lasted: from the day after the question up to and including that of the answer."""
        return 0 if self.answered is None else max(0, (self.answered - self.asked).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long there is to decide, from when, and by which article of law. An amount of 0: it sets no term.

    `suspendable`: it stands still while the source is asked for more (Awb, article 4:15, first paragraph under a).
    """

    amount: int
    unit: Unit
    counted_from: CountedFrom
    article: str
    suspendable: bool = False

    def due_on(self, day: date, *, suspensions: Sequence[Suspension] = ()) -> date:
        """The last day of the term that begins after `day` (both local); `date.max` when it lies beyond.

        So it does while the term is suspended. A question that came after the term had run out suspends nothing.
        """
        try:
            due = _ends(self, day)
            for suspension in suspensions if self.suspendable else ():
                if suspension.asked > due:
                    break
                if suspension.answered is None:
                    return date.max
                day += suspension.days * DAY
                due = _ends(self, day)
        except OverflowError:
            return date.max
        return due


def working_day(day: date) -> bool:
    """Whether it is no Saturday, Sunday or public holiday (Atw, articles 1 and 3)."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


@lru_cache(maxsize=YEARS_REMEMBERED)
def holidays(year: int) -> frozenset[date]:
    """The days of article 3 Atw: the first two paragraphs, without the days that a decree names."""
    easter_day = easter(year)
    moving = (easter_day + days * DAY for days in (-2, 1, 39, 50))  # Good Friday, Easter Monday, Ascension, Whit Monday
    fixed = (date(year, month, day) for month, day in ((1, 1), (5, 5), (12, 25), (12, 26)))
    return frozenset({*moving, *fixed, kings_day(year)})


def kings_day(year: int) -> date:
    """The day on which the birthday of the sovereign is celebrated: never on a Sunday."""
    if year >= 2014:
        day, earlier = date(year, 4, 27), True
    else:
        day, earlier = (date(year, 4, 30), year >= 1980) if year >= 1949 else (date(year, 8, 31), False)
    return day if day.weekday() != SATURDAY + 1 else day - DAY if earlier else day + DAY


def _ends(term: Term, day: date) -> date:
    if term.unit is Unit.WORKING_DAYS:
        return _after_working_days(day, term.amount)
    days = term.amount * _DAYS[term.unit]
    end = day + days * DAY
    if term.amount > _EXTENDED_MAX[term.unit]:
        return end
    while days >= TWO_WORKING_DAYS_FROM and _working_days(day, end) < 2:
        end += DAY
    while not working_day(end):
        end += DAY
    return end


def _after_working_days(day: date, amount: int) -> date:
    for _ in range(amount):
        day += DAY
        while not working_day(day):
            day += DAY
    return day


def _working_days(after: date, until: date) -> int:
    """How many working days lie after the one and up to and including the other; counting stops at two."""
    found, day = 0, after
    while day < until and found < 2:
        day += DAY
        found += working_day(day)
    return found


_DAYS: Mapping[Unit, int] = {Unit.DAYS: 1, Unit.WEEKS: 7}
_EXTENDED_MAX: Mapping[Unit, int] = {Unit.DAYS: EXTENDED_DAYS_MAX, Unit.WEEKS: EXTENDED_WEEKS_MAX}
