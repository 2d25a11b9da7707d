"""What one fact tells a view about an object: which rows it ends, and which row begins with it. Total."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.moments import UNKNOWN_MOMENT
from readmodels.domain.own_views.conditions import OPERATIONS
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.definition_shape import ENDS
from readmodels.domain.own_views.documents import document, values
from readmodels.domain.own_views.functions import FUNCTIONS, Value

Key = tuple[Value, ...]
"""What a row is about, as `Definition.key` names it: the id of its object or claim, and values of fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as it holds from a material moment: what its claim says in the fields, and the events it rests on.

    `zone` is that of its claim, and so of all those events: a chain lies in one zone. `certain_from`: when
    the date of the fact is only partly known, the first moment at which it is sure to hold.
    """

    object_id: UUID
    claim: UUID
    key: Key
    values: Mapping[str, Value]
    since: datetime
    certain_from: datetime | None
    supports: tuple[UUID, ...]
    zone: str

    def is_uncertain(self, as_of: datetime) -> bool:
        """Whether at that moment it is not certain that it holds already."""
        return self.certain_from is not None and as_of < self.certain_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a fact does at its moment: end all rows of the object, or the one of a key; and begin a row."""

    moment: datetime
    ends_all: bool = False
    key: Key | None = None
    row: Row | None = None


def told(fact: Fact, *, definition: Definition, object_id: UUID, catalogue: Catalogue) -> Telling:
    """What the fact tells about an object that it names; nothing when the view is not about its type."""
    name = fact.content.event_type.name
    ends_all = name in definition.ended_by
    if name not in definition.event_types:
        return Telling(moment=fact.moment, ends_all=ends_all)
    found = document(fact, catalogue=catalogue)
    has_row = meets(found, definition=definition, object_id=object_id)
    if not has_row and definition.otherwise != ENDS:
        return Telling(moment=fact.moment, ends_all=ends_all)
    row = _row(fact, found, definition=definition, object_id=object_id)
    return Telling(moment=fact.moment, ends_all=ends_all, key=row.key, row=row if has_row else None)


def meets(found: Mapping[str, Any], *, definition: Definition, object_id: UUID) -> bool:
    """Whether a document meets every condition."""
    return all(
        OPERATIONS[condition.op].met(values(found, condition.pointers), condition.value, object_id)
        for condition in definition.where
    )


def _row(fact: Fact, found: Mapping[str, Any], *, definition: Definition, object_id: UUID) -> Row:
    said = {
        field.name: FUNCTIONS[field.function].compute(values(found, field.pointers), field.type)
        for field in definition.fields
    }
    about = fact.claim.id if definition.is_per_claim else object_id
    return Row(
        object_id=object_id,
        claim=fact.claim.id,
        key=(str(about), *(said[name] for name in definition.key_fields)),
        values=said,
        since=fact.moment,
        certain_from=_certain_from(fact),
        supports=fact.supports,
        zone=fact.claim.zone,
    )


def _certain_from(fact: Fact) -> datetime | None:
    """As in `known.Known`: a start of which nothing is known makes nothing uncertain, and a decision sets it surely."""
    material = fact.content.material
    if fact.content.effective_from is not None or material.is_certain or material.earliest == UNKNOWN_MOMENT:
        return None
    return material.latest
