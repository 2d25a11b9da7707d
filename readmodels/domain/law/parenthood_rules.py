"""The rules of parenthood, each with the ground that it decides (BW Book 1, title 11)."""

from collections.abc import Iterator
from datetime import date

from events.domain.moments import LAST_MOMENT, PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.consequence import Deriving, Found
from readmodels.domain.law.evidence import Evidence
from readmodels.domain.law.parenthood import UNDONE, parents_of
from readmodels.domain.person import Ending, Ground, Parentage, Person
from readmodels.domain.societies import Society

KIND = "ouderschap"
ELEMENTS = ("0120", "0240", "6210")
"""Of a register: who the parent is, and since when; its category says which of the two."""


def by(*grounds: Ground) -> Deriving:
    """The rule that makes somebody a parent on one of these grounds, or may have made him one."""

    def derive(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
        parents = parents_of(person, society, rules_at=rules_at)
        for parentage, reason in (*((it, "") for it in parents.certain), *parents.unclear):
            if ground_of(parentage.value, of=person) in grounds:
                yield _found(person, parentage, society=society, reason=reason)

    return derive


def undone_by(ending: Ending) -> Deriving:
    """The rule by which somebody is deemed never to have been a parent; it tells of that he is none."""

    def derive(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
        for parentage in society.at(LAST_MOMENT).person(person.id).parentages:
            if parentage.value.ended is ending and ending in UNDONE and parentage.value.parent.id is not None:
                told = {"ouder": str(parentage.value.parent.id), "ouderschap": False}
                since = born_on(person.birth)
                yield Found(
                    trigger=_day(parentage.value.ended_on or since),
                    kind="ouderschap ontvallen",
                    key=str(parentage.value.parent.id),
                    value=told,
                    since=since,
                    supports=parentage.supports,
                )

    return derive


def void_recognition(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
    """A recognition that the law calls void makes nobody a parent, though it was recorded (BW 1:204 lid 1)."""
    for parentage, reason in parents_of(person, society, rules_at=rules_at).void:
        yield Found(
            trigger=_day(parentage.value.since),
            kind="nietige erkenning",
            key=_key(parentage.value),
            value={"erkenner": _key(parentage.value), "reden": reason},
            since=parentage.value.since,
            supports=parentage.supports,
        )


def ground_of(parentage: Parentage, *, of: Person) -> Ground:
    """The ground; a register says who stands in the act of birth, and not which of them gave birth."""
    return Ground.STATED if of.taken_over and parentage.ground is Ground.BIRTH else parentage.ground


def _found(person: Person, parentage: Known[Parentage], *, society: Society, reason: str) -> Found:
    value, born, evidence = parentage.value, born_on(person.birth), Evidence(society.today)
    from_its_day = value.ground in (Ground.RECOGNITION, Ground.ADOPTION)
    since = _later(value.since, born) if from_its_day else born or value.since
    evidence.use(parentage, *(f"0{value.place + 1}{element}" for element in ELEMENTS))
    return Found(
        trigger=_day(value.since or since),
        kind=KIND,
        key=_key(value),
        value={"ouder": _key(value), "grond": ground_of(value, of=person).value},
        since=since,
        supports=evidence.supports,
        determined=not reason,
        reason=reason,
        in_doubt=evidence.in_doubt,
    )


def _key(parentage: Parentage) -> str:
    """The id of the parent; of one who is not identified his place."""
    return str(parentage.parent.id or parentage.place)


def _later(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    known = [it for it in (one, other) if it is not None]
    return max(known, key=lambda it: it.earliest, default=None)


def _day(on: PartialDate | None) -> date:
    return date.min if on is None else on.earliest
