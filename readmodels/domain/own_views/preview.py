"""What a definition gives on real events, while somebody writes it: some rows, and how well each field is filled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.log import Log
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.projection import rows_at
from readmodels.domain.own_views.telling import Row

OBJECTS_MAX = 25
"""Of how many objects a preview shows the rows: the first of those given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """In how many of the rows a field has a value, and in how many it is empty."""

    name: str
    found: int
    empty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The rows of the objects that were looked at, and of each field how often it is filled.

    `without_rows`: how many of those objects have none. `more`: whether there are objects that were not looked at.
    """

    rows: tuple[Row, ...]
    fields: tuple[Filled, ...]
    objects: int
    without_rows: int
    more: bool


def preview(
    definition: Definition,
    log: Log,
    *,
    object_ids: Sequence[UUID],
    catalogue: Catalogue,
    as_of: datetime,
    as_at: datetime,
    objects_max: int = OBJECTS_MAX,
) -> Preview:
    """The rows of the first objects, in their order, as of a material moment and as known at a formal one. Total."""
    looked_at = tuple(dict.fromkeys(object_ids))[:objects_max]
    by_object = [
        rows_at(definition, object_id, log, catalogue=catalogue, as_of=as_of, as_at=as_at) for object_id in looked_at
    ]
    rows = tuple(row for rows in by_object for row in rows)
    return Preview(
        rows=rows,
        fields=tuple(_filled(field.name, rows) for field in definition.fields),
        objects=len(looked_at),
        without_rows=sum(not rows for rows in by_object),
        more=len(set(object_ids)) > len(looked_at),
    )


def _filled(name: str, rows: Sequence[Row]) -> Filled:
    found = sum(row.values[name] is not None for row in rows)
    return Filled(name=name, found=found, empty=len(rows) - found)
