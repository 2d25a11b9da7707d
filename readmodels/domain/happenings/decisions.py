"""What a court decided about custody and curatele, and what is under investigation."""

from dataclasses import replace

from events.domain import moments
from events.domain.facts import Fact
from events.domain.moments import PartialDate
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, identifier, person_in, resting_too, with_issue
from readmodels.domain.known import Doubt, known_by
from readmodels.domain.person import CustodyDecision, Investigation, Person

WHOLE_EVENT = "000000"


def custody_decision(person: Person, fact: Fact, data: Data) -> Person:
    """A court's decision on custody over the minor."""
    if person_in(data.get("minderjarige")) != person.id:
        return person
    decision = CustodyDecision(indication=str(data.get("indicatie", "")), since=moments.parse(data.get("datumIngang")))
    return changed(person, custody=known_by(fact, decision))


def guardianship(person: Person, fact: Fact, data: Data) -> Person:
    """Placed under curatele, or released from it (BW 1:378)."""
    placed = bool(data.get("onderCuratele"))
    return changed(person, guardianship=known_by(fact, placed) if placed else None)


def investigation(person: Person, fact: Fact, data: Data) -> Person:
    """A value is in doubt from that day on."""
    about = data.get("doel") or {}
    found = Investigation(
        doubt=Doubt(
            code=str(about.get("aanduiding") or WHOLE_EVENT),
            since=moments.parse(data.get("datumIngang")) or PartialDate(),
        ),
        event=identifier(about.get("gebeurtenis")),
        field=str(about.get("veld", "")),
        claim=fact.claim.id,
    )
    return changed(person, investigations=(*person.investigations, known_by(fact, found)))


def end_of_investigation(person: Person, fact: Fact, data: Data) -> Person:
    """The investigation that it names is over."""
    named, until = identifier(data.get("onderzoek")), moments.parse(data.get("datumEinde"))
    if all(it.value.claim != named for it in person.investigations):
        return with_issue(person, fact, "einde-zonder-onderzoek")
    return changed(
        person,
        investigations=tuple(
            resting_too(replace(it, value=replace(it.value, doubt=replace(it.value.doubt, until=until))), fact)
            if it.value.claim == named
            else it
            for it in person.investigations
        ),
    )
