"""A person as attributes: what a state, a timeline and a difference are made of, each with the events it rests on.

Names and members are Dutch, as they go over the wire. Where a person has several of a kind (parents, unions), the name
tells them apart: `ouder/1`, `nationaliteit/0001`, `verbintenis/…`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain.moments import PartialDate, Period
from readmodels.domain.known import Known, local_day
from readmodels.domain.person import Birth, Investigation, Name, Parentage, Person, Residence, Someone, Union


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One value of an object at a moment, and what it rests on. `uncertain`: its start is only partly known."""

    name: str
    value: Any
    since: Period
    supports: tuple[UUID, ...]
    uncertain: bool = False
    in_doubt: bool = False


def attributes(person: Person, *, as_of: datetime) -> tuple[Attribute, ...]:
    """Everything that is known of the person, by name. `as_of` is the material moment he was folded for."""
    day = local_day(as_of)
    doubted = {event for it in person.investigations if it.value.doubt.runs_on(day) for event in (it.value.event,)}
    return tuple(
        Attribute(
            name=name,
            value=value,
            since=known.since,
            supports=known.supports,
            uncertain=known.uncertain_at(as_of),
            in_doubt=any(doubt.runs_on(day) for doubt in known.doubts) or not doubted.isdisjoint(known.supports),
        )
        for name, known, value in _told(person)
    )


def _told(person: Person) -> Iterator[tuple[str, Known[Any], Any]]:
    yield from _single(person)
    for parentage in person.parents():
        yield f"ouder/{parentage.value.place}", parentage, _parentage(parentage.value)
    for key, child in person.children:
        yield f"kind/{child.value.id or key}", child, _someone(child.value)
    for key, union in person.unions:
        yield f"verbintenis/{key}", union, _union(union.value)
    for _, nationality in person.nationalities:
        if not nationality.value.lost:
            told = _present(reden=nationality.value.reason, bijzonderNederlanderschap=nationality.value.special)
            yield (
                f"nationaliteit/{nationality.value.code}",
                nationality,
                {"nationaliteit": nationality.value.code, **told},
            )
    for investigation in person.investigations:
        yield f"onderzoek/{investigation.value.claim}", investigation, _investigation(investigation.value)
    for name, other in person.others:
        yield name, other, other.value


def _single(person: Person) -> Iterator[tuple[str, Known[Any], Any]]:
    """What there is at most one of, as far as it is known."""
    found: tuple[tuple[str, Known[Any] | None, Callable[[Any], Any]], ...] = (
        ("burgerservicenummer", person.bsn, str),
        ("anummer", person.a_number, str),
        ("naam", person.name, _name),
        ("naamgebruik", person.name_usage, str),
        ("geboorte", person.birth, _birth),
        ("geslacht", person.sex, str),
        ("verblijfplaats", person.residence, _residence),
        ("gezagsbeslissing", person.custody, lambda it: {"indicatie": it.indication, **_on("ingang", it.since)}),
        ("curatele", person.guardianship, bool),
        ("opschorting", person.suspension, lambda it: {"reden": it.reason, **_on("ingang", it.on)}),
        ("geheimhouding", person.secrecy, str),
        ("overlijden", person.death, date_form),
    )
    return ((name, known, told(known.value)) for name, known, told in found if known is not None)


def date_form(on: PartialDate) -> dict[str, Any]:
    """A date as `OnvolledigeDatum` (`nl-standards.md`, 8.4), with no more than is known."""
    if on.year is None:
        return {"type": "DatumOnbekend", "onbekend": True}
    if on.month is None:
        return {"type": "JaarDatum", "jaar": on.year}
    if on.day is None:
        return {"type": "JaarMaandDatum", "jaar": on.year, "maand": on.month}
    return {"type": "Datum", "datum": on.text}


def _name(name: Name) -> dict[str, Any]:
    return _present(
        voornamen=name.given_names,
        adellijkeTitelPredicaat=name.title,
        voorvoegsel=name.prefix,
        geslachtsnaam=name.surname,
    )


def _birth(birth: Birth) -> dict[str, Any]:
    return {**_on("op", birth.on), **_present(plaats=birth.place, land=birth.country)}


def _someone(someone: Someone) -> dict[str, Any]:
    found = _present(geslacht=someone.sex, naam=_name(someone.name), geboorte=_birth(someone.birth))
    return found | ({"objectId": str(someone.id)} if someone.id else {})


def _parentage(parentage: Parentage) -> dict[str, Any]:
    return {"ouder": _someone(parentage.parent), "grond": parentage.ground.value, **_on("ingang", parentage.since)}


def _union(union: Union) -> dict[str, Any]:
    return {
        "partner": _someone(union.partner),
        **_present(soort=union.kind, redenEinde=union.ended_by),
        **_on("ingang", union.start),
        **_on("einde", union.end),
    }


def _residence(residence: Residence) -> dict[str, Any]:
    return {
        **_present(
            gemeente=residence.municipality,
            adres=dict(residence.address),
            functie=residence.function,
            land=residence.country,
            landVanHerkomst=residence.settled_from,
        ),
        **_on("ingang", residence.starts_on),
        **_on("vestiging", residence.settled_on),
    }


def _investigation(investigation: Investigation) -> dict[str, Any]:
    event = "" if investigation.event is None else str(investigation.event)
    return {
        **_present(aanduiding=investigation.doubt.code, gebeurtenis=event, veld=investigation.field),
        **_on("ingang", investigation.doubt.since),
        **_on("einde", investigation.doubt.until),
    }


def _on(name: str, on: PartialDate | None) -> dict[str, Any]:
    return {} if on is None else {name: date_form(on)}


def _present(**members: Any) -> dict[str, Any]:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in ("", {}, None)}


def named(found: Iterable[Attribute]) -> dict[str, Attribute]:
    """The attributes by name."""
    return {attribute.name: attribute for attribute in found}
