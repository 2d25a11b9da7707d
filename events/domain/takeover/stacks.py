"""A stack of rows (the current row and its history), oldest first, with the formal moment of each row.

`volg_nr` 0 is the current row and rising numbers are older, so the oldest comes first when sorted downwards. A row
marked incorrect (84.10 = `O`) is followed by the row that corrects it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.domain.moments import UNKNOWN_MOMENT
from events.domain.takeover import dates
from events.domain.takeover.elements import ELEMENTS, TEXT_LENGTH_MAX
from events.domain.takeover.register import PersonFile, Row
from events.domain.takeover.remarks import Remark

STACK = "stapel_nr"
SEQUENCE = "volg_nr"
INCORRECT = "indicatie onjuist (84.10)"
REGISTERED = "datum van opneming (86.10)"
FLAGGED = "O"
NUMBER_MAX = 9_999
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a row stands in the register: person file, category, index among the rows of that category."""

    person: int | str
    category: str
    index: int
    stack: int
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A row in its stack: when it was registered, what it corrects, and what there is to remark on it."""

    place: Place
    row: Row
    registered_at: datetime
    corrects: Place | None
    """The row marked incorrect that comes right before it in the stack."""
    flagged: bool
    """Whether the register marks this row itself as incorrect."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that cannot become an event, and why."""

    place: Place
    reason: str


def read_category(
    person: PersonFile, category: str, *, taken_over_at: datetime
) -> tuple[tuple[Registration, ...], tuple[RefusedRow, ...]]:
    """The rows of one category of one person file, each registered or refused: none is lost."""
    rows = [(_place(person, category, index, row), row) for index, row in enumerate(person.categories[category])]
    twice = Counter((place.stack, place.sequence) for place, _ in rows)
    refused, sound = [], []
    for place, row in rows:
        reason = _unsound(row, category=category)
        if not reason and twice[place.stack, place.sequence] > 1 and SEQUENCE in row:
            reason = f"volg_nr {place.sequence} appears twice in stack {place.stack}"
        if reason:
            refused.append(RefusedRow(place=place, reason=reason))
        else:
            sound.append((place, row))
    stacks = sorted({place.stack for place, _ in sound})
    registered = tuple(
        registration
        for stack in stacks
        for registration in registrations(
            [(place, row) for place, row in sound if place.stack == stack], taken_over_at=taken_over_at
        )
    )
    return registered, tuple(refused)


def registrations(stack: Sequence[tuple[Place, Row]], *, taken_over_at: datetime) -> Iterator[Registration]:
    """The rows of one stack, oldest first, with their formal moments.

    86.10 as a local day's first instant; missing: the previous row + 1 µs, else 0001-01-01. A partial 86.10 counts from
    the first day it may be, but not before the previous row when that one lies in the same uncertainty. Nothing is
    registered after the takeover. A row that was registered before the incorrect row it follows cannot correct it.
    """
    previous: Registration | None = None
    latest = UNKNOWN_MOMENT
    for place, row in sorted(stack, key=lambda item: -item[0].sequence):
        before = None if previous is None else previous.registered_at
        moment, remarks = _registered(row, before=before, taken_over_at=taken_over_at)
        if moment < latest:
            remarks = (*remarks, Remark.OUT_OF_ORDER)
        latest = max(latest, moment)
        corrects = previous.place if previous is not None and previous.flagged else None
        if corrects is not None and before is not None and moment < before:
            corrects, remarks = None, (*remarks, Remark.TOO_EARLY)
        previous = Registration(
            place=place,
            row=row,
            registered_at=moment,
            corrects=corrects,
            flagged=row.get(INCORRECT) == FLAGGED,
            remarks=remarks,
        )
        yield previous


def _registered(row: Row, *, before: datetime | None, taken_over_at: datetime) -> tuple[datetime, tuple[Remark, ...]]:
    """The formal moment by 86.10 and the row before, and what there is to remark on it."""
    text = row.get(REGISTERED)
    date = dates.read(text)
    if date is None:
        moment = UNKNOWN_MOMENT if before is None else min(before + TICK, taken_over_at)
        return moment, (Remark.UNREADABLE if dates.is_filled(text) else Remark.UNREGISTERED,)
    first = dates.starts_at(date)
    if first > taken_over_at:
        return taken_over_at, (Remark.FUTURE,)
    if date.day is not None:
        return first, ()
    within = before is not None and first <= before < dates.ends_at(date) - TICK
    moment = before + TICK if before is not None and within else first
    return moment, (Remark.PARTIAL if dates.is_partial(text) else Remark.UNREADABLE,)


def _place(person: PersonFile, category: str, index: int, row: Row) -> Place:
    return Place(
        person=person.number,
        category=category,
        index=index,
        stack=_number(row, STACK),
        sequence=_number(row, SEQUENCE),
    )


def _number(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name, 0)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _unsound(row: Row, *, category: str) -> str:
    """Why the row cannot be taken over; empty when it can."""
    known = {element.key for element in ELEMENTS[category]}
    for name, value in row.items():
        if name in (STACK, SEQUENCE):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= NUMBER_MAX:
                return f"{name} is not a number from 0 to {NUMBER_MAX}"
        elif name == INCORRECT:
            if value != FLAGGED:
                return f"{name} is {value!r}; only {FLAGGED!r} is known"
        elif name not in known:
            return f"category {category} has no element {name!r}"
        elif not isinstance(value, str) or len(value) > TEXT_LENGTH_MAX:
            return f"{name} is not a text of at most {TEXT_LENGTH_MAX} characters"
    return ""
