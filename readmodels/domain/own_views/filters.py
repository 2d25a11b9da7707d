"""The query parameters that filter a view of one's own: on every field, and by range where its type has an order.

A text, a day and a moment compare as they stand in a row; a null meets no filter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from events.domain import formats
from events.domain.canonical import instant_text
from events.domain.moments import parse_instant
from events.domain.plain_json import pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.own_views import functions
from readmodels.domain.own_views.conditions import Scalar
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.description import JSON_TYPES
from readmodels.domain.own_views.field_names import FROM, TO, filter_names
from readmodels.domain.own_views.functions import FieldType, Value
from readmodels.domain.own_views.messages import mistake

TEXT_LENGTH_MAX = 200
OBJECT_ID = "objectId"


class Comparison(StrEnum):
    """How a filter compares a field with the value that is asked."""

    EQUALS = "equals"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"


_IN_ORDER = (Comparison.EQUALS, Comparison.AT_LEAST, Comparison.AT_MOST)
_DESCRIBED: Mapping[Comparison, str] = {
    Comparison.EQUALS: "Alleen rijen waarin {} deze waarde heeft.",
    Comparison.AT_LEAST: "Alleen rijen waarin {} deze waarde heeft, of een die erna komt.",
    Comparison.AT_MOST: "Alleen rijen waarin {} deze waarde heeft, of een die ervoor komt.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One query parameter: its name, and what it compares of a row. `field` is a field of the view, or `objectId`."""

    name: str
    field: str
    comparison: Comparison
    type: FieldType
    description: str

    @property
    def schema(self) -> Mapping[str, object]:
        """The JSON Schema of its value."""
        limits = {"minLength": 1, "maxLength": TEXT_LENGTH_MAX} if self.type is FieldType.TEXT else {}
        return {"type": "string", "format": "uuid"} if self.field == OBJECT_ID else {**JSON_TYPES[self.type], **limits}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A filter with the value that is asked, in the type of its field. The id of an object is in small letters."""

    field: str
    comparison: Comparison
    type: FieldType
    value: Scalar

    def is_met_by(self, values: Mapping[str, Value]) -> bool:
        """Whether a row with these values (and its `objectId`) is among what is asked."""
        found = values.get(self.field)
        if found is None:
            return False
        order = _order(found, self.value, of=self.type)
        match self.comparison:
            case Comparison.EQUALS:
                return order == 0
            case Comparison.AT_LEAST:
                return order >= 0
            case Comparison.AT_MOST:
                return order <= 0


def filters(definition: Definition) -> tuple[Filter, ...]:
    """The filters of a view: on the object, and then by field."""
    of_fields = [
        _filter(name, field=field.name, comparison=comparison, of=field.type)
        for field in definition.fields
        for name, comparison in zip(filter_names(field.name, field.type), _IN_ORDER, strict=False)
    ]
    return (_filter(OBJECT_ID, field=OBJECT_ID, comparison=Comparison.EQUALS, of=FieldType.TEXT), *of_fields)


def parse_filters(definition: Definition, values: Mapping[str, str]) -> tuple[Asked, ...]:
    """What is asked, in the order of the filters. Raises `InvalidRequest` with each parameter that cannot be read.

    `values` are the query parameters that are not others of the endpoint; its violations point to them by name.
    """
    known = {found.name: found for found in filters(definition)}
    choices = ", ".join(known)
    wrong = [
        mistake("unknown-filter", pointer=f"/{pointer_token(name[:TEXT_LENGTH_MAX])}", choices=choices)
        for name in values
        if name not in known
    ]
    asked = [_read(found, values[name], wrong=wrong) for name, found in known.items() if name in values]
    found = tuple(one for one in asked if one is not None)
    wrong += _empty_ranges(found)
    if wrong:
        raise InvalidRequest(violations=tuple(wrong))
    return found


def _filter(name: str, *, field: str, comparison: Comparison, of: FieldType) -> Filter:
    described = _DESCRIBED[comparison].format(field)
    return Filter(name=name, field=field, comparison=comparison, type=of, description=described)


def _read(by: Filter, said: str, *, wrong: list[Violation]) -> Asked | None:
    """The filter with its value; None for a value that cannot be read, which then stands in `wrong`."""
    read, code = _READ_ID if by.field == OBJECT_ID else _READ[by.type]
    value = read(said)
    if value is not None:
        return Asked(field=by.field, comparison=by.comparison, type=by.type, value=value)
    facts = {"limit": str(TEXT_LENGTH_MAX)} if code == "filter-text" else {}
    wrong.append(mistake(code, pointer=f"/{pointer_token(by.name)}", **facts))
    return None


def _text(said: str) -> str | None:
    return said if 0 < len(said) <= TEXT_LENGTH_MAX and not unsafe_values(said) else None


def _moment(said: str) -> str | None:
    moment = parse_instant(said) if formats.is_instant(said) else None
    return None if moment is None else instant_text(moment)


_READ: Mapping[FieldType, tuple[Callable[[str], Scalar | None], str]] = {
    FieldType.TEXT: (_text, "filter-text"),
    FieldType.INTEGER: (functions.integer, "filter-integer"),
    FieldType.NUMBER: (functions.number, "filter-number"),
    FieldType.BOOLEAN: ({"true": True, "false": False}.get, "filter-boolean"),
    FieldType.DATE: (lambda said: said if formats.is_date(said) else None, "filter-date"),
    FieldType.DATE_TIME: (_moment, "filter-moment"),
}
"""How the value of a parameter is read as a type (None: it cannot be), and what is wrong then."""
_READ_ID = (lambda said: said.lower() if formats.is_uuid(said) else None, "filter-object")


def _empty_ranges(asked: Sequence[Asked]) -> list[Violation]:
    """Ranges that end before they begin."""
    ends = {(one.field, one.comparison): one for one in asked}
    found = []
    for (field, comparison), last in ends.items():
        first = ends.get((field, Comparison.AT_LEAST))
        if comparison is Comparison.AT_MOST and first is not None and _order(first.value, last.value, of=last.type) > 0:
            names = {"first": f"{field}{FROM}", "last": f"{field}{TO}"}
            found.append(mistake("filter-order", pointer=f"/{names['last']}", **names))
    return found


def _order(one: Any, other: Any, *, of: FieldType) -> int:
    """Negative, zero or positive as the one comes before, with or after the other of the same type.

    Moments compare as moments: their texts differ in length where one of them has a fraction of a second.
    """
    if of is FieldType.DATE_TIME:
        one, other = parse_instant(one), parse_instant(other)
    return int(one > other) - int(one < other)
