"""Birth, and what makes or ends parents: recognition, the court, denial, adoption."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from events.domain import moments
from events.domain.facts import Fact
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, name_in, own_date, person_in, resting_too, with_issue
from readmodels.domain.known import Known, known_by
from readmodels.domain.person import Birth, Ending, Ground, NameChoice, Parentage, Person, Recognition, Ruling, Someone

MOTHER, OTHER = 1, 2
ACT_OF_BIRTH = "A"
GROUNDS = {
    "huwelijk": Ground.UNION,
    "partnerschap": Ground.UNION,
    "306dagen": Ground.UNION,
    "donorverklaring": Ground.DONOR,
    "erkenning": Ground.RECOGNITION,
}


def birth(person: Person, fact: Fact, data: Data) -> Person:
    """Of the child: who it is and who is stated as its parents. Of a parent: a child."""
    child = person_in(data.get("kind"))
    if child != person.id:
        return _with_child(person, fact, child) if child is not None else person
    stated = _born(person, fact, data)
    mother, other = person_in(data.get("geboortemoeder")), data.get("andereOuder") or {}
    if mother is not None:
        stated = _with_parent(stated, fact, mother, place=MOTHER, ground=Ground.BIRTH)
    if person_in(other.get("persoon")) is not None:
        ground = GROUNDS.get(str(other.get("grond")), Ground.STATED)
        stated = _with_parent(stated, fact, person_in(other["persoon"]), place=OTHER, ground=ground)
    return stated


def recognition(person: Person, fact: Fact, data: Data) -> Person:
    """A second parent, from the day of the recognition on, or from the birth when that is later (BW 1:203)."""
    child, parent = person_in(data.get("kind")), person_in(data.get("erkenner"))
    stated = _parenthood(person, fact, child=child, parent=parent, by=Ground.RECOGNITION)
    if person.id != child:
        return stated
    consent = data.get("toestemmingMoeder") or {}
    act = Recognition(
        mother_consents=_yes_or_no(consent.get("gegeven")),
        child_consents=_yes_or_no(data.get("toestemmingKind")),
        custody_with_mother=data.get("gezagAlleenMoeder") is True,
    )
    stated = changed(stated, name_choice=_name_choice(fact, data) or stated.name_choice)
    return _said_of(stated, parent, Ground.RECOGNITION, recognition=act, since=own_date(fact))


def established_parenthood(person: Person, fact: Fact, data: Data) -> Person:
    """A second parent by decision of the court, from the birth on (BW 1:207)."""
    child, parent = person_in(data.get("kind")), person_in(data.get("ouder"))
    stated = _parenthood(person, fact, child=child, parent=parent, by=Ground.COURT)
    final_on, ruling = own_date(fact), data.get("uitspraak") or {}
    told = Ruling(first_on=moments.parse(ruling.get("datum")) or final_on, final_on=final_on)
    return _said_of(stated, parent, Ground.COURT, ruling=told)


def denial(person: Person, fact: Fact, data: Data) -> Person:
    """A parent is deemed never to have been one (BW 1:202, 1:206). Recorded, also where only the law made him one."""
    child, parent = person_in(data.get("kind")), person_in(data.get("ouder"))
    if person.id == parent and child is not None:
        return changed(person, children=tuple(it for it in person.children if it[1].value.id != child))
    if person.id != child or parent is None:
        return person
    ending = Ending.DENIAL if data.get("soort") == "ontkenning" else Ending.ANNULMENT
    standing = [it for it in person.parentages if it.value.parent.id == parent and it.value.ended is None]
    others = [it for it in person.parentages if it not in standing]
    undone = standing or [
        known_by(fact, Parentage(place=OTHER, parent=Someone(id=parent), since=None, ground=Ground.UNION))
    ]
    return changed(person, parentages=(*others, *(_ended(it, fact, ending) for it in undone)))


def adoption(person: Person, fact: Fact, data: Data) -> Person:
    """The adopters become the parents (BW 1:229); those who were, are none any more, unless a step-parent adopted."""
    child = person_in(data.get("kind"))
    adopters = [adopter for adopter in map(person_in, data.get("adoptanten", ())) if adopter is not None]
    if person.id != child:
        return _with_child(person, fact, child) if child is not None and person.id in adopters else person
    stay = bool(data.get("oudeBetrekkingBlijft"))
    former = [it for it in person.parentages if it.value.ended is None]
    kept = former[: MOTHER if stay else 0]
    ended = [_ended(it, fact, Ending.ADOPTION) for it in former if it not in kept]
    past = [it for it in person.parentages if it.value.ended is not None]
    adopted = changed(person, parentages=(*past, *kept, *ended))
    taken = {it.value.place for it in kept}
    places = (place for place in (MOTHER, OTHER) if place not in taken)
    for place, adopter in zip(places, adopters, strict=False):
        adopted = _with_parent(adopted, fact, adopter, place=place, ground=Ground.ADOPTION)
    name = name_in(data["naam"]) if data.get("naam") else None
    return changed(adopted, name=known_by(fact, name)) if name else adopted


def _born(person: Person, fact: Fact, data: Data) -> Person:
    place = data.get("plaats") or {}
    born = Birth(
        on=moments.parse(data.get("geboortedatum")),
        place=str(place.get("gemeente") or place.get("omschrijving", "")),
        country=str(place.get("land", "")),
    )
    return changed(
        person,
        birth=known_by(fact, born),
        name=known_by(fact, name_in(data["naam"])) if data.get("naam") else person.name,
        sex=known_by(fact, str(data["geslacht"])) if data.get("geslacht") else person.sex,
        acts=(*person.acts, known_by(fact, ACT_OF_BIRTH)),
        name_choice=_name_choice(fact, data) or person.name_choice,
    )


def _said_of(person: Person, parent: UUID | None, ground: Ground, **more: Any) -> Person:
    """What an event adds to the parenthood that stands between the two on that ground."""
    return changed(
        person,
        parentages=tuple(
            replace(it, value=replace(it.value, **more))
            if it.value.parent.id == parent and it.value.ground is ground and it.value.ended is None
            else it
            for it in person.parentages
        ),
    )


def _yes_or_no(said: Any) -> bool | None:
    return said if isinstance(said, bool) else None


def _name_choice(fact: Fact, data: Data) -> Known[NameChoice] | None:
    said = data.get("naamskeuze")
    if not isinstance(said, Mapping):
        return None
    return known_by(fact, NameChoice(choice=str(said.get("keuze", "")), order=str(said.get("volgorde", ""))))


def _parenthood(person: Person, fact: Fact, *, child: UUID | None, parent: UUID | None, by: Ground) -> Person:
    if child is None or parent is None:
        return person
    if person.id == child:
        return _with_parent(person, fact, parent, place=OTHER, ground=by)
    return _with_child(person, fact, child) if person.id == parent else person


def _with_parent(person: Person, fact: Fact, parent: UUID | None, *, place: int, ground: Ground) -> Person:
    """One more stated parent; who is stated already keeps his first ground, and rests on this event too."""
    since = own_date(fact) if ground in (Ground.RECOGNITION, Ground.ADOPTION) else None
    standing = [it for it in person.parentages if it.value.ended is None]
    same = next((it for it in standing if it.value.parent.id == parent), None)
    if same is not None:
        others = (it for it in person.parentages if it is not same)
        return changed(person, parentages=(*others, resting_too(same, fact)))
    taken = {it.value.place for it in standing}
    free = place if place not in taken else next((it for it in (MOTHER, OTHER) if it not in taken), None)
    if free is None:
        return with_issue(person, fact, "derde-ouder")
    stated = Parentage(place=free, parent=Someone(id=parent), since=since, ground=ground)
    return changed(person, parentages=(*person.parentages, known_by(fact, stated)))


def _ended(standing: Known[Parentage], fact: Fact, ending: Ending) -> Known[Parentage]:
    return resting_too(replace(standing, value=replace(standing.value, ended=ending, ended_on=own_date(fact))), fact)


def _with_child(person: Person, fact: Fact, child: UUID) -> Person:
    if any(it.value.id == child for _, it in person.children):
        return person
    return changed(person, children=(*person.children, (f"claim:{fact.claim.id}", known_by(fact, Someone(id=child)))))
