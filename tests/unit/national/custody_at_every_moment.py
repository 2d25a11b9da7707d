"""Custody over a life the slow way, as a reference: the law is asked at every moment at which anything can change."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.law.custody import custody_of
from readmodels.domain.national.custody import referring
from readmodels.domain.national.custody_rows import NONE, RELATIONS, Relations
from readmodels.domain.pictures import across_life
from readmodels.domain.societies import Society
from readmodels.domain.views.rows import Segment, ViewRow, rows_of


def rows_at_every_moment(person_id: UUID, log: Log, *, catalogue: Catalogue) -> tuple[ViewRow, ...]:
    """What `rows_of_custody` has to give."""
    columns = []
    for moment in sorted({event.created_at for event in log}):
        told = facts(log, catalogue=catalogue, as_at=moment)
        society = Society(told, as_of=LAST_MOMENT, catalogue=catalogue)
        columns.append((moment, list(_segments(person_id, society))))
    return rows_of(columns)


def asked_at_every_moment(person_id: UUID, society: Society) -> list[tuple[datetime, Relations]]:
    """The relations that somebody is in, each from the moment on at which they became otherwise."""
    looks = across_life(society, person_id, look=lambda then: look(person_id, then))
    found: list[tuple[datetime, Relations]] = []
    for moment in sorted(looks):
        if not found or found[-1][1] != looks[moment]:
            found.append((moment, looks[moment]))
    return found


def look(person_id: UUID, then: Society) -> Relations:
    """At one moment, with what they rest on."""
    found = custody_of(person_id, then)
    supports = dict.fromkeys(support for custody in found for support in custody.supports)
    return tuple(referring(custody) for custody in found), tuple(supports)


def _segments(person_id: UUID, society: Society) -> Iterator[Segment]:
    found = asked_at_every_moment(person_id, society)
    ends = (*(since for since, _ in found[1:]), None)
    for (since, (values, supports)), until in zip(found, ends, strict=True):
        if (values, supports) != NONE:
            told = {RELATIONS: list(values)}
            yield Segment(name=RELATIONS, values=told, since=since, until=until, supports=supports)
