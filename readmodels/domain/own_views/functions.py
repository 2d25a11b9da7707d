"""The functions of a field: from every value at its pointers to one value of its type, or nothing. All are total.

A type says how a value is read; a function says which of them, and what is made of it. `FUNCTIONS` and `TYPES` are all
there is: what they cannot read, they give nothing for, and they never invent what a date leaves unknown.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from events.domain import moments
from events.domain.canonical import instant_text
from events.domain.moments import UNKNOWN_MOMENT, PartialDate
from events.domain.plain_json import INTEGER_MAX
from events.domain.pointers import is_list
from events.domain.schema_messages import gettext_noop
from events.domain.takeover import dates
from readmodels.domain.known import local_day

DATE_LENGTH_MAX = 10
"""A longer text is no date."""
BETWEEN = ", "
_INTEGER = re.compile(r"-?[0-9]{1,16}")
_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,16})?")

Value = str | int | float | bool | None
"""What stands in a row: JSON of the field's type, or null."""


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "date-time"


# -- how a value is read as a type -------------------------------------------------------------------------------------


def text(value: object) -> str | None:
    """Text as it is; a number or a date as text, the date as far as it is known (`1985-04`)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        counted = number(value)
        return None if counted is None else str(counted)
    partial = moments.parse(value)
    return None if partial is None else partial.text or None


def integer(value: object) -> int | None:
    """A whole number, also one that was written as text (registers do)."""
    if isinstance(value, str):
        value = int(value) if _INTEGER.fullmatch(value) else None
    found = number(value)
    return found if isinstance(found, int) else None


def number(value: object) -> int | float | None:
    """A number, also one that was written as text; a whole one without a fraction."""
    if isinstance(value, str):
        value = float(value) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = int(value) if value.is_integer() else value
    return value if abs(value) <= INTEGER_MAX else None


def boolean(value: object) -> bool | None:
    """True or false."""
    return value if isinstance(value, bool) else None


def partial_date(value: object) -> PartialDate | None:
    """A date in any form that data know, as far as it is known; of a moment its day in Europe/Amsterdam."""
    moment = moments.parse_instant(value)
    if moment is not None:
        day = local_day(moment)
        return None if moment == UNKNOWN_MOMENT else PartialDate(day.year, day.month, day.day)
    if isinstance(value, str) and len(value) > DATE_LENGTH_MAX:
        return None
    found = moments.parse(value) or (dates.read(value) if isinstance(value, str) else None)
    return None if found is None or found.year is None else found


def date(value: object) -> str | None:
    """A day that is wholly known."""
    found = partial_date(value)
    return None if found is None or found.day is None else found.text


def date_time(value: object) -> str | None:
    """A moment, in UTC. A day is no moment."""
    moment = moments.parse_instant(value)
    return None if moment is None or moment == UNKNOWN_MOMENT else instant_text(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a value is read as a type, and of which kinds of value (`places.KINDS`) that gives something."""

    read: Callable[[object], Value]
    kinds: frozenset[str]


TYPES: Mapping[FieldType, Reading] = {
    FieldType.TEXT: Reading(read=text, kinds=frozenset({"string", "integer", "number", "boolean", "date"})),
    FieldType.INTEGER: Reading(read=integer, kinds=frozenset({"integer", "number", "string"})),
    FieldType.NUMBER: Reading(read=number, kinds=frozenset({"integer", "number", "string"})),
    FieldType.BOOLEAN: Reading(read=boolean, kinds=frozenset({"boolean"})),
    FieldType.DATE: Reading(read=date, kinds=frozenset({"date", "string"})),
    FieldType.DATE_TIME: Reading(read=date_time, kinds=frozenset({"string"})),
}

