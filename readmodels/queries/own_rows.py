"""Finding the rows of one build of a view of one's own: filtered by the database where that may be, in one order.

Objects of which the caller may see everything are read from the table; those of which he may see a part are made anew
of that part. The order is by object, key, and from when a row holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from readmodels.domain.own_views.filters import OBJECT_ID, Asked, Comparison
from readmodels.domain.own_views.functions import FieldType
from readmodels.domain.views.rows import ViewRow
from readmodels.models import StoredRow, ViewObject
from readmodels.models.views import OWN_ROW
from readmodels.projectors.refreshing import row_of
from readmodels.queries.live_views import LiveView

MADE_MAX: Final = 500
"""Objects made anew for one page at most: the page ends there, and the next goes on."""
LOOKUPS: Final = {Comparison.EQUALS: "exact", Comparison.AT_LEAST: "gte", Comparison.AT_MOST: "lte"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a row stands in the order of the view."""

    object_id: UUID
    key: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a view: `after` a place, or all rows of an object (and those before)."""

    as_of: datetime
    asked: tuple[Asked, ...]
    size: int
    after: Place | UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row of an object."""

    object_id: UUID
    row: ViewRow

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(object_id=self.object_id, key=self.row.segment.name, since=self.row.segment.since)

    def holds_at(self, as_of: datetime, *, known_at: datetime) -> bool:
        """Whether it held in reality at a moment, as known at another."""
        segment = self.row.segment
        held = segment.since <= as_of and (segment.until is None or as_of < segment.until)
        return held and self.row.is_known_at(known_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows in order, and where to go on (None: that was all)."""

    found: tuple[Found, ...]
    after: Place | UUID | None


class Reading:
    """One question to the live build of a view."""

    def __init__(self, view: LiveView, question: Question) -> None:
        self._view = view
        self._question = question
        self._objects = ViewObject.objects.filter(build=view.build)
        self._visible = sorted(view.zones)

    def rows(self) -> Rows:
        """One page.

        First what is stored, then of whom a part is seen: a zone that tells of somebody in between makes him both, and
        then he is made anew.
        """
        size, stored, ids = self._question.size, self._stored(), self._seen_in_part()
        end = ids[MADE_MAX - 1] if len(ids) > MADE_MAX else None
        last = stored[size].place if len(stored) > size else None
        in_part = frozenset(ids)
        whole = (it for it in stored if it.object_id not in in_part and (end is None or it.object_id <= end))
        both = merge(whole, self._made_anew(ids[:MADE_MAX]), key=lambda it: it.place)
        found = tuple(islice((it for it in both if last is None or it.place <= last), size + 1))
        if len(found) > size:
            return Rows(found=found[:size], after=found[size - 1].place)
        if last is not None and (end is None or last.object_id <= end):
            return Rows(found=found, after=last)
        return Rows(found=found, after=end)

    def parked(self, limit: int) -> tuple[UUID, ...]:
        """The objects of which the caller may see something, and nothing is told as it could not be made."""
        parked = self._objects.exclude(parked_for="").filter(zones__overlap=self._visible)
        return tuple(parked.order_by("object_id").values_list("object_id", flat=True)[:limit])

    def _stored(self) -> list[Found]:
        """The next rows of objects of which the caller may see everything; one more than a page holds."""
        whole = self._objects.filter(zones__contained_by=self._visible, parked_for="")
        rows = StoredRow.objects.filter(build=self._view.build, object_id__in=whole.values("object_id"))
        rows = self._asked(self._beyond(rows))
        ordered = rows.order_by("object_id", "name", "material_from")[: self._question.size + 1]
        return [Found(object_id=row.object_id, row=row_of(row)) for row in ordered]

    def _beyond(self, rows: QuerySet[StoredRow]) -> QuerySet[StoredRow]:
        match self._question.after:
            case None:
                return rows
            case UUID() as object_id:
                return rows.filter(object_id__gt=object_id)
            case Place(object_id=object_id, key=key, since=since):
                later = Q(name__gt=key) | Q(name=key, material_from__gt=since)
                return rows.filter(Q(object_id__gt=object_id) | (Q(object_id=object_id) & later))

    def _asked(self, rows: QuerySet[StoredRow]) -> QuerySet[StoredRow]:
        as_of, as_at = self._question.as_of, self._view.as_at
        rows = rows.filter(
            Q(formal_until=None) | Q(formal_until__gt=as_at),
            Q(material_until=None) | Q(material_until__gt=as_of),
            name__startswith=OWN_ROW,
            formal_from__lte=as_at,
            material_from__lte=as_of,
        )
        for asked in self._question.asked:
            rows = _filtered(rows, asked)
        return rows

    def _seen_in_part(self) -> list[UUID]:
        """The next objects of which the caller may see a part; one more than are made for a page."""
        in_part = self._objects.filter(zones__overlap=self._visible, parked_for="")
        in_part = in_part.exclude(zones__contained_by=self._visible)
        wanted = [str(asked.value) for asked in self._question.asked if asked.field == OBJECT_ID]
        if wanted:
            in_part = in_part.filter(object_id__in=wanted)
        match self._question.after:
            case UUID() as object_id:
                in_part = in_part.filter(object_id__gt=object_id)
            case Place(object_id=object_id):
                in_part = in_part.filter(object_id__gte=object_id)
        return list(in_part.order_by("object_id").values_list("object_id", flat=True)[: MADE_MAX + 1])

    def _made_anew(self, object_ids: list[UUID]) -> Iterator[Found]:
        after = self._question.after
        for object_id, made in self._view.made(object_ids):
            rows = (Found(object_id=object_id, row=row) for row in made)
            shown = (it for it in rows if self._is_asked(it))
            yield from sorted(
                (it for it in shown if not isinstance(after, Place) or it.place > after), key=lambda it: it.place
            )

    def _is_asked(self, found: Found) -> bool:
        if not found.holds_at(self._question.as_of, known_at=self._view.as_at):
            return False
        values = {OBJECT_ID: str(found.object_id), **found.row.segment.values["fields"]}
        return all(asked.is_met_by(values) for asked in self._question.asked)


def _filtered(rows: QuerySet[StoredRow], asked: Asked) -> QuerySet[StoredRow]:
    """The rows that the filter finds: the same as by `Asked.is_met_by`. Null, or nothing, meets no filter."""
    if asked.field == OBJECT_ID:
        return rows.filter(object_id=str(asked.value))
    if asked.type is FieldType.DATE_TIME:
        text = KeyTextTransform(asked.field, KeyTransform("fields", "values"))
        rows = rows.alias(**{f"moment_{asked.field}": Cast(text, DateTimeField())})
        return rows.filter(**{f"moment_{asked.field}__{LOOKUPS[asked.comparison]}": asked.value})
    if asked.comparison is Comparison.EQUALS:
        return rows.filter(values__contains={"fields": {asked.field: asked.value}})
    value = KeyTransform(asked.field, KeyTransform("fields", "values"))
    rows = rows.alias(**{f"value_{asked.field}": value})
    said = ~Q(values__contains={"fields": {asked.field: None}})
    return rows.filter(said, **{f"value_{asked.field}__{LOOKUPS[asked.comparison]}": asked.value})
