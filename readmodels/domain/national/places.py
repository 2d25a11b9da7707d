"""A place where somebody lives, from the data form to the public form: one of four kinds, each with its own fields."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from readmodels.domain.national import said
from readmodels.domain.national.public_values import public_value
from readmodels.domain.national.trees import Tree, get, put

UNKNOWN_COUNTRY: Final = "0000"


class Kind(StrEnum):
    """The kinds of residence, as the public API names them."""

    ADDRESS = "Adres"
    LOCATION = "Locatie"
    ABROAD = "VerblijfplaatsBuitenland"
    UNKNOWN = "VerblijfplaatsOnbekend"


_IN_NETHERLANDS = ("functieAdres", "adresseerbaarObjectIdentificatie", "nummeraanduidingIdentificatie")
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ADDRESS: (
        *_IN_NETHERLANDS,
        "verblijfadres.officieleStraatnaam",
        "verblijfadres.korteStraatnaam",
        "verblijfadres.huisnummer",
        "verblijfadres.huisletter",
        "verblijfadres.huisnummertoevoeging",
        "verblijfadres.aanduidingBijHuisnummer",
        "verblijfadres.postcode",
        "verblijfadres.woonplaats",
    ),
    Kind.LOCATION: ("functieAdres", "verblijfadres.locatiebeschrijving"),
    Kind.ABROAD: ("verblijfadres.land", "verblijfadres.regel1", "verblijfadres.regel2", "verblijfadres.regel3"),
    Kind.UNKNOWN: (),
}
"""What is told of a place of each kind."""
SAID_AS: Final[Mapping[str, str]] = {
    "verblijfadres.korteStraatnaam": "straat",
    "verblijfadres.officieleStraatnaam": "naamOpenbareRuimte",
}
"""Where the data form tells what the public form has another name for."""


def kind(*, country: str | None, location: str | None) -> Kind:
    """A place abroad by its country, or nowhere that is known; a location by its description; else an address."""
    if country:
        return Kind.UNKNOWN if country == UNKNOWN_COUNTRY else Kind.ABROAD
    return Kind.LOCATION if location and location != said.UNKNOWN_TEXT else Kind.ADDRESS


def kind_of(place: Mapping[str, Any]) -> Kind | None:
    """The kind of a place of the data form; None when neither street, location nor country is said."""
    found = kind(country=get(place, "land.code"), location=place.get("locatiebeschrijving"))
    return None if found is Kind.ADDRESS and not place.get("straat") else found


def public_place(place: Mapping[str, Any], of: Kind) -> Tree:
    """What the public form tells of a place of the data form, without what is not known."""
    told: Tree = {}
    for path in FIELDS[of]:
        name = path.rpartition(".")[2]
        put(told, path, public_value(name, get(place, SAID_AS.get(path, name))))
    return told
