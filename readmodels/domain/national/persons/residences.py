"""Which of the four kinds of residence a person has, and which fields each kind knows."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

NOWHERE: Final = "."
"""A street or town that is not known."""
UNKNOWN_COUNTRY: Final = "0000"


class Kind(StrEnum):
    """The kinds of residence, as the public API names them."""

    ADDRESS = "Adres"
    LOCATION = "Locatie"
    ABROAD = "VerblijfplaatsBuitenland"
    UNKNOWN = "VerblijfplaatsOnbekend"


TELLING: Final[Mapping[Kind, str]] = {
    Kind.ADDRESS: "1110",
    Kind.LOCATION: "1210",
    Kind.ABROAD: "1310",
    Kind.UNKNOWN: "1310",
}
"""The element by which a residence is known to be of its kind."""
SINCE: Final[Mapping[Kind, str]] = {
    Kind.ADDRESS: "datumAanvangAdreshouding",
    Kind.LOCATION: "datumAanvangAdreshouding",
    Kind.ABROAD: "datumAanvangAdresBuitenland",
    Kind.UNKNOWN: "datumAanvangAdresBuitenland",
}
_ALWAYS = ("type", "datumVan", "datumIngangGeldigheid")
_ABROAD = ("verblijfadres.land", "verblijfadres.regel1", "verblijfadres.regel2", "verblijfadres.regel3")
_ADDRESS = (
    "verblijfadres.officieleStraatnaam",
    "verblijfadres.korteStraatnaam",
    "verblijfadres.huisnummer",
    "verblijfadres.huisletter",
    "verblijfadres.huisnummertoevoeging",
    "verblijfadres.aanduidingBijHuisnummer",
    "verblijfadres.postcode",
    "verblijfadres.woonplaats",
)
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ADDRESS: (
        *_ALWAYS, "functieAdres", "adresseerbaarObjectIdentificatie", "nummeraanduidingIdentificatie", *_ADDRESS
    ),
    Kind.LOCATION: (*_ALWAYS, "functieAdres", "verblijfadres.locatiebeschrijving"),
    Kind.ABROAD: (*_ALWAYS, *_ABROAD),
    Kind.UNKNOWN: _ALWAYS,
}  # fmt: skip
"""What is told of a residence of each kind."""


def kind_of(residence: Mapping[str, Any]) -> Kind | None:
    """The kind of a residence of the data form; None when neither street, location nor country is said."""
    if residence.get("land"):
        return Kind.UNKNOWN if residence["land"].get("code") == UNKNOWN_COUNTRY else Kind.ABROAD
    if residence.get("locatiebeschrijving"):
        return Kind.LOCATION
    return Kind.ADDRESS if residence.get("straat") else None
