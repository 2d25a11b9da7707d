"""The public form of a person: his data form translated, and what follows from it derived. A pure translation."""

from collections.abc import Mapping
from datetime import date

from readmodels.domain.national import names
from readmodels.domain.national.person_file import (
    CHILD,
    CUSTODY,
    DEATH,
    DECEASED,
    PARENT_1,
    PERMIT,
    PERSON,
    RESIDENCE,
    UNION,
)
from readmodels.domain.national.persons import addressing
from readmodels.domain.national.persons.ages import age
from readmodels.domain.national.persons.data_form import is_under_investigation
from readmodels.domain.national.persons.fields import PERSON_FIELDS, Selection, Sources, below
from readmodels.domain.national.persons.marks import TOP_LEVEL, mark
from readmodels.domain.national.persons.nationalities import public_nationality
from readmodels.domain.national.persons.public_residence import public_residence
from readmodels.domain.national.places import UNKNOWN_COUNTRY
from readmodels.domain.national.public_values import translated
from readmodels.domain.national.trees import Tree, put

COPIED = (
    "aNummer",
    "burgerservicenummer",
    "datumEersteInschrijvingGBA",
    "datumInschrijvingInGemeente",
    "gemeenteVanInschrijving",
    "geslacht",
    "naam",
    "geboorte",
    "europeesKiesrecht",
    "uitsluitingKiesrecht",
    "immigratie",
    "indicatieCurateleRegister",
    "indicatieGezagMinderjarige",
    "overlijden",
    "verblijfstitel",
)
"""Members of the data form that the public form tells under the same name."""
LISTS: Mapping[str, str] = {"ouders": PARENT_1, "partners": UNION, "kinderen": CHILD}
ELSEWHERE = frozenset({*LISTS, "nationaliteiten", "verblijfplaats", addressing.GROUP})
"""Members that are made, and marked, by themselves."""
OWN_FIELDS: Mapping[str, Sources] = {
    path: sources for path, sources in PERSON_FIELDS.items() if path.partition(".")[0] not in ELSEWHERE
}
FIELDS_BELOW: Mapping[str, Mapping[str, Sources]] = {member: below(member) for member in LISTS}


def public_person(person: Tree, selection: Selection, *, today: date) -> Tree:
    """Everything of a whole person of the data form, in the public form; `choices` takes from it what was asked."""
    told: Tree = {name: translated(name, person[name]) for name in COPIED if name in person}
    told = {name: value for name, value in told.items() if value is not None}
    _name_and_age(told, person, today=today)
    _immigration(told, person)
    _mark_what_is_investigated(told, person)
    for member in LISTS:
        told[member] = [_relative(item, member) for item in person[member]]
    told["nationaliteiten"] = [public_nationality(item) for item in person["nationaliteiten"]]
    put(told, "verblijfplaats", public_residence(person.get("verblijfplaats", {}), selection))
    told["adressering"] = addressing.public_addressing(person, selection)
    return told


def _name_and_age(told: Tree, person: Tree, *, today: date) -> None:
    if "naam" in told:
        sex = str(person.get("geslacht", {}).get("code", ""))
        put(told, "naam.voorletters", names.initials(person["naam"].get("voornamen")) or None)
        put(told, "naam.volledigeNaam", names.full_name(person["naam"], sex) or None)
    if person.get("opschortingBijhouding", {}).get("reden", {}).get("code") != DECEASED and not _is_dead(person):
        put(told, "leeftijd", age(person.get("geboorte", {}).get("datum"), today=today))


def _is_dead(person: Tree) -> bool:
    return "datum" in person.get("overlijden", {})


def _immigration(told: Tree, person: Tree) -> None:
    said = person.get("immigratie", {})
    if "datumVestigingInNederland" in said:
        put(told, "immigratie.indicatieVestigingVanuitBuitenland", value=True)
    if said.get("landVanwaarIngeschreven", {}).get("code") == UNKNOWN_COUNTRY:
        put(told, "immigratie.vanuitVerblijfplaatsOnbekend", value=True)


def _mark_what_is_investigated(told: Tree, person: Tree) -> None:
    for category in (PERSON, DEATH, PERMIT, CUSTODY, RESIDENCE):
        mark(told, OWN_FIELDS, is_under_investigation(person, category), category=category, since_of=TOP_LEVEL)


def _relative(item: Tree, member: str) -> Tree:
    told = {name: value for name, said in item.items() if (value := translated(name, said)) is not None}
    told.pop("inOnderzoek", None)
    if "naam" in told:
        put(told, "naam.voorletters", names.initials(item["naam"].get("voornamen")) or None)
    mark(told, FIELDS_BELOW[member], item.get("inOnderzoek"), category=LISTS[member])
    return told
