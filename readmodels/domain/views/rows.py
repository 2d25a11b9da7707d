"""The rows of a view: what holds of one object, from and until when in reality, known from and until when.

A view is a projection: a pure function from the log about one object (and its relatives) to rows. What is stored of it
is never more than that function gives, so it can be thrown away and made anew.
"""

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from events.domain.canonical import instant_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What a row says, and from when it holds in reality (until None: it lasts).

    `name` and `number` tell the rows of one object apart that hold at the same moments. `values` is JSON.
    """

    name: str
    number: int = 0
    values: Mapping[str, Any]
    since: datetime
    until: datetime | None = None
    supports: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A segment that is known from a formal moment up to, not including, another (None: until now)."""

    segment: Segment
    known_from: datetime
    known_until: datetime | None = None

    def is_known_at(self, moment: datetime) -> bool:
        """Whether it was known at a formal moment."""
        return self.known_from <= moment and (self.known_until is None or moment < self.known_until)


def rows_of(columns: Iterable[tuple[datetime, Iterable[Segment]]]) -> tuple[ViewRow, ...]:
    """The rows, of what was known at each formal moment at which that changed (in order of time).

    What stays the same from one moment to the next is one row.
    """
    return tuple(sorted(_rows(columns), key=order_of))


def known_at(rows: Iterable[ViewRow], moment: datetime) -> tuple[Segment, ...]:
    """What was known at a formal moment."""
    return tuple(row.segment for row in rows if row.is_known_at(moment))


def order_of(row: ViewRow) -> tuple[str, datetime, int, datetime]:
    """By name, material moment, number, formal moment."""
    segment = row.segment
    return segment.name, segment.since, segment.number, row.known_from


def text_of(row: ViewRow) -> str:
    """All that a row says, as text: equal for equal rows."""
    segment = row.segment
    moments = (segment.since, segment.until, row.known_from, row.known_until)
    told = [None if moment is None else instant_text(moment) for moment in moments]
    said = [segment.name, segment.number, segment.values, list(map(str, segment.supports)), told]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def digest_of(rows: Iterable[ViewRow]) -> bytes:
    """SHA-256 over all that rows say: equal for equal rows."""
    said = sha256()
    for row in sorted(rows, key=order_of):
        said.update(text_of(row).encode("utf-8", "surrogatepass"))
    return said.digest()


def _rows(columns: Iterable[tuple[datetime, Iterable[Segment]]]) -> Iterator[ViewRow]:
    standing: dict[Hashable, tuple[Segment, datetime]] = {}
    for moment, segments in columns:
        here = {_identity(segment): segment for segment in segments}
        for identity in [identity for identity in standing if identity not in here]:
            segment, known_from = standing.pop(identity)
            yield ViewRow(segment=segment, known_from=known_from, known_until=moment)
        for identity, segment in here.items():
            standing.setdefault(identity, (segment, moment))
    for segment, known_from in standing.values():
        yield ViewRow(segment=segment, known_from=known_from)


def _identity(segment: Segment) -> Hashable:
    values = json.dumps(segment.values, sort_keys=True, ensure_ascii=False)
    return segment.name, segment.number, segment.since, segment.until, segment.supports, values
