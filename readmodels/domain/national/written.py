"""Rows that no register wrote: what our own events say of a person, and what follows by law, as LO GBA would write it.

Of one moment in reality. Elements carry the names and forms of the takeover types (`person_file.Elements`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.law.engine import consequences
from readmodels.domain.law.parenthood import legal_parents
from readmodels.domain.national import dates
from readmodels.domain.national.person_file import (
    CHILD,
    CUSTODY,
    DEATH,
    NATIONALITY,
    PERSON,
    REGISTRATION,
    RESIDENCE,
    UNION,
    Elements,
)
from readmodels.domain.person import NETHERLANDS, Birth, Name, Nationality, Person, Residence, Someone, Union
from readmodels.domain.societies import Society

ADDRESS = {
    "straat": "straatnaam",
    "huisnummer": "huisnummer",
    "huisletter": "huisletter",
    "toevoeging": "huisnummertoevoeging",
    "postcode": "postcode",
    "woonplaats": "woonplaats",
    "adresseerbaarObject": "identificatiecodeVerblijfplaats",
    "nummeraanduiding": "identificatiecodeNummeraanduiding",
    "locatiebeschrijving": "locatiebeschrijving",
}
"""Member of our addresses → element of group 11 or 12."""
ABROAD = {"regel1": "regel1AdresBuitenland", "regel2": "regel2AdresBuitenland", "regel3": "regel3AdresBuitenland"}
ENDED_BY = {"overlijden": "O", "echtscheiding": "S", "verklaring": "R", "omzetting": "Z", "nietig": "N"}
"""Why a union ended in our words → element 07.40 (national table 41)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row for one stack of a category, and the events that it rests on. `key` tells its stacks apart."""

    category: str
    key: str = ""
    elements: Elements
    supports: tuple[UUID, ...]


def written(person: Person, society: Society) -> Iterator[Written]:
    """What holds of the person at the society's moment. Total: of any person."""
    if not person.exists:
        return
    follows = {it.name: it for it in consequences(person, society) if it.determined}
    yield from _identity(person, follows)
    yield from _parents(person, society)
    yield from _nationalities(person, follows)
    for key, union in person.unions:
        yield _row(UNION, _union(union.value, society), union, key=key)
    if person.death is not None:
        yield _row(DEATH, _dated(datumOverlijden=person.death.value), person.death)
    yield from _registration(person)
    yield from _residence(person, follows)
    for key, child in person.children:
        yield _row(CHILD, _someone(child.value, society), child, key=key)
    yield from _custody(person)


def _identity(person: Person, follows: Mapping[str, Consequence]) -> Iterator[Written]:
    told = (person.bsn, person.a_number, person.name, person.name_usage, person.birth, person.sex)
    known = [it for it in told if it is not None]
    if not known:
        return
    by_law = follows.get("geslachtsnaam")
    surname = {} if person.name is not None or by_law is None else dict(by_law.value)
    elements = {
        **_present(burgerservicenummer=_value(person.bsn), anummer=_value(person.a_number)),
        **(_name(person.name.value) if person.name is not None else surname),
        **(_birth(person.birth.value) if person.birth is not None else {}),
        **_present(geslachtsaanduiding=_value(person.sex), aanduidingNaamgebruik=_value(person.name_usage)),
    }
    yield _row(PERSON, elements, *known)


def _parents(person: Person, society: Society) -> Iterator[Written]:
    for parent in legal_parents(person, society):
        elements = _someone(parent.value.parent, society)
        since = parent.value.since or (None if person.birth is None else person.birth.value.on)
        elements |= _dated(datumIngangFamilierechtelijkeBetrekking=since)
        yield _row(f"{parent.value.place + 1:02d}", elements, parent)


def _nationalities(person: Person, follows: Mapping[str, Consequence]) -> Iterator[Written]:
    for key, known in person.nationalities:
        yield _row(NATIONALITY, _nationality(known.value), known, key=key)
    for name, found in follows.items():
        if name.startswith("nationaliteit/"):
            elements = {"nationaliteit": found.key, **_dated(datumIngangGeldigheid=found.since)}
            yield Written(category=NATIONALITY, key=name, elements=elements, supports=found.supports)


