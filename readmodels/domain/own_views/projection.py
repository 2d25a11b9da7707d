"""The rows of a view for one object: at one point of both axes, and as rectangles over the whole plane.

A row holds in reality from the moment of its fact until another takes its place or ends it, and this is known from one
formal moment until another. At every point of the plane the rectangles that lie over it are the rows of that point.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from readmodels.domain.own_views import becoming_known
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.functions import Value
from readmodels.domain.own_views.telling import Key, Row, Telling, told


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A row with the stretch of material time and of formal time in which it stands; ends are not included."""

    row: Row
    until: datetime | None
    known_from: datetime
    known_until: datetime | None

    @property
    def key(self) -> Key:
        """What the row is about."""
        return self.row.key

    @property
    def values(self) -> Mapping[str, Value]:
        """The fields by name, in the order of the definition."""
        return self.row.values

    @property
    def since(self) -> datetime:
        """From when it holds in reality."""
        return self.row.since

    @property
    def supports(self) -> tuple[UUID, ...]:
        """The events it rests on, oldest first."""
        return self.row.supports

    def covers(self, *, as_of: datetime, as_at: datetime) -> bool:
        """Whether the point lies in it."""
        held = self.since <= as_of and (self.until is None or as_of < self.until)
        return held and self.known_from <= as_at and (self.known_until is None or as_at < self.known_until)


def rows_at(
    definition: Definition, object_id: UUID, log: Log, *, catalogue: Catalogue, as_of: datetime, as_at: datetime
) -> tuple[Row, ...]:
    """The rows of the object as of a material moment, as known at a formal one. Total: never raises on any log."""
    standing: dict[Key, Row] = {}
    for fact in effective.facts(log, catalogue=catalogue, as_at=as_at, view=definition.counts):
        if object_id in fact.object_ids and fact.moment <= as_of:
            _evolve(standing, told(fact, definition=definition, object_id=object_id, catalogue=catalogue))
    return tuple(sorted(standing.values(), key=_order))


def rows_of(definition: Definition, object_id: UUID, log: Log, *, catalogue: Catalogue) -> tuple[ViewRow, ...]:
    """Every row of the object, by material moment, formal moment and key. Total: never raises on any log.

    What a fact tells is found once, however many formal moments know it.
    """
    tellings: dict[tuple[UUID, ...], Telling] = {}

    def telling(fact: Fact) -> Telling:
        if fact.supports not in tellings:
            tellings[fact.supports] = told(fact, definition=definition, object_id=object_id, catalogue=catalogue)
        return tellings[fact.supports]

    history = becoming_known.facts_naming(object_id, log, view=definition.counts, catalogue=catalogue)
    columns = ((known_at, _segments(map(telling, facts))) for known_at, facts in history)
    return tuple(sorted(_rectangles(columns), key=_place))


def as_known_at(rows: Iterable[ViewRow], moment: datetime) -> tuple[ViewRow, ...]:
    """The rows as they were known at a formal moment: nothing of what was recorded later shows."""
    return tuple(
        replace(it, known_until=it.known_until if it.known_until is not None and it.known_until <= moment else None)
        for it in rows
        if it.known_from <= moment
    )


def _evolve(standing: dict[Key, Row], telling: Telling) -> tuple[Row, ...]:
    """Let the rows stand as they do after one more fact; those that it ended."""
    ended = list(standing.values()) if telling.ends_all else []
    if telling.ends_all:
        standing.clear()
    elif telling.key in standing:
        ended.append(standing.pop(telling.key))
    if telling.row is not None:
        standing[telling.row.key] = telling.row
    return tuple(ended)


def _segments(tellings: Iterable[Telling]) -> Iterator[tuple[Row, datetime | None]]:
    """Every row with until when it holds; but for those that ended as they began."""
    standing: dict[Key, Row] = {}
    for telling in tellings:
        for row in _evolve(standing, telling):
            if row.since < telling.moment:
                yield row, telling.moment
    for row in standing.values():
        yield row, None


def _rectangles(
    columns: Iterable[tuple[datetime, Iterable[tuple[Row, datetime | None]]]],
) -> Iterator[ViewRow]:
    """What stays the same from one formal moment to the next is one rectangle."""
    standing: dict[tuple[Key, datetime], ViewRow] = {}
    for known_at, column in columns:
        here = {(row.key, row.since): (row, until) for row, until in column}
        for place, found in list(standing.items()):
            if here.get(place) != (found.row, found.until):
                yield replace(standing.pop(place), known_until=known_at)
        for place, (row, until) in here.items():
            standing.setdefault(place, ViewRow(row=row, until=until, known_from=known_at, known_until=None))
    yield from standing.values()


def _order(row: Row) -> tuple[datetime, str]:
    return row.since, repr(row.key)


def _place(found: ViewRow) -> tuple[datetime, datetime, str]:
    return found.since, found.known_from, repr(found.key)
