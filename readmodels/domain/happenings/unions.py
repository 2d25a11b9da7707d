"""Marriage, registered partnership, and their end."""

from dataclasses import replace

from events.domain import moments
from events.domain.facts import Fact
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, identifier, person_in, resting_too, with_issue
from readmodels.domain.known import Known, known_by
from readmodels.domain.person import Person, Someone, Union

MARRIAGE, PARTNERSHIP = "H", "P"


def marriage(person: Person, fact: Fact, data: Data) -> Person:
    """A union from that day on."""
    return _united(person, fact, data, kind=MARRIAGE, on="huwelijksdatum")


def partnership(person: Person, fact: Fact, data: Data) -> Person:
    """A union from that day on (BW 1:80a)."""
    return _united(person, fact, data, kind=PARTNERSHIP, on="partnerschapsdatum")


def dissolution(person: Person, fact: Fact, data: Data) -> Person:
    """The union that it names ends on the day of inscription (BW 1:163, 1:80c)."""
    named = identifier(data.get("verbintenis"))
    ended = False
    unions: list[tuple[str, Known[Union]]] = []
    for key, union in person.unions:
        if named in union.value.claims:
            ended = True
            end = moments.parse(data.get("inschrijvingsdatum"))
            value = replace(union.value, end=end, ended_by=str(data.get("reden", "")))
            unions.append((key, resting_too(replace(union, value=value), fact)))
        else:
            unions.append((key, union))
    return changed(person, unions=tuple(unions)) if ended else with_issue(person, fact, "ontbinding-zonder-verbintenis")


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
    united = changed(person, unions=(*unions, (f"claim:{fact.claim.id}", known_by(fact, union))))
    return with_issue(united, fact, "verbintenis-naast-verbintenis") if runs else united
