"""Dutch nationality by law: by birth, by recognition, and by the court's ruling (RWN 3 and 4)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from events.domain.moments import PartialDate, period_of
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import born_on, is_minor
from readmodels.domain.law.consequence import Found
from readmodels.domain.law.parenthood import legal_parents
from readmodels.domain.person import DUTCH, Ground, Parentage, Person
from readmodels.domain.societies import Society

KIND = "nationaliteit"
BY_RECOGNITION_UNDER = 7
"""Years; RWN 4 lid 2. Older, it takes proof that the recogniser is the biological father (lid 4)."""
GENERATIONS_MAX = 3
AT_BIRTH = (Ground.BIRTH, Ground.UNION, Ground.DONOR)


def by_birth(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
    """A child of whom a parent is Dutch at the birth (RWN 3 lid 1)."""
    born = born_on(person.birth)
    if person.birth is None or born is None or born.year is None or _states_any(person):
        return
    parents = [it for it in legal_parents(person, society) if _is_parent_at(born, it.value)]
    dutch = [(parent, found) for parent in parents if (found := _dutch(parent, on=born, society=society))]
    own = person.birth.supports
    if dutch:
        parent, supports = dutch[0]
        yield _found(born, since=born, supports=(*own, *parent.supports, *supports))
    elif parents and not any(_nationality_known(parent, on=born, society=society) for parent in parents):
        supports = (*own, *(support for parent in parents for support in parent.supports))
        yield _undetermined(
            born, supports=supports, reason="De nationaliteit van de ouders bij de geboorte is niet bekend."
        )


def by_recognition(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
    """A minor recognised by a Dutch person: under seven by law, later only with proof of descent (RWN 4)."""
    yield from _later(person, society, ground=Ground.RECOGNITION)


def by_court(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
    """A minor whose Dutch parent was established by the court (RWN 4 lid 1)."""
    yield from _later(person, society, ground=Ground.COURT)


def _later(person: Person, society: Society, *, ground: Ground) -> Iterator[Found]:
    born = born_on(person.birth)
    if born is None or born.year is None or _states_any(person):
        return
    for parentage in legal_parents(person, society):
        on = parentage.value.since
        if parentage.value.ground is not ground or on is None or on.year is None or on.earliest <= born.earliest:
            continue
        supports = _dutch(parentage, on=on, society=society)
        if supports is None or not is_minor(born, on=on.earliest):
            continue
        everything = (*parentage.supports, *supports)
        if ground is Ground.COURT or _younger_than(BY_RECOGNITION_UNDER, born=born, on=on):
            yield _found(on, since=on, supports=everything)
        else:
            reason = "Erkend op of na de zevende verjaardag: er is bewijs van afstamming nodig (RWN 4 lid 4)."
            yield _undetermined(on, supports=everything, reason=reason)


def _dutch(
    parentage: Known[Parentage], *, on: PartialDate, society: Society, generation: int = 1
) -> tuple[UUID, ...] | None:
    """What it rests on that this parent was Dutch on the day; None when nothing says so."""
    then = society.at(period_of(on).earliest)
    parent = then.registered(parentage.value.parent.id)
    if parent is None:
        return None
    for _, nationality in parent.nationalities:
        if nationality.value.code == DUTCH and not nationality.value.lost:
            return nationality.supports
    born = born_on(parent.birth)
    if born is None or born.year is None or _states_any(parent) or generation >= GENERATIONS_MAX:
        return None
    for grandparent in legal_parents(parent, then):
        if _is_parent_at(born, grandparent.value):
            found = _dutch(grandparent, on=born, society=society, generation=generation + 1)
            if found is not None:
                return (*grandparent.supports, *found)
    return None


def _nationality_known(parentage: Known[Parentage], *, on: PartialDate, society: Society) -> bool:
    parent = society.at(period_of(on).earliest).registered(parentage.value.parent.id)
    return parent is not None and bool(parent.nationalities)


def _is_parent_at(born: PartialDate, parentage: Parentage) -> bool:
    """Whether he was a parent at the birth already: by the birth itself, or by recognising the unborn child."""
    recognised = parentage.ground is Ground.RECOGNITION and parentage.since is not None
    before = recognised and parentage.since is not None and parentage.since.earliest <= born.earliest
    return parentage.ground in AT_BIRTH or before


def _states_any(person: Person) -> bool:
    """Whether his nationality is stated: a stated one is a fact, and a register states them all."""
    return person.taken_over or bool(person.nationalities)


def _younger_than(years: int, *, born: PartialDate, on: PartialDate) -> bool:
    first, last = born.earliest, on.latest
    return (first.year + years, first.month, first.day) > (last.year, last.month, last.day)


def _found(trigger: PartialDate, *, since: PartialDate, supports: tuple[UUID, ...]) -> Found:
    return Found(
        trigger=trigger.earliest,
        kind=KIND,
        key=DUTCH,
        value={"nationaliteit": DUTCH},
        since=since,
        supports=tuple(dict.fromkeys(supports)),
    )


def _undetermined(trigger: PartialDate, *, supports: tuple[UUID, ...], reason: str) -> Found:
    return Found(
        trigger=trigger.earliest,
        kind=KIND,
        key=DUTCH,
        value={},
        supports=tuple(dict.fromkeys(supports)),
        determined=False,
        reason=reason,
    )
