"""Moments in reality, and dates of which only a part is known (`nl-standards.md`, 8.4).

A date in data is text (`1985`, `1985-04`, `1985-04-12`) or one of the polymorphic forms of the Haal Centraal API's
(`{"type": "JaarMaandDatum", "jaar": 1985, "maand": 4}`). What is not known stays unknown: no day is ever invented. A
partial date is an interval of days, and a comparison of two intervals answers yes, no or unknown (Kleene).
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from events.domain import pointers
from events.domain.event_types import EventTypeVersion

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNKNOWN_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
"""How a wholly unknown moment is stored (`product.md`, section 2)."""
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
DAYS_MAX = 16_384
"""Days and dates of which the reading is remembered: the same few come back in every fold."""
_TEXT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Truth(Enum):
    """Yes, no, or not to be known (Kleene's strong three-valued logic)."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: "Truth") -> "Truth":
        return Truth(min(self.value, other.value))

    def __or__(self, other: "Truth") -> "Truth":
        return Truth(max(self.value, other.value))

    def __invert__(self) -> "Truth":
        return Truth(2 - self.value)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: year, month and day, year and month, a year, or nothing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.month is not None and self.year is None) or (self.day is not None and self.month is None):
            raise ValueError("A month needs its year, a day its month.")
        if self.year is not None:
            date(self.year, *self._filled(1))

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return date.min if self.year is None else date(self.year, *self._filled(1))

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        if self.year is None:
            return date.max
        month, _ = self._filled(12)
        return date(self.year, month, monthrange(self.year, month)[1] if self.day is None else self.day)

    def _filled(self, month: int) -> tuple[int, int]:
        return month if self.month is None else self.month, 1 if self.day is None else self.day

    @property
    def text(self) -> str:
        """`1985-04-12`, `1985-04`, `1985`, or nothing when wholly unknown. Equal dates, equal text."""
        parts = ((self.year, "04d"), (self.month, "02d"), (self.day, "02d"))
        return "-".join(format(part, width) for part, width in parts if part is not None)


@dataclass(frozen=True, slots=True)
class Period:
    """The moments that something can have happened at: from `earliest` to `latest`, both UTC instants, included.

    Facts are folded on `earliest`; between the two the answer is uncertain.
    """

    earliest: datetime
    latest: datetime

    @property
    def is_certain(self) -> bool:
        """Whether there is just one such moment."""
        return self.earliest == self.latest


class Dated(Protocol):
    """What has data and a moment of its own: a claim, a replacement, the content that stands."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of its type."""
        ...

    @property
    def occurred_at(self) -> datetime:
        """The material time on the wire."""
        ...


def parse(value: object) -> PartialDate | None:
    """The date that a JSON value in either form says; None when it says none (or one that does not exist)."""
    try:
        if isinstance(value, str):
            return _from_text(value)
        return _from_form(value) if isinstance(value, Mapping) else None
    except (ValueError, OverflowError):
        return None


def first_instant(day: date | str) -> datetime:
    """The UTC instant at which a local day in Europe/Amsterdam begins; the first day of all begins at 0001-01-01Z.

    Text is a day (`2026-11-20`). Raises `ValueError` for what is no day.
    """
    return _first_instant(date.fromisoformat(day) if isinstance(day, str) else day)


@lru_cache(maxsize=DAYS_MAX)
def _first_instant(on: date) -> datetime:
    if on == date.min:
        return UNKNOWN_MOMENT
    return datetime.combine(on, time.min, tzinfo=AMSTERDAM).astimezone(UTC)


def period_of(partial: PartialDate) -> Period:
    """The first instants of the first and of the last day that a partial date can be."""
    latest = LAST_MOMENT if partial.year is None else first_instant(partial.latest)
    return Period(first_instant(partial.earliest), latest)


def material_moment(content: Dated, event_type: EventTypeVersion) -> Period:
    """When it happened in reality: the type's own date where it names one and the data has it, else `occurred_at`.

    The certain case has one moment; a partial date, and the moment that stands for a wholly unknown one, an interval.
    """
    if event_type.material_pointer is not None:
        own = parse(pointers.value(content.data, event_type.material_pointer))
        if own is not None:
            return period_of(own)
    moment = content.occurred_at
    return Period(moment, LAST_MOMENT if moment == UNKNOWN_MOMENT else moment)


def parse_instant(value: object) -> datetime | None:
    """The UTC instant that an RFC 3339 text with an offset says; None when it says none."""
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def before(one: PartialDate, other: PartialDate) -> Truth:
    """Whether the one date lies before the other, as far as both are known."""
    if one.latest < other.earliest:
        return Truth.YES
    return Truth.NO if one.earliest >= other.latest else Truth.UNKNOWN


def same_day(one: PartialDate, other: PartialDate) -> Truth:
    """Whether both are one and the same day, as far as both are known."""
    if one.latest < other.earliest or other.latest < one.earliest:
        return Truth.NO
    certain = one.day is not None and other.day is not None
    return Truth.YES if certain else Truth.UNKNOWN


@lru_cache(maxsize=DAYS_MAX)
def _from_text(value: str) -> PartialDate | None:
    found = _TEXT.fullmatch(value)
    return PartialDate(*(None if part is None else int(part) for part in found.groups())) if found else None


def _from_form(value: Mapping[str, Any]) -> PartialDate | None:
    match value.get("type"):
        case "Datum":
            text = value.get("datum")
            whole = _from_text(text) if isinstance(text, str) else None
            return whole if whole is not None and whole.day is not None else None
        case "JaarMaandDatum":
            year, month = _whole(value.get("jaar")), _whole(value.get("maand"))
            return None if year is None or month is None else PartialDate(year, month)
        case "JaarDatum":
            year = _whole(value.get("jaar"))
            return None if year is None else PartialDate(year)
        case "DatumOnbekend":
            return PartialDate()
        case _:
            return None


def _whole(value: object) -> int | None:
    """JSON knows one kind of number: `1985.0` is the year 1985 too (JSON Schema 2020-12, 4.2.3)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
