"""Whether a parent was Dutch on a day, and who lived where in earlier generations (RWN 3 lid 1 and 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events.domain.moments import PartialDate, Truth, period_of
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.parenthood import parents_of
from readmodels.domain.person import DUTCH, NETHERLANDS, Person, Someone
from readmodels.domain.societies import Society

BY_DESCENT_FROM = date(1985, 1, 1)
"""For births since then both parents pass it on (RWN 3 lid 1); before it only the father did, by another law."""
GENERATIONS_MAX = 2
"""How far back: who bears on somebody is followed no further (`readmodels.domain.relatives`)."""
NOT_KNOWN = "0000"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it was so, and the events that rests on."""

    truth: Truth
    supports: tuple[UUID, ...] = ()


def dutch(someone: Someone, *, on: PartialDate, society: Society, generation: int = 1) -> Answer:
    """Whether he was Dutch on that day: as stated, or by the law from his own parents."""
    then = _at(on, society)
    person = then.registered(someone.id)
    if person is None:
        return Answer(Truth.UNKNOWN)
    for _, stated in person.nationalities:
        if stated.value.code == DUTCH:
            return Answer(Truth.NO if stated.value.lost else Truth.YES, stated.supports)
    by_descent = _by_descent(person, society=then, generation=generation)
    if by_descent.truth is Truth.YES:
        return by_descent
    known = [stated for _, stated in person.nationalities if stated.value.code not in ("", NOT_KNOWN)]
    supports = tuple(support for stated in known for support in stated.supports)
    return Answer(Truth.NO if known else Truth.UNKNOWN, supports)


def _by_descent(person: Person, *, society: Society, generation: int) -> Answer:
    born = born_on(person.birth)
    too_old = born is None or born.year is None or born.earliest < BY_DESCENT_FROM
    if born is None or too_old or person.taken_over or generation >= GENERATIONS_MAX:
        return Answer(Truth.UNKNOWN)
    then = _at(born, society)
    for parent in parents_of(then.person(person.id), then, hindsight=False).certain:
        found = dutch(parent.value.parent, on=born, society=society, generation=generation + 1)
        if found.truth is Truth.YES:
            return Answer(Truth.YES, (*parent.supports, *found.supports))
    return Answer(Truth.UNKNOWN)


def third_generation(parents: Iterable[Someone], *, born: PartialDate, society: Society) -> Answer:
    """Whether a parent lived here at the birth, and one of that parent's own parents at the parent's birth."""
    found = [_second_generation(parent, born=born, society=society) for parent in parents]
    return max(found, key=lambda one: one.truth.value, default=Answer(Truth.UNKNOWN))


def _second_generation(parent: Someone, *, born: PartialDate, society: Society) -> Answer:
    here = _lived_here(parent, on=born, society=society)
    person = society.registered(parent.id)
    parent_born = None if person is None else born_on(person.birth)
    if person is None or parent_born is None or here.truth is Truth.NO:
        return Answer(here.truth & Truth.UNKNOWN, here.supports)
    then = _at(parent_born, society)
    grandparents = parents_of(then.person(person.id), then, hindsight=False).certain
    found = [_lived_here(it.value.parent, on=parent_born, society=society) for it in grandparents]
    before = max(found, key=lambda one: one.truth.value, default=Answer(Truth.UNKNOWN))
    return Answer(here.truth & before.truth, (*here.supports, *before.supports))


def _lived_here(someone: Someone, *, on: PartialDate, society: Society) -> Answer:
    person = _at(on, society).registered(someone.id)
    if person is None or person.residence is None:
        return Answer(Truth.UNKNOWN)
    here = person.residence.value.country == NETHERLANDS
    return Answer(Truth.YES if here else Truth.NO, person.residence.supports)


def _at(on: PartialDate, society: Society) -> Society:
    return society.at(min(period_of(on).latest, society.as_of))