# -- which of the values, and what is made of it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What a function makes of all values at a place, the types that it gives (its own first), and of what kinds.

    Without `kinds`, those of the type. `meaning` is an English msgid.
    """

    compute: Callable[[Sequence[object], FieldType], Value]
    types: tuple[FieldType, ...]
    meaning: str
    kinds: frozenset[str] | None = None

    def takes(self, field_type: FieldType) -> frozenset[str]:
        """The kinds of value of which it makes something of that type."""
        return TYPES[field_type].kinds if self.kinds is None else self.kinds


def _read(values: Sequence[object], field_type: FieldType) -> Iterator[Value]:
    read = TYPES[field_type].read
    return (found for value in values if (found := read(value)) is not None)


def _first(values: Sequence[object], field_type: FieldType) -> Value:
    return next(_read(values, field_type), None)


def _last(values: Sequence[object], field_type: FieldType) -> Value:
    return next(_read(values[::-1], field_type), None)


def _texts(values: Sequence[object]) -> Iterator[str]:
    return (found for value in values if (found := text(value)) is not None)


def _upper(values: Sequence[object], _: FieldType) -> Value:
    return next((found.upper() for found in _texts(values)), None)


def _lower(values: Sequence[object], _: FieldType) -> Value:
    return next((found.lower() for found in _texts(values)), None)


def _join(values: Sequence[object], _: FieldType) -> Value:
    return BETWEEN.join(_texts(values)) or None


def _length(values: Sequence[object], _: FieldType) -> Value:
    return next((len(found) for found in _texts(values)), None)


def _count(values: Sequence[object], _: FieldType) -> Value:
    return sum(len(value) if is_list(value) and isinstance(value, Sequence) else value is not None for value in values)


def _present(values: Sequence[object], _: FieldType) -> Value:
    return any(value is not None for value in values)


def _dates(values: Sequence[object]) -> Iterator[PartialDate]:
    return (found for value in values if (found := partial_date(value)) is not None)


def _year(values: Sequence[object], _: FieldType) -> Value:
    return next((found.year for found in _dates(values)), None)


def _first_day(values: Sequence[object], _: FieldType) -> Value:
    return next((found.earliest.isoformat() for found in _dates(values)), None)


def _last_day(values: Sequence[object], _: FieldType) -> Value:
    return next((found.latest.isoformat() for found in _dates(values)), None)


_ANY = tuple(FieldType)
_TEXTUAL, _DATED = TYPES[FieldType.TEXT].kinds, TYPES[FieldType.DATE].kinds
_ALL = _TEXTUAL | {"array", "null", "object"}

FUNCTIONS: Mapping[str, Function] = {
    "value": Function(
        compute=_first, types=_ANY, meaning=gettext_noop("The value; of several the first that the type can hold.")
    ),
    "last": Function(
        compute=_last, types=_ANY, meaning=gettext_noop("The last of several values that the type can hold.")
    ),
    "upper": Function(
        compute=_upper, types=(FieldType.TEXT,), kinds=_TEXTUAL, meaning=gettext_noop("The text in capitals.")
    ),
    "lower": Function(
        compute=_lower, types=(FieldType.TEXT,), kinds=_TEXTUAL, meaning=gettext_noop("The text in small letters.")
    ),
    "join": Function(
        compute=_join, types=(FieldType.TEXT,), kinds=_TEXTUAL, meaning=gettext_noop("All values, with commas between.")
    ),
    "length": Function(
        compute=_length, types=(FieldType.INTEGER,), kinds=_TEXTUAL, meaning=gettext_noop("The number of characters.")
    ),
    "count": Function(
        compute=_count,
        types=(FieldType.INTEGER,),
        kinds=_ALL,
        meaning=gettext_noop("How many there are; of a list its members. Without any: 0."),
    ),
    "present": Function(
        compute=_present,
        types=(FieldType.BOOLEAN,),
        kinds=_ALL,
        meaning=gettext_noop("Whether anything stands there."),
    ),
    "year": Function(
        compute=_year,
        types=(FieldType.INTEGER,),
        kinds=_DATED,
        meaning=gettext_noop("The year of a date, also where no more is known."),
    ),
    "firstDay": Function(
        compute=_first_day,
        types=(FieldType.DATE,),
        kinds=_DATED,
        meaning=gettext_noop("The first day that a date can be, where it is only partly known."),
    ),
    "lastDay": Function(
        compute=_last_day,
        types=(FieldType.DATE,),
        kinds=_DATED,
        meaning=gettext_noop("The last day that a date can be, where it is only partly known."),
    ),
}
"""Name → function. The first is what a field has that names none."""

VALUE = "value"


def natural_type(function: str) -> FieldType:
    """The type of a field that names none: the function's own."""
    return FUNCTIONS[function].types[0]
