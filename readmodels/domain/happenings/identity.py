"""Who somebody is: names, form of address, sex, nationality, citizen service number."""

from dataclasses import replace

from events.domain.facts import Fact
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, name_in
from readmodels.domain.known import known_by
from readmodels.domain.person import Name, Nationality, Person


def name_change(person: Person, fact: Fact, data: Data) -> Person:
    """Another name from that day on (BW 1:4, 1:7); only what the event calls changed is changed."""
    new = name_in(data.get("nieuweNaam") or {})
    before = Name() if person.name is None else person.name.value
    if data.get("soort") == "voornaam":
        new = replace(before, given_names=new.given_names)
    return changed(person, name=known_by(fact, new))


def name_usage(person: Person, fact: Fact, data: Data) -> Person:
    """How he wishes to be addressed (Wet BRP 2.7)."""
    return changed(person, name_usage=known_by(fact, str(data.get("naamgebruik", ""))))


def sex_registration(person: Person, fact: Fact, data: Data) -> Person:
    """Another sex from the day of the later annotation (BW 1:28c), and other given names when it says so."""
    found = changed(person, sex=known_by(fact, str(data.get("nieuwGeslacht", ""))))
    if data.get("voornamen") and found.name is not None:
        name = replace(found.name.value, given_names=str(data["voornamen"]))
        found = changed(found, name=known_by(fact, name))
    return found


def nationality(person: Person, fact: Fact, data: Data) -> Person:
    """A nationality gained or lost."""
    code = str(data.get("nationaliteit", ""))
    value = Nationality(code=code, reason=str(data.get("reden", "")), lost=data.get("richting") == "verlies")
    others = tuple(it for it in person.nationalities if it[1].value.code != code)
    return changed(person, nationalities=(*others, (f"claim:{fact.claim.id}", known_by(fact, value))))


def bsn(person: Person, fact: Fact, data: Data) -> Person:
    """A citizen service number."""
    return changed(person, bsn=known_by(fact, str(data.get("bsn", ""))))
