"""The lines of an address, as one writes them on an envelope (`adressering`; NEN 5825)."""

import re
from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import said
from readmodels.domain.national.names import joined
from readmodels.domain.national.places import Kind, kind_of

BESIDE: Final[Mapping[str, str]] = {"by": "bij", "to": "t/o"}
"""How the indication with a house number (11.50) reads in a line."""
BETWEEN_POSTCODE_AND_TOWN: Final = "  "
UNKNOWN_NUMBER: Final = 0
_POSTCODE = re.compile(r"(\d{4}) ?([A-Za-z]{2})", re.ASCII)


def lines(place: Mapping[str, Any], municipality: Mapping[str, Any]) -> dict[str, Any]:
    """The lines for a place of the data form; none for an address of which street or number is not known."""
    match kind_of(place):
        case Kind.ADDRESS:
            return _told(adresregel1=_street_line(place), adresregel2=_town_line(place, municipality))
        case Kind.LOCATION:
            return _told(adresregel1=place.get("locatiebeschrijving"), adresregel2=_town(place, municipality) or None)
        case Kind.ABROAD:
            abroad = {f"adresregel{line}": place.get(f"regel{line}") for line in (1, 2, 3)}
            return _told(**abroad, land=place.get("land") if any(abroad.values()) else None)
    return {}


def _told(**members: Any) -> dict[str, Any]:
    return {name: member for name, member in members.items() if member}


def _is_known(place: Mapping[str, Any]) -> bool:
    """Whether neither the street nor the number is written as unknown; there may be no number."""
    return bool(
        place.get("straat", said.UNKNOWN_TEXT) != said.UNKNOWN_TEXT and place.get("huisnummer") != UNKNOWN_NUMBER
    )


def _street_line(place: Mapping[str, Any]) -> str | None:
    """Street and number, with letter and addition: `Dam 1`, `Dam bij 1 B`, `Dam 1-2`, `Dam 1 III`, `Dam 1 BIII`."""
    if not _is_known(place):
        return None
    letter, addition = str(place.get("huisletter", "")), str(place.get("huisnummertoevoeging", ""))
    beside = BESIDE.get(place.get("aanduidingBijHuisnummer", {}).get("code", ""))
    numbered = joined(place["straat"], beside, str(place.get("huisnummer", "")))
    if letter or not addition[:1].isdigit():
        return joined(numbered, letter + addition)
    return f"{numbered}-{addition}"


def _town_line(place: Mapping[str, Any], municipality: Mapping[str, Any]) -> str | None:
    """Postcode and town, two blanks between; none when either is missing: `2511 CV  DEN HAAG`."""
    if not _is_known(place):
        return None
    postcode = _POSTCODE.fullmatch(str(place.get("postcode", "")))
    town = _town(place, municipality)
    return f"{postcode[1]} {postcode[2]}{BETWEEN_POSTCODE_AND_TOWN}{town}" if postcode and town else None


def _town(place: Mapping[str, Any], municipality: Mapping[str, Any]) -> str:
    """The town in capitals; without one, the municipality."""
    town = str(place.get("woonplaats", said.UNKNOWN_TEXT))
    return (town if town != said.UNKNOWN_TEXT else str(municipality.get("omschrijving", ""))).upper()
