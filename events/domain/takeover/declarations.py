"""The typed takeover types: one per category that has no event type of its own, declared from the elements.

`events/event_types/overname/*.json` hold what `declaration` makes (a test keeps them equal). A published version never
changes: an element that is added later makes a new version.
"""

from collections.abc import Mapping
from typing import Any

from events.domain.permissions import OFFICIAL
from events.domain.takeover.elements import ADDRESS, ELEMENTS, TEXT_LENGTH_MAX, Element
from events.domain.takeover.register import CATEGORIES
from events.domain.takeover.stacks import NUMBER_MAX

VERSION = "1"
RANK = 500
DEATH = "Overlijden"
TYPES: Mapping[str, str] = {
    "01": "OvernamePersoon",
    "02": "OvernameOuder",
    "03": "OvernameOuder",
    "04": "OvernameNationaliteit",
    "05": "OvernameVerbintenis",
    "06": DEATH,
    "07": "OvernameInschrijving",
    "08": "OvernameVerblijfplaats",
    "09": "OvernameKind",
    "10": "OvernameVerblijfstitel",
    "11": "OvernameGezag",
    "12": "OvernameReisdocument",
    "13": "OvernameKiesrecht",
}
"""Category → event type. A death is the real type, so that a second death of one person is refused."""

TITLES: Mapping[str, str] = {
    "OvernamePersoon": "Overgenomen: persoon",
    "OvernameOuder": "Overgenomen: ouder",
    "OvernameNationaliteit": "Overgenomen: nationaliteit",
    "OvernameVerbintenis": "Overgenomen: huwelijk of partnerschap",
    "OvernameInschrijving": "Overgenomen: inschrijving",
    "OvernameVerblijfplaats": "Overgenomen: verblijfplaats",
    "OvernameKind": "Overgenomen: kind",
    "OvernameVerblijfstitel": "Overgenomen: verblijfstitel",
    "OvernameGezag": "Overgenomen: gezagsverhouding",
    "OvernameReisdocument": "Overgenomen: reisdocument",
    "OvernameKiesrecht": "Overgenomen: kiesrecht",
}
"""The takeover types with their Dutch titles."""

RELATED = frozenset({"02", "03", "05", "09"})
"""Categories whose rows name another person: a parent, a partner, a child."""


def type_of(category: str) -> str:
    """The event type that rows of this category become."""
    return TYPES[category]


def categories_of(event_type: str) -> tuple[str, ...]:
    """The categories whose rows become this type."""
    return tuple(category for category, name in TYPES.items() if name == event_type)


def declaration(event_type: str) -> dict[str, Any]:
    """The declaration of one takeover type, as its file holds it."""
    categories = categories_of(event_type)
    named = " en ".join(f"{category} {CATEGORIES[category]}" for category in categories)
    return {
        "name": event_type,
        "title": TITLES[event_type],
        "description": f"Eén rij van categorie {named} uit een bestaand register, overgenomen zoals zij daar stond. "
        "Datums zijn acht cijfers met nullen voor wat niet bekend is; 84.10 blijkt uit de correctie.",
        "versions": [
            {
                "version": VERSION,
                "takeover": True,
                "source_types": [OFFICIAL],
                "subject_pointers": ["/persoon/objectId"],
                "rank": RANK + int(categories[0]),
                "schema": row_schema(categories),
            }
        ],
    }


def row_schema(categories: tuple[str, ...]) -> dict[str, Any]:
    """The schema of a row's data: the subject, its place in the register, and every element of the category."""
    related = {"gerelateerde": _reference("De genoemde persoon")} if RELATED.intersection(categories) else {}
    row = _row(categories)
    return {
        "type": "object",
        "required": ["persoon", *row["required"]],
        "additionalProperties": False,
        "properties": {"persoon": _reference("Over wie de rij gaat"), **related, **row["properties"]},
    }


def death_row_schema() -> dict[str, Any]:
    """The schema of `overname` in an `Overlijden`: the row of category 06 that it was taken over from."""
    return {
        "title": "Overgenomen rij",
        "description": "De rij van categorie 06 waaruit het overlijden is overgenomen; alleen bij een overname.",
        **_row(categories_of(DEATH)),
    }


def _row(categories: tuple[str, ...]) -> dict[str, Any]:
    address = {"adres": _object("Adres waarnaar de rij verwijst", ADDRESS)} if "08" in categories else {}
    return {
        "type": "object",
        "required": ["register"],
        "additionalProperties": False,
        "properties": {"register": _place(categories), **_properties(ELEMENTS[categories[0]]), **address},
    }


def _place(categories: tuple[str, ...]) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0, "maximum": NUMBER_MAX}
    return {
        "type": "object",
        "title": "Plaats in het overgenomen register",
        "required": ["persoonslijst", "categorie"],
        "additionalProperties": False,
        "properties": {
            "persoonslijst": {"type": "string", "title": "Nummer van de persoonslijst", "maxLength": 40},
            "categorie": {"enum": list(categories), "title": "Categorie van LO GBA"},
            "stapel": {**number, "title": "Stapel"},
            "volgnummer": {**number, "title": "Volgnummer in de stapel; 0 is de actuele rij"},
        },
    }


def _reference(title: str) -> dict[str, Any]:
    return {
        "type": "object",
        "title": title,
        "required": ["objectId"],
        "additionalProperties": False,
        "properties": {"objectId": {"type": "string", "format": "uuid"}},
    }


def _object(title: str, elements: tuple[Element, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "title": title,
        "additionalProperties": False,
        "properties": _properties(elements),
    }


def _properties(elements: tuple[Element, ...]) -> dict[str, Any]:
    return {
        element.name: {"type": "string", "title": element.title, "maxLength": TEXT_LENGTH_MAX} for element in elements
    }
