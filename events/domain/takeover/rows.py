"""A row as event data, and event data as the row it was: nothing is lost either way.

The mark 84.10 (`O`) is the one element that is not in the data: when the row was registered nobody had set it yet. It
is said by the correction that the next row became, and given back from there.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from events.domain.takeover.elements import ADDRESS, ELEMENTS, Element
from events.domain.takeover.register import PersonFile, Row
from events.domain.takeover.stacks import FLAGGED, INCORRECT, SEQUENCE, STACK

ADDRESS_NAME = "adres"
PLACE = "register"
RESIDENCE = "08"


def data_of(row: Row, *, category: str, person: PersonFile) -> dict[str, Any]:
    """The row's elements by their Dutch properties, with its place in the register and the address it refers to."""
    data = {PLACE: place_data(row, category=category, person=person)} | _properties(row, ELEMENTS[category])
    address = person.addresses.get(str(row.get(ADDRESS_NAME, ""))) if category == RESIDENCE else None
    return data | ({"adres": _properties(address, ADDRESS)} if address is not None else {})


def place_data(row: Row, *, category: str, person: PersonFile) -> dict[str, Any]:
    """Person file, category, stack and sequence number: where the row stands (the last two only when it says so)."""
    numbers = {name: row[key] for name, key in (("stapel", STACK), ("volgnummer", SEQUENCE)) if key in row}
    return {"persoonslijst": str(person.number), "categorie": category} | numbers


def row_of(data: Mapping[str, Any], *, incorrect: bool = False) -> dict[str, Any]:
    """The row as the register wrote it; `incorrect` says whether it was corrected (then it carries 84.10 = `O`)."""
    place = data[PLACE]
    row: dict[str, Any] = {}
    row |= {key: place[name] for key, name in ((STACK, "stapel"), (SEQUENCE, "volgnummer")) if name in place}
    row |= _keys(data, ELEMENTS[place["categorie"]])
    return row | ({INCORRECT: FLAGGED} if incorrect else {})


def address_of(data: Mapping[str, Any]) -> dict[str, str] | None:
    """The address that the row referred to, in the register's names; None when it carried none."""
    address = data.get("adres")
    return None if address is None else _keys(address, ADDRESS)


def person_ref(object_id: UUID) -> dict[str, str]:
    """A reference to a person (`PersoonRef`)."""
    return {"objectId": str(object_id)}


def _properties(row: Mapping[str, Any], elements: Iterable[Element]) -> dict[str, Any]:
    return {element.name: row[element.key] for element in elements if element.key in row}


def _keys(data: Mapping[str, Any], elements: Iterable[Element]) -> dict[str, Any]:
    return {element.key: data[element.name] for element in elements if element.name in data}
