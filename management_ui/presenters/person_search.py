"""Persons who were found, as lines: who, when born, where he lives."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from management_ui.presenters.holdings import place_text
from management_ui.presenters.moments import date_text
from management_ui.presenters.persons import Names
from readmodels.domain.national import dates, residences
from readmodels.queries import code_tables
from readmodels.queries.person_search import Someone


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person."""

    id: UUID
    name: str
    former_name: str
    born: str
    residence: str
    died: bool


def lines(found: Iterable[Someone]) -> tuple[PersonLine, ...]:
    """The persons in the order in which they were found."""
    names = Names(code=code_tables.descriptions())
    return tuple(_line(it, names=names) for it in found)


def _line(found: Someone, *, names: Names) -> PersonLine:
    born = dates.read(found.born).text if found.born else ""
    return PersonLine(
        id=found.id,
        name=found.name or names.of(found.id),
        former_name=found.former_name,
        born=date_text(born) if born else "",
        residence=_residence(found, names=names),
        died=found.died,
    )


def _residence(found: Someone, *, names: Names) -> str:
    last = next(reversed(residences.residences(found.file)), None)
    if last is None:
        return ""
    told = last.elements
    lines = {name: told[name] for name in told if name.startswith("regel")}
    abroad = {"adres": lines, "land": told.get("landBuitenland")}
    here = {"adres": last.address, "gemeente": told.get("gemeenteVanInschrijving")}
    return place_text(abroad if last.is_abroad else here, names=names)
