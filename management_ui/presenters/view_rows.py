"""Rows of a view as people read them: who, the values of the fields in words, from and until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.domain.moments import UNKNOWN_MOMENT, parse_instant
from management_ui.presenters.moments import date_text, moment_text
from management_ui.presenters.persons import Names
from readmodels.domain.own_views.definition import Definition, Field
from readmodels.domain.own_views.functions import FieldType, Value
from readmodels.domain.own_views.preview import Preview
from readmodels.queries.own_rows import Found

ROWS_SHOWN_MAX = 50
NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value with the heading of its column."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row."""

    person: UUID
    name: str
    cells: tuple[Cell, ...]
    since: str
    until: str
    claim: str
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a trial, and in how many of the rows it is filled."""

    heading: str
    found: int
    of: int

    @property
    def is_empty(self) -> bool:
        """Whether no row has it: then the place is probably not the right one."""
        return bool(self.of) and not self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a definition gives before it is one."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    rows: int
    objects: int
    without_rows: int


def type_names() -> dict[str, str]:
    """What the types of a field are called."""
    return {
        FieldType.TEXT.value: _("Text"),
        FieldType.INTEGER.value: _("Whole number"),
        FieldType.NUMBER.value: _("Number"),
        FieldType.BOOLEAN.value: _("Yes or no"),
        FieldType.DATE.value: _("Day"),
        FieldType.DATE_TIME.value: _("Moment"),
    }


def heading(field: Field) -> str:
    """What stands above a column."""
    return field.title or field.name


def trial(found: Preview, *, definition: Definition, names: Names) -> Trial:
    """The rows that a definition gives of the persons told of last, and how well each field is filled."""
    filled = {it.name: it for it in found.fields}
    return Trial(
        columns=tuple(
            Column(heading=heading(field), found=filled[field.name].found, of=len(found.rows))
            for field in definition.fields
        ),
        lines=tuple(
            Line(
                person=row.object_id,
                name=names.of(row.object_id),
                cells=_cells(row.values, fields=definition.fields),
                since=_since(row.since),
                until="",
                claim=str(row.claim),
                is_uncertain=row.certain_from is not None,
            )
            for row in found.rows[:ROWS_SHOWN_MAX]
        ),
        rows=len(found.rows),
        objects=found.objects,
        without_rows=found.without_rows,
    )


def lines(found: Iterable[Found], *, definition: Definition, names: Names, as_of: datetime) -> tuple[Line, ...]:
    """The rows of a page."""
    return tuple(_line(it, definition=definition, names=names, as_of=as_of) for it in found)


def _line(found: Found, *, definition: Definition, names: Names, as_of: datetime) -> Line:
    segment = found.row.segment
    certain = parse_instant(segment.values["certainFrom"])
    return Line(
        person=found.object_id,
        name=names.of(found.object_id),
        cells=_cells(segment.values["fields"], fields=definition.fields),
        since=_since(segment.since),
        until="" if segment.until is None else moment_text(segment.until),
        claim=segment.values["claim"],
        is_uncertain=certain is not None and as_of < certain,
    )


def _cells(values: Mapping[str, Value], *, fields: Iterable[Field]) -> tuple[Cell, ...]:
    """The values of the fields; one that was not there when the row was made has none."""
    return tuple(Cell(heading=heading(it), text=value_text(values.get(it.name), of=it.type)) for it in fields)


def value_text(value: Value, *, of: FieldType) -> str:
    """One value in words."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if of is FieldType.DATE:
        return date_text({"type": "Datum", "datum": value})
    if of is FieldType.DATE_TIME:
        moment = parse_instant(value)
        return str(value) if moment is None else moment_text(moment)
    return number_format(value, force_grouping=False) if isinstance(value, float) else str(value)


def _since(moment: datetime) -> str:
    return _("date unknown") if moment.year == UNKNOWN_MOMENT.year else moment_text(moment)
