"""On which days somebody lives, and on which he may live, where a residence says so.

The rules are those of the national specification of `bewoning`. Where the history draws one line through what is only
partly known, occupancy keeps both sides of it: somebody *lives* there on the days on which that is certain, and *may*
live there on those on which he may not have come yet, or may have left already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.domain.moments import PartialDate
from readmodels.domain.national import dates, said
from readmodels.domain.national.person_file import REGISTRATION, PersonFile
from readmodels.domain.national.residences import Residence, found_not_living_there, residences

NEVER: Final = PartialDate(date.max.year, date.max.month, date.max.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Days on which somebody lives at a residence, or may live there: from `start` until `end`, itself not included."""

    residence: Residence
    start: date
    end: date
    certain: bool


@dataclass(slots=True, kw_only=True)
class Bounds:
    """The four days that bound a stay; the last two are themselves not included.

    Possible from `first`, certain from `sure_from`; certain until `leaves_from`, possible until `gone_from`.
    """

    first: date
    sure_from: date
    leaves_from: date
    gone_from: date

    def leave(self, on: PartialDate) -> None:
        """He left on this date, if not before: certainly there before it may be, certainly gone after it."""
        self.leaves_from = min(self.leaves_from, on.earliest)
        self.gone_from = min(self.gone_from, _known_from(on))


def stays(file: PersonFile, *, object_id: str) -> list[Stay]:
    """The days on which a person lives, or may live, at an addressable object; none for a postal address."""
    lived = residences(file)
    suspended = suspended_on(file)
    found: list[Stay] = []
    for at, residence in enumerate(lived):
        if residence.object_id == object_id and not residence.is_postal:
            before = lived[at - 1] if at else None
            found.extend(_stays(residence, bounds(residence, previous=before, after=lived[at + 1 :], until=suspended)))
    return found


def suspended_on(file: PersonFile) -> PartialDate:
    """The date on which the file was suspended (67.10): from then on its person lives nowhere in the Netherlands."""
    row = file.present(REGISTRATION)
    if said.text(row, "redenOpschortingBijhouding") is None:
        return NEVER
    return dates.read(said.text(row, "datumOpschortingBijhouding"))


def bounds(
    residence: Residence, *, previous: Residence | None, after: tuple[Residence, ...], until: PartialDate
) -> Bounds:
    """The days between which somebody lives at a residence, by what came before and after it."""
    first = may_begin_on(residence.start, previous=previous)
    found = Bounds(
        first=first, sure_from=max(first, _known_from(residence.start)), leaves_from=date.max, gone_from=date.max
    )
    successor = after[0] if after else None
    if successor is not None:
        found.leave(successor.start)
        if dates.is_whole(residence.start) and not dates.is_whole(successor.start):
            found.leaves_from = max(found.leaves_from, dates.day_after(first))
    if len(after) > 1 and dates.is_whole(after[1].start):
        found.leave(after[1].start)
    _leave_unseen(found, residence, successor)
    found.leave(until)
    return found


def may_begin_on(start: PartialDate, *, previous: Residence | None) -> date:
    """The first day on which somebody may live at a residence that starts on a date.

    Where that date is partly known: after a known previous start, and from the first day of a partly known one.
    """
    if previous is None or dates.is_whole(start):
        return start.earliest
    if dates.is_whole(previous.start):
        return max(start.earliest, dates.day_after(previous.start.earliest))
    return max(start.earliest, previous.start.earliest)


def _leave_unseen(found: Bounds, residence: Residence, successor: Residence | None) -> None:
    """It was established that he does not live there: gone since then while one looks for him; else he may be gone."""
    investigation = found_not_living_there(residence, successor)
    if investigation is None:
        return
    since = dates.read(investigation.since).earliest
    found.leaves_from = min(found.leaves_from, since)
    if investigation.is_running:
        found.gone_from = min(found.gone_from, since)


def _known_from(on: PartialDate) -> date:
    """The first day on which a date has certainly come."""
    return on.earliest if dates.is_whole(on) else dates.day_after(on.latest)


def _stays(residence: Residence, found: Bounds) -> Iterator[Stay]:
    """The stretches of a stay that have days: possible, certain, possible again."""
    sure_until = min(found.leaves_from, found.gone_from)
    yield from _stretch(residence, found.first, min(found.sure_from, found.gone_from), certain=False)
    yield from _stretch(residence, found.sure_from, sure_until, certain=True)
    yield from _stretch(residence, max(found.first, found.leaves_from), found.gone_from, certain=False)


def _stretch(residence: Residence, start: date, end: date, *, certain: bool) -> Iterator[Stay]:
    if start < end:
        yield Stay(residence=residence, start=start, end=end, certain=certain)
