"""Custody as the rows of a view: the relations that a person is in, from when until when, known from and until when.

A row holds them by reference (`custody.referring`): who the others are, their own files tell when it is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from events.domain.log import Log
from readmodels.domain.law.custody import children_around, custody_over
from readmodels.domain.national.custody import referring
from readmodels.domain.recall import Recall
from readmodels.domain.societies import Society
from readmodels.domain.views.rows import Segment, ViewRow, rows_of
from readmodels.domain.watching import Timeline, Watching

RELATIONS: Final = "gezag"
Relations = tuple[tuple[Mapping[str, Any], ...], tuple[UUID, ...]]
"""The relations, and the events that they rest on."""
NONE: Relations = ((), ())


def rows_of_custody(person_id: UUID, log: Log, *, recall: Recall) -> tuple[ViewRow, ...]:
    """Every relation that this person was ever known to be in, from the log about him and his relatives. Total."""
    return rows_of(_columns(person_id, log, recall=recall))


def relations_at(segments: Iterable[Segment], as_of: datetime) -> list[Mapping[str, Any]]:
    """The relations at a moment in reality, of what was known at one formal moment."""
    holding = (it for it in segments if it.since <= as_of and (it.until is None or as_of < it.until))
    return [relation for segment in holding for relation in segment.values[RELATIONS]]


def _columns(person_id: UUID, log: Log, *, recall: Recall) -> Iterator[tuple[datetime, list[Segment]]]:
    """What holds over the whole material life, at each formal moment at which that changed."""
    before: list[Segment] = []
    for moment, society in recall.societies(log):
        here = list(_segments(person_id, _Custodies(society, watching=recall.watching)))
        if here != before:
            before = here
            yield moment, here


@dataclass(frozen=True, slots=True)
class _Over:
    """The custody over one person, as it is stored; who holds it, and what it rests on."""

    relation: Mapping[str, Any]
    holders: frozenset[UUID]
    supports: tuple[UUID, ...]


class _Custodies:
    """Custody over the whole material life, as known at one formal moment: `custody_of`, part by part.

    What is found over a child is found once, for itself and for whoever may hold it.
    """

    def __init__(self, society: Society, *, watching: Watching) -> None:
        self._society = society
        self._watching = watching

    def over(self, person_id: UUID) -> Timeline[_Over | None]:
        """The custody over somebody; None when there can be none."""
        return self._watching.over_life(("over", person_id), partial(_over, person_id), society=self._society)

    def children_around(self, person_id: UUID) -> Timeline[tuple[UUID, ...]]:
        """The children over whom he may hold it."""
        asked = partial(children_around, person_id)
        return self._watching.over_life(("children around", person_id), asked, society=self._society)


def _over(person_id: UUID, society: Society) -> _Over | None:
    custody = custody_over(person_id, society)
    if custody is None:
        return None
    return _Over(relation=referring(custody), holders=custody.holders(), supports=custody.supports)


def _segments(person_id: UUID, custodies: _Custodies) -> Iterator[Segment]:
    """The relations over the whole material life; equal neighbours are one."""
    own, around = custodies.over(person_id), custodies.children_around(person_id)
    others = {child: custodies.over(child) for _, children in around.answers for child in children}
    since, standing = None, NONE
    moments = {*own.moments(), *around.moments(), *(moment for it in others.values() for moment in it.moments())}
    for moment in sorted(moments):
        told = (others[child].at(moment) for child in around.at(moment))
        held = [own.at(moment), *(it for it in told if it is not None and person_id in it.holders)]
        here = _relations(it for it in held if it is not None)
        if here != standing:
            if since is not None and standing != NONE:
                yield _segment(standing, since=since, until=moment)
            since, standing = moment, here
    if since is not None and standing != NONE:
        yield _segment(standing, since=since, until=None)


def _relations(held: Iterable[_Over]) -> Relations:
    found = tuple(held)
    supports = dict.fromkeys(support for it in found for support in it.supports)
    return tuple(it.relation for it in found), tuple(supports)


def _segment(relations: Relations, *, since: datetime, until: datetime | None) -> Segment:
    values, supports = relations
    return Segment(name=RELATIONS, values={RELATIONS: list(values)}, since=since, until=until, supports=supports)
