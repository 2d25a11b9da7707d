"""From when until when a residence counts in the history: one interval each, also where dates are only partly known.

The rules are those of the national specification of `verblijfplaatshistorie` (rules 3 to 5): a start that is partly
known counts from the first day that it may be, but after the previous one; a residence lasts until the next counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from readmodels.domain.national import dates
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.residence_questions import Days
from readmodels.domain.national.residences import Residence, residences


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A residence with the days on which it counts: from `start` until `end`, that day itself not included."""

    residence: Residence
    successor: Residence | None
    start: date
    end: date

    def meets(self, days: Days) -> bool:
        """Whether it counts on one of these days."""
        return max(self.start, days.start) < min(self.end, days.end)


def stays(file: PersonFile, *, on: Days) -> list[Stay]:
    """The residences that count on one of these days, the newest first."""
    return [stay for stay in reversed(list(every_stay(residences(file)))) if stay.meets(on)]


def every_stay(lived: tuple[Residence, ...]) -> Iterator[Stay]:
    """Each residence with its days, the oldest first; it may have none, when its successor starts on or before it."""
    starts = [counts_from(each, previous=before) for before, each in zip((None, *lived), lived, strict=False)]
    for at, residence in enumerate(lived):
        successor = lived[at + 1] if at + 1 < len(lived) else None
        end = date.max if successor is None else ends_at(starts[at], successor=successor, from_day=starts[at + 1])
        yield Stay(residence=residence, successor=successor, start=starts[at], end=end)


def counts_from(residence: Residence, *, previous: Residence | None) -> date:
    """The first day on which a residence counts: the first that its start can be.

    Where the start is partly known and the previous one may have begun later, it is the day after that.
    """
    first = residence.start.earliest
    if previous is None or dates.is_whole(residence.start) or previous.start.earliest < first:
        return first
    return dates.day_after(previous.start.earliest)


def ends_at(start: date, *, successor: Residence, from_day: date) -> date:
    """The day on which a residence counts no more: that from which its successor does.

    When the successor's start is only partly known it may be later: then a residence lasts its first day at least.
    """
    if from_day <= start and not dates.is_whole(successor.start):
        return dates.day_after(start)
    return from_day
