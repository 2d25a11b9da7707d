"""Where somebody lives, and whether his registration is kept: moves, leaving, settling, death."""

from events.domain import moments
from events.domain.facts import Fact
from events.domain.moments import PartialDate
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import Data, members_in
from readmodels.domain.known import known_by
from readmodels.domain.person import Person, Residence, Suspension

DEATH, EMIGRATION, MINISTERIAL = "O", "E", "M"
FUNCTIONS = {"woonadres": "W", "briefadres": "B"}


def death(person: Person, fact: Fact, data: Data) -> Person:
    """He died; the registration ends (reason O), also when it was suspended because he had left the country."""
    on = moments.parse(data.get("overlijdensdatum")) or PartialDate()
    left = person.suspension is not None and person.suspension.value.reason in (EMIGRATION, MINISTERIAL)
    dead = known_by(fact, Suspension(reason=DEATH, on=on))
    ended = dead if person.suspension is None or left else person.suspension
    return changed(person, death=known_by(fact, on), suspension=ended)


def move(person: Person, fact: Fact, data: Data) -> Person:
    """A new residence in the Netherlands."""
    residence = Residence(
        municipality=str(data.get("gemeente", "")),
        address=members_in(data.get("nieuwAdres")),
        function=FUNCTIONS.get(str(data.get("functieAdres")), ""),
        starts_on=moments.parse(data.get("datumIngang")),
    )
    return changed(person, residence=known_by(fact, residence))


def departure(person: Person, fact: Fact, data: Data) -> Person:
    """He left the country: resident there, and the registration is suspended (Wet BRP 2.43, 2.6)."""
    on = moments.parse(data.get("datumVertrek"))
    residence = Residence(
        country=str(data.get("land", "")), address=members_in(data.get("adresBuitenland")), starts_on=on
    )
    reason = MINISTERIAL if data.get("soort") == "ministerieel" else EMIGRATION
    return changed(
        person, residence=known_by(fact, residence), suspension=known_by(fact, Suspension(reason=reason, on=on))
    )


def settlement(person: Person, fact: Fact, data: Data) -> Person:
    """He came from abroad and is resident again; a suspension for leaving ends."""
    on = moments.parse(data.get("datumVestiging"))
    residence = Residence(
        municipality=str(data.get("gemeente", "")),
        address=members_in(data.get("adres")),
        function=FUNCTIONS.get(str(data.get("functieAdres")), ""),
        starts_on=on,
        settled_on=on,
        settled_from=str(data.get("landVanHerkomst", "")),
    )
    dead = person.suspension if person.suspension and person.suspension.value.reason == DEATH else None
    return changed(person, residence=known_by(fact, residence), suspension=dead)
