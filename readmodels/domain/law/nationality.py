"""Dutch nationality by law: by birth, by recognition, by the court's ruling; and losing it (RWN 3, 4 and 14).

A stated Dutch nationality, gained or lost, is a fact and needs no rule; of a register that was taken over all
nationalities are. Nothing here reaches back (RWN 2): who was Dutch by a father whose parenthood is denied later, was.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from events.domain.moments import PartialDate, Truth, before, period_of
from readmodels.domain.known import Known
from readmodels.domain.law.ages import has_turned
from readmodels.domain.law.capacity import MAJORITY, born_on
from readmodels.domain.law.consequence import Deriving, Found
from readmodels.domain.law.descent import dutch, third_generation
from readmodels.domain.law.parenthood import parents_of, undoing
from readmodels.domain.person import DUTCH, Ground, Parentage, Person
from readmodels.domain.societies import Society

KIND = "nationaliteit"
UNKNOWN_PARENTS = "De nationaliteit van de ouders bij de geboorte is niet bekend."
UNKNOWN_RESIDENCE = "Of een ouder en een grootouder bij de geboorte in Nederland woonden, is niet bekend (RWN 3 lid 3)."
NEEDS_PROOF = "Erkend op of na de zevende verjaardag: er is bewijs van afstamming nodig (RWN 4 lid 4)."
UNKNOWN_RECOGNISER = "De nationaliteit van de erkenner op de dag van de erkenning is niet bekend."
UNKNOWN_ESTABLISHED = "De nationaliteit van de vastgestelde ouder op de dag van de uitspraak is niet bekend."
UNKNOWN_AGE = "Of het kind toen minderjarig was, is niet bekend."
FALLEN = (
    "Het ouderschap waaraan het Nederlanderschap werd ontleend, verviel tijdens de minderjarigheid. Daarmee ging het"
    " verloren, tenzij het kind staatloos zou worden of het ook aan iets anders ontleent (RWN 14)."
)


def by_birth(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
    """Of whom a parent is Dutch at the birth (RWN 3 lid 1), or in the third generation (lid 3)."""
    born = born_on(person.birth)
    if person.birth is None or born is None or born.year is None or _is_stated(person):
        return
    then = society.at(min(period_of(born).latest, society.as_of))
    parents = parents_of(then.person(person.id), then, rules_at=rules_at, hindsight=False)
    told = [(parent, dutch(parent.value.parent, on=born, society=society)) for parent in parents.certain]
    by = next(((parent, how) for parent, how in told if how.truth is Truth.YES), None)
    own = person.birth.supports
    if by is not None:
        parent, how = by
        yield _standing(person, parent, since=born, supports=(*own, *parent.supports, *how.supports), society=society)
        return
    everything = (*own, *(support for parent, how in told for support in (*parent.supports, *how.supports)))
    unsure = bool(parents.unclear) or any(how.truth is Truth.UNKNOWN for _, how in told)
    if unsure and not person.nationalities:
        yield _undetermined(born, supports=everything, reason=UNKNOWN_PARENTS)
    elif told and not unsure:
        yield from _in_the_third_generation(person, [parent for parent, _ in told], born, society=society)


def _in_the_third_generation(
    person: Person, parents: Sequence[Known[Parentage]], born: PartialDate, *, society: Society
) -> Iterator[Found]:
    here = third_generation([parent.value.parent for parent in parents], born=born, society=society)
    own = () if person.birth is None else person.birth.supports
    supports = (*own, *(support for parent in parents for support in parent.supports), *here.supports)
    if here.truth is Truth.YES:
        yield _found(born, supports=supports, article="RWN 3 lid 3")
    elif here.truth is Truth.UNKNOWN and not person.nationalities:
        yield _undetermined(born, supports=supports, reason=UNKNOWN_RESIDENCE, article="RWN 3 lid 3")


def by_recognition(*, under: int) -> Deriving:
    """The rule by which a recognised minor is Dutch as the recogniser is; from the age of `under` on, with proof."""

    def derive(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
        unclear = dict(_unclear(person, society, rules_at=rules_at))
        for parentage in _after_birth(person, ground=Ground.RECOGNITION, society=society, rules_at=rules_at):
            on = parentage.value.since
            if on is None or on.year is None:
                continue
            how = dutch(parentage.value.parent, on=on, society=society)
            young = ~has_turned(under, born=born_on(person.birth), on=on)
            minor = ~has_turned(MAJORITY, born=born_on(person.birth), on=on)
            supports = (*parentage.supports, *how.supports)
            doubt = unclear.get(parentage.value.parent.id, "")
            if (how.truth & young) is Truth.YES and not doubt:
                yield _standing(person, parentage, since=on, supports=supports, society=society)
            elif (how.truth & minor) is not Truth.NO:
                why = UNKNOWN_RECOGNISER if young is Truth.YES else NEEDS_PROOF
                yield _undetermined(on, supports=supports, reason=doubt or why)

    return derive


def by_court(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
    """A minor whose Dutch parent the court established, from the day that the ruling is final (RWN 4 lid 1)."""
    for parentage in _after_birth(person, ground=Ground.COURT, society=society, rules_at=rules_at):
        ruling = parentage.value.ruling
        if ruling is None or ruling.final_on is None:
            continue
        how = dutch(parentage.value.parent, on=ruling.final_on, society=society)
        minor = ~has_turned(MAJORITY, born=born_on(person.birth), on=ruling.first_on)
        supports = (*parentage.supports, *how.supports)
        match minor & how.truth:
            case Truth.YES:
                yield _standing(person, parentage, since=ruling.final_on, supports=supports, society=society)
            case Truth.UNKNOWN:
                why = UNKNOWN_AGE if minor is Truth.UNKNOWN else UNKNOWN_ESTABLISHED
                yield _undetermined(ruling.final_on, supports=supports, reason=why)
            case _:
                continue


def _after_birth(
    person: Person, *, ground: Ground, society: Society, rules_at: date | None
) -> Iterator[Known[Parentage]]:
    """Who became a parent after the birth on this ground, and not by a void recognition; also who is none any more."""
    born = born_on(person.birth)
    if born is None or born.year is None or _is_stated(person):
        return
    void = {it.value.parent.id for it, _ in parents_of(person, society, rules_at=rules_at, hindsight=False).void}
    for parentage in person.parentages:
        value = parentage.value
        later = ground is Ground.COURT or (value.since is not None and before(born, value.since) is Truth.YES)
        if value.ground is ground and later and value.parent.id not in void:
            yield parentage


def _unclear(person: Person, society: Society, *, rules_at: date | None) -> Iterator[tuple[UUID | None, str]]:
    for parentage, reason in parents_of(person, society, rules_at=rules_at, hindsight=False).unclear:
        yield parentage.value.parent.id, reason


def _standing(
    person: Person, parentage: Known[Parentage], *, since: PartialDate, supports: tuple[UUID, ...], society: Society
) -> Found:
    """Dutch since that day; whether still, when the parenthood fell while he was a minor, cannot be told."""
    fallen = undoing(parentage, person)
    if fallen is None:
        return _found(since, supports=supports)
    on = fallen.value.ended_on
    everything = (*supports, *fallen.supports)
    others = [it for it in parents_of(person, society).certain if it.value.parent.id != parentage.value.parent.id]
    kept = any(dutch(it.value.parent, on=on or since, society=society).truth is Truth.YES for it in others)
    if kept or has_turned(MAJORITY, born=born_on(person.birth), on=on) is Truth.YES:
        return _found(since, supports=everything)
    return _undetermined(since, supports=everything, reason=FALLEN, article="RWN 14")


def _is_stated(person: Person) -> bool:
    return person.taken_over or any(it.value.code == DUTCH for _, it in person.nationalities)


def _found(since: PartialDate, *, supports: tuple[UUID, ...], article: str = "") -> Found:
    return Found(
        trigger=since.earliest,
        kind=KIND,
        key=DUTCH,
        value={"nationaliteit": DUTCH},
        since=since,
        supports=tuple(dict.fromkeys(supports)),
        article=article,
    )


def _undetermined(trigger: PartialDate, *, supports: tuple[UUID, ...], reason: str, article: str = "") -> Found:
    return Found(
        trigger=trigger.earliest,
        kind=KIND,
        key=DUTCH,
        value={},
        supports=tuple(dict.fromkeys(supports)),
        determined=False,
        reason=reason,
        article=article,
    )
