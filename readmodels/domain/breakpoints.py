"""Every material moment at which a state can change: the dates in the facts, and what the law counts from them.

Too many moments cost time and change nothing (equal neighbours merge); one too few would make a timeline wrong. So
every date that stands anywhere in the data of a fact counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from events.domain import moments
from events.domain.facts import Fact
from events.domain.moments import UNKNOWN_MOMENT, PartialDate, first_instant
from events.domain.pointers import is_list
from events.domain.takeover import dates
from readmodels.domain.law.capacity import majority_on

BIRTH = frozenset({"geboortedatum", "geboorte"})
"""Members under which data of any type and register tell of a birth."""
TEXT_LENGTH_MAX = 10
"""A longer text in data is no date."""


def breakpoints(facts: Iterable[Fact], *, rule_days: Iterable[date] = ()) -> tuple[datetime, ...]:
    """The moments in order, the beginning of time first. `rule_days`: days on which the law itself changes."""
    found = {UNKNOWN_MOMENT, *(first_instant(day) for day in rule_days)}
    for fact in facts:
        found |= {fact.moment, fact.content.material.earliest, fact.content.material.latest}
        found.update(map(first_instant, {*_days(fact.content.data), *_days_of_majority(fact.content.data)}))
    return tuple(sorted(found))


def _days(data: Mapping[str, Any]) -> Iterator[date]:
    """The first and the last day of every date, and the days after them."""
    for partial in _dates(data):
        for day in (partial.earliest, partial.latest):
            yield day
            if day < date.max:
                yield day + timedelta(days=1)


def _days_of_majority(value: Any) -> Iterator[date]:
    """The day on which each person comes of age whose birth stands anywhere in data."""
    if is_list(value):
        for member in value:
            yield from _days_of_majority(member)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name in BIRTH:
                yield from (day for born in _dates(member) if (day := majority_on(born)) is not None)
            else:
                yield from _days_of_majority(member)


def _dates(value: Any) -> Iterator[PartialDate]:
    """Every date in data, in any of the forms that data know."""
    if isinstance(value, str):
        found = (moments.parse(value) or dates.read(value)) if len(value) <= TEXT_LENGTH_MAX else None
        if found is not None:
            yield found
    elif isinstance(value, Mapping):
        found = moments.parse(value)
        if found is not None:
            yield found
            return
        for member in value.values():
            yield from _dates(member)
    elif is_list(value):
        for member in value:
            yield from _dates(member)
