"""Marriage, registered partnership, and their end."""

from dataclasses import replace
from uuid import UUID

from events.domain import moments
from events.domain.facts import Fact
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, identifier, person_in, resting_too, with_issue
from readmodels.domain.known import Known, known_by
from readmodels.domain.person import Person, Someone, Union, UnionEnd

MARRIAGE, PARTNERSHIP = "H", "P"
NO_UNION = "ontbinding-zonder-verbintenis"


def marriage(person: Person, fact: Fact, data: Data) -> Person:
    """A union from that day on."""
    return _united(person, fact, data, kind=MARRIAGE, on="huwelijksdatum")


def partnership(person: Person, fact: Fact, data: Data) -> Person:
    """A union from that day on (BW 1:80a)."""
    return _united(person, fact, data, kind=PARTNERSHIP, on="partnerschapsdatum")


def dissolution(person: Person, fact: Fact, data: Data) -> Person:
    """The union that it names ends on the day of inscription (BW 1:163, 1:80c).

    Where of that day only a part is known it can be told of before the union, and is kept until that is told of.
    """
    named = identifier(data.get("verbintenis"))
    if named is None:
        return with_issue(person, fact, NO_UNION)
    end = UnionEnd(claim=named, end=moments.parse(data.get("inschrijvingsdatum")), ended_by=str(data.get("reden", "")))
    known = known_by(fact, end)
    if not any(named in union.value.claims for _, union in person.unions):
        kept = changed(person, union_ends=(*person.union_ends, known))
        return with_issue(kept, fact, NO_UNION)
    return changed(person, unions=tuple((key, _ended(union, known)) for key, union in person.unions))


def _ended(union: Known[Union], end: Known[UnionEnd]) -> Known[Union]:
    """The union, ended if it is the one that is meant."""
    if end.value.claim not in union.value.claims:
        return union
    value = replace(union.value, end=end.value.end, ended_by=end.value.ended_by)
    return replace(union, value=value, supports=tuple(dict.fromkeys((*union.supports, *end.supports))))


def _united(person: Person, fact: Fact, data: Data, *, kind: str, on: str) -> Person:
    partners = [partner for partner in map(person_in, data.get("partners", ())) if partner is not None]
    other = next((partner for partner in partners if partner != person.id), None)
    start = moments.parse(data.get(on))
    union = Union(kind=kind, partner=Someone(id=other), start=start, claims=frozenset((fact.claim.id,)))
    converted = identifier(data.get("omzettingVan"))
    unions = tuple(
        (key, resting_too(replace(it, value=replace(it.value, end=start, ended_by="omzetting")), fact))
        if converted in it.value.claims
        else (key, it)
        for key, it in person.unions
    )
    runs = any(it.value.end is None for _, it in unions)
    known = known_by(fact, union)
    for end in person.union_ends:
        known = _ended(known, end)
    united = _without_end(changed(person, unions=(*unions, (f"claim:{fact.claim.id}", known))), fact.claim.id)
    return with_issue(united, fact, "verbintenis-naast-verbintenis") if runs else united


def _without_end(person: Person, claim: UUID) -> Person:
    """The person, of whom the end of this union is no longer told without it."""
    told = [end.supports for end in person.union_ends if end.value.claim == claim]
    if not told:
        return person
    issues = tuple(it for it in person.issues if it.code != NO_UNION or it.supports not in told)
    return changed(
        person, union_ends=tuple(end for end in person.union_ends if end.value.claim != claim), issues=issues
    )