def _nationality(value: Nationality) -> dict[str, str]:
    reason = "redenBeeindigen" if value.lost else "redenOpnemen"
    return _present(nationaliteit=value.code, bijzonderNederlanderschap=value.special, **{reason: value.reason})


def _union(union: Union, society: Society) -> dict[str, Any]:
    return {
        **_someone(union.partner, society),
        **_present(soortVerbintenis=union.kind, redenOntbinding=ENDED_BY.get(union.ended_by, union.ended_by)),
        **_dated(datumAangaan=union.start, datumOntbinding=union.end),
    }


def _registration(person: Person) -> Iterator[Written]:
    known = [it for it in (person.suspension, person.secrecy) if it is not None]
    suspension = None if person.suspension is None else person.suspension.value
    elements = _present(indicatieGeheim=_value(person.secrecy))
    if suspension is not None:
        elements |= {
            "redenOpschortingBijhouding": suspension.reason,
            **_dated(datumOpschortingBijhouding=suspension.on),
        }
    if known:
        yield _row(REGISTRATION, elements, *known)


def _residence(person: Person, follows: Mapping[str, Consequence]) -> Iterator[Written]:
    by_law = follows.get("woonadres")
    if person.residence is not None:
        yield _row(RESIDENCE, residence_elements(person.residence.value), person.residence)
    elif by_law is not None:
        lives_at = Residence(
            municipality=str(by_law.value.get("gemeente", "")),
            address=by_law.value.get("adres") or {},
            function=str(by_law.value.get("functie", "")),
            starts_on=by_law.since,
        )
        yield Written(category=RESIDENCE, elements=residence_elements(lives_at), supports=by_law.supports)


def residence_elements(residence: Residence) -> dict[str, Any]:
    """A residence as category 08 writes it, at an address or abroad."""
    if residence.country != NETHERLANDS:
        lines = {ABROAD[name]: str(line) for name, line in residence.address.items() if name in ABROAD}
        return {
            **_present(landBuitenland=residence.country),
            **lines,
            **_dated(datumAanvangAdresBuitenland=residence.starts_on),
        }
    found = {ADDRESS.get(name, name): str(value) for name, value in residence.address.items()}
    return {
        **_present(gemeenteVanInschrijving=residence.municipality, functieAdres=residence.function, adres=found),
        **_present(landVanwaarIngeschreven=residence.settled_from),
        **_dated(datumAanvangAdreshouding=residence.starts_on, datumVestigingInNederland=residence.settled_on),
    }


def _custody(person: Person) -> Iterator[Written]:
    known = [it for it in (person.custody, person.guardianship) if it is not None]
    elements = _present(
        indicatieGezagMinderjarige="" if person.custody is None else person.custody.value.indication,
        indicatieCurateleregister="1" if person.guardianship is not None else "",
    )
    if person.custody is not None:
        elements |= _dated(datumIngangGeldigheid=person.custody.value.since)
    if known:
        yield _row(CUSTODY, elements, *known)


def _someone(someone: Someone, society: Society) -> dict[str, Any]:
    """How a row names another person: as it was written of him, else as his own file tells."""
    found = someone
    if not someone.name.surname and (person := society.registered(someone.id)) is not None:
        found = person.as_someone()
    identified = {} if someone.id is None else {"gerelateerde": {"objectId": str(someone.id)}}
    return {
        **identified,
        **_present(burgerservicenummer=found.bsn, geslachtsaanduiding=found.sex),
        **_name(found.name),
        **_birth(found.birth),
    }


def _name(name: Name) -> dict[str, str]:
    return _present(
        voornamen=name.given_names,
        adellijkeTitelPredicaat=name.title,
        voorvoegsel=name.prefix,
        geslachtsnaam=name.surname,
    )


def _birth(birth: Birth) -> dict[str, str]:
    return {**_dated(geboortedatum=birth.on), **_present(geboorteplaats=birth.place, geboorteland=birth.country)}


def _row(category: str, elements: Elements, *known: Known[Any], key: str = "") -> Written:
    supports = dict.fromkeys(support for it in known for support in it.supports)
    return Written(category=category, key=key, elements=elements, supports=tuple(supports))


def _value(known: Known[str] | None) -> str:
    return "" if known is None else known.value


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _dated(**elements: PartialDate | None) -> dict[str, str]:
    return {name: dates.eight_digits(on) for name, on in elements.items() if on is not None}
