"""The operations of a condition: whether what stands at its pointers meets it. All are total.

A condition is met when one of the values there meets it; `notEquals` and `absent` when none of them does otherwise.
Dates compare as far as they are known: as text by their own text, in order by the first day that they can be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from events.domain import moments
from events.domain.formats import is_date, is_instant, is_uuid
from events.domain.schema_messages import gettext_noop
from readmodels.domain.own_views import functions

Scalar = str | int | float | bool

OPTIONS_MAX = 100
VALUE_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Whether values meet a condition's value, for rows of an object; and what that value must be.

    `takes`: nothing, one scalar, a list of them, text, or what has an order. `meaning` is an English msgid.
    """

    met: Callable[[Sequence[object], "Scalar | tuple[Scalar, ...] | None", UUID], bool]
    takes: str
    meaning: str


NOTHING, ONE, SEVERAL, TEXT, ORDERED = "nothing", "one", "several", "text", "ordered"


def is_scalar(value: object) -> bool:
    """Whether conditions can compare with it: text, a number, or true or false."""
    if isinstance(value, str):
        return 0 < len(value) <= VALUE_LENGTH_MAX
    return isinstance(value, bool) or functions.number(value) is not None


def is_ordered(value: object) -> bool:
    """Whether it comes before or after others: a number, a day, or a moment with its offset."""
    if isinstance(value, str):
        return is_date(value) or is_instant(value)
    return functions.number(value) is not None


def same(found: object, wanted: object) -> bool:
    """Whether a value in data is the wanted one. A UUID is the same in capitals; a date also in its other forms."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(wanted, str):
        said = None if isinstance(found, int | float) else functions.text(found)
        return said == wanted or (said is not None and is_uuid(said) and said.lower() == wanted.lower())
    return isinstance(found, int | float) and found == wanted


def compared(found: object, wanted: object) -> int | None:
    """Negative, zero or positive as the value in data lies before, at or after the wanted; None: not to be told."""
    if isinstance(wanted, str):
        return _day_compared(found, wanted) if is_date(wanted) else _moment_compared(found, wanted)
    one, other = functions.number(found), functions.number(wanted)
    if isinstance(found, str) or one is None or other is None:
        return None
    return (one > other) - (one < other)


def _day_compared(found: object, wanted: str) -> int | None:
    partial = functions.partial_date(found)
    if partial is None:
        return None
    first = partial.earliest.isoformat()
    return (first > wanted) - (first < wanted)


def _moment_compared(found: object, wanted: str) -> int | None:
    one, other = moments.parse_instant(found), moments.parse_instant(wanted)
    if one is None or other is None or one == moments.UNKNOWN_MOMENT:
        return None
    return (one > other) - (one < other)


def _equals(values: Sequence[object], wanted: object, _: UUID) -> bool:
    return any(same(value, wanted) for value in values)


def _not_equals(values: Sequence[object], wanted: object, about: UUID) -> bool:
    return not _equals(values, wanted, about)


def _in(values: Sequence[object], wanted: object, _: UUID) -> bool:
    return isinstance(wanted, tuple) and any(same(value, one) for value in values for one in wanted)


def _starts_with(values: Sequence[object], wanted: object, _: UUID) -> bool:
    texts = (functions.text(value) for value in values if not isinstance(value, bool | int | float))
    return isinstance(wanted, str) and any(text is not None and text.startswith(wanted) for text in texts)


def _at_least(values: Sequence[object], wanted: object, _: UUID) -> bool:
    return any((order := compared(value, wanted)) is not None and order >= 0 for value in values)


def _at_most(values: Sequence[object], wanted: object, _: UUID) -> bool:
    return any((order := compared(value, wanted)) is not None and order <= 0 for value in values)


def _present(values: Sequence[object], _: object, __: UUID) -> bool:
    return any(value is not None for value in values)


def _absent(values: Sequence[object], wanted: object, about: UUID) -> bool:
    return not _present(values, wanted, about)


def _is_object(values: Sequence[object], _: object, about: UUID) -> bool:
    return any(same(value, str(about)) for value in values)


OPERATIONS: Mapping[str, Operation] = {
    "equals": Operation(met=_equals, takes=ONE, meaning=gettext_noop("is")),
    "notEquals": Operation(met=_not_equals, takes=ONE, meaning=gettext_noop("is not")),
    "in": Operation(met=_in, takes=SEVERAL, meaning=gettext_noop("is one of")),
    "startsWith": Operation(met=_starts_with, takes=TEXT, meaning=gettext_noop("starts with")),
    "atLeast": Operation(met=_at_least, takes=ORDERED, meaning=gettext_noop("is at least, or on or after")),
    "atMost": Operation(met=_at_most, takes=ORDERED, meaning=gettext_noop("is at most, or on or before")),
    "present": Operation(met=_present, takes=NOTHING, meaning=gettext_noop("is filled in")),
    "absent": Operation(met=_absent, takes=NOTHING, meaning=gettext_noop("is not filled in")),
    "isObject": Operation(met=_is_object, takes=NOTHING, meaning=gettext_noop("is the object that the row is about")),
}
"""Name → operation."""
