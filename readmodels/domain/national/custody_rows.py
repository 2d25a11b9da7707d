"""Custody as the rows of a view: the relations that a person is in, from when until when, known from and until when.

A row holds them by reference (`custody.referring`): who the others are, their own files tell when it is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.law.custody import custody_of
from readmodels.domain.lives import Memory
from readmodels.domain.national.custody import referring
from readmodels.domain.pictures import across_life
from readmodels.domain.societies import Society
from readmodels.domain.views.rows import Segment, ViewRow, rows_of

RELATIONS: Final = "gezag"
Relations = tuple[tuple[Mapping[str, Any], ...], tuple[UUID, ...]]
"""The relations, and the events that they rest on."""
NONE: Relations = ((), ())


def rows_of_custody(person_id: UUID, log: Log, *, catalogue: Catalogue) -> tuple[ViewRow, ...]:
    """Every relation that this person was ever known to be in, from the log about him and his relatives. Total."""
    return rows_of(_columns(person_id, log, catalogue=catalogue))


def relations_at(segments: Iterable[Segment], as_of: datetime) -> list[Mapping[str, Any]]:
    """The relations at a moment in reality, of what was known at one formal moment."""
    holding = (it for it in segments if it.since <= as_of and (it.until is None or as_of < it.until))
    return [relation for segment in holding for relation in segment.values[RELATIONS]]


def _columns(person_id: UUID, log: Log, *, catalogue: Catalogue) -> Iterator[tuple[datetime, list[Segment]]]:
    memory, before = Memory(), frozenset[tuple[UUID, ...]]()
    for moment in sorted({event.created_at for event in log}):
        told = effective.facts(log, catalogue=catalogue, as_at=moment)
        rests_on = frozenset(fact.supports for fact in told)
        if rests_on != before:
            before = rests_on
            yield moment, list(_segments(person_id, told, catalogue=catalogue, memory=memory))


def _segments(person_id: UUID, told: tuple[Fact, ...], *, catalogue: Catalogue, memory: Memory) -> Iterator[Segment]:
    """The relations over the whole material life; equal neighbours are one."""
    society = Society(told, as_of=LAST_MOMENT, catalogue=catalogue, memory=memory)
    looks = across_life(society, person_id, look=lambda then: _look(person_id, then))
    since, standing = None, NONE
    for moment in sorted(looks):
        if looks[moment] != standing:
            if since is not None and standing != NONE:
                yield _segment(standing, since=since, until=moment)
            since, standing = moment, looks[moment]
    if since is not None and standing != NONE:
        yield _segment(standing, since=since, until=None)


def _look(person_id: UUID, then: Society) -> Relations:
    found = custody_of(person_id, then)
    supports = dict.fromkeys(support for custody in found for support in custody.supports)
    return tuple(referring(custody) for custody in found), tuple(supports)


def _segment(relations: Relations, *, since: datetime, until: datetime | None) -> Segment:
    values, supports = relations
    return Segment(name=RELATIONS, values={RELATIONS: list(values)}, since=since, until=until, supports=supports)
