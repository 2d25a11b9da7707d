"""The family of somebody at one moment: parents, partners, children, brothers and sisters.

Who is a parent follows from the law (`law.parenthood`); who is a child is the same seen from the other side.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import is_dead
from readmodels.domain.law.marital_status import NEVER_WAS
from readmodels.domain.law.parenthood import legal_parents
from readmodels.domain.law.parenthood_rules import ground_of
from readmodels.domain.person import Birth, Name, Parentage, Person, Someone, Union
from readmodels.domain.societies import Society

BOTH_PARENTS = 2
HALF = "half"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Somebody of the family as he is known. `id` is None for who is named and not identified.

    `tie` says by what: of a parent the ground, of a partner the kind of union (`H`, `P`), of brothers and sisters
    `HALF` when they share one parent. `since` and `until` are those of the tie.
    """

    id: UUID | None
    name: Name
    born_on: PartialDate | None
    died: bool = False
    tie: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    supports: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The family of `person`, one generation up and one down."""

    person: Relative
    parents: tuple[Relative, ...]
    partners: tuple[Relative, ...]
    children: tuple[Relative, ...]
    siblings: tuple[Relative, ...]

    @property
    def relatives(self) -> tuple[Relative, ...]:
        """Everybody but the person himself."""
        return (*self.parents, *self.partners, *self.children, *self.siblings)


def family_of(person_id: UUID, society: Society) -> Family:
    """The family at the moment of the society. Total: of anybody."""
    person = society.person(person_id)
    return Family(
        person=_described(Someone(id=person_id), society=society),
        parents=tuple(
            _described(
                it.value.parent,
                society=society,
                tie=ground_of(it.value, of=person).value,
                since=it.value.since,
                supports=it.supports,
            )
            for it in legal_parents(person, society)
        ),
        partners=tuple(_partners(person, society=society)),
        children=tuple(sorted(_children(person, society=society), key=_by_birth)),
        siblings=tuple(sorted(_siblings(person, society=society), key=_by_birth)),
    )


def _partners(person: Person, *, society: Society) -> Iterator[Relative]:
    for _key, union in person.unions:
        if _counts(union.value, society=society):
            ended = union.value.end if union.value.end and union.value.end.earliest <= society.today else None
            yield _described(
                union.value.partner,
                society=society,
                tie=union.value.kind,
                since=union.value.start,
                until=ended,
                supports=union.supports,
            )


def _counts(union: Union, *, society: Society) -> bool:
    return union.start is not None and union.start.earliest <= society.today and union.ended_by not in NEVER_WAS


def _children(person: Person, *, society: Society) -> Iterator[Relative]:
    """Whom the person's own file names, and those of his partners of whom the law makes him a parent."""
    own = [it for _key, it in person.children]
    of_partners = (
        it
        for _key, union in person.unions
        if union.value.partner.id is not None
        for _child, it in society.person(union.value.partner.id).children
    )
    seen: set[UUID] = set()
    for stated, known in (*((True, it) for it in own), *((False, it) for it in of_partners)):
        child = known.value.id
        if child is None:
            if stated:
                yield _described(known.value, society=society, supports=known.supports)
        elif child not in seen and child != person.id and _is_child(child, person, stated=stated, society=society):
            seen.add(child)
            yield _described(known.value, society=society, supports=known.supports)


def _is_child(child_id: UUID, person: Person, *, stated: bool, society: Society) -> bool:
    """By the child's own parents; where nothing is known of those, by what the person's file says."""
    parents = _parents_of(society.person(child_id), society=society)
    return person.id in {it.value.parent.id for it in parents} if parents else stated


def _siblings(person: Person, *, society: Society) -> Iterator[Relative]:
    shared: dict[UUID, int] = {}
    supports: dict[UUID, tuple[UUID, ...]] = {}
    parents = _parents_of(person, society=society)
    for parentage in parents:
        parent = parentage.value.parent.id
        for child in () if parent is None else _children(society.person(parent), society=society):
            if child.id is not None and child.id != person.id:
                shared[child.id] = shared.get(child.id, 0) + 1
                supports[child.id] = (*supports.get(child.id, ()), *child.supports)
    for child_id, count in shared.items():
        half = HALF if len(parents) == BOTH_PARENTS and count < BOTH_PARENTS else ""
        yield _described(Someone(id=child_id), society=society, tie=half, supports=supports[child_id])


def _parents_of(child: Person, *, society: Society) -> tuple[Known[Parentage], ...]:
    return legal_parents(child, society) if child.exists else ()


def _described(
    someone: Someone,
    *,
    society: Society,
    tie: str = "",
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    supports: Iterable[UUID] = (),
) -> Relative:
    """By his own file; where that says nothing, by what was written of him."""
    person = None if someone.id is None else society.person(someone.id)
    known = Someone(id=someone.id) if person is None else person.as_someone()
    birth: Birth = known.birth if known.birth.on is not None else someone.birth
    told = () if person is None else (person.name, person.birth, person.death)
    return Relative(
        id=someone.id,
        name=known.name if known.name.surname or known.name.given_names else someone.name,
        born_on=birth.on,
        died=person is not None and is_dead(person, on=society.today),
        tie=tie,
        since=since,
        until=until,
        supports=tuple(
            dict.fromkeys((*supports, *(it for known in told if known is not None for it in known.supports)))
        ),
    )


def _by_birth(relative: Relative) -> tuple[int, int, int, str]:
    on = relative.born_on or PartialDate()
    return on.year or 0, on.month or 0, on.day or 0, str(relative.id)
