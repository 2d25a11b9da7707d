"""The lines of an address as the post wants them (NEN 5825, as the national API fills them)."""

import re
from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national.persons.names import joined
from readmodels.domain.national.persons.residences import NOWHERE, Kind, kind_of

BESIDE: Final[Mapping[str, str]] = {"by": "bij", "to": "t/o"}
BETWEEN_POSTCODE_AND_TOWN: Final = "  "
UNKNOWN_NUMBER: Final = 0
_POSTCODE = re.compile(r"(\d{4}) ?([A-Za-z]{2})", re.ASCII)


def address_lines(residence: Mapping[str, Any], municipality: Mapping[str, Any]) -> dict[str, Any]:
    """The lines for a residence of the data form; none for an address of which street or number is not known."""
    match kind_of(residence):
        case Kind.ADDRESS:
            return _told(adresregel1=_street_line(residence), adresregel2=_town_line(residence, municipality))
        case Kind.LOCATION:
            return _told(
                adresregel1=residence.get("locatiebeschrijving"), adresregel2=_town(residence, municipality) or None
            )
        case Kind.ABROAD:
            lines = {f"adresregel{line}": residence.get(f"regel{line}") for line in (1, 2, 3)}
            return _told(**lines, land=residence.get("land") if any(lines.values()) else None)
    return {}


def _told(**lines: Any) -> dict[str, Any]:
    return {name: line for name, line in lines.items() if line}


def _is_complete(residence: Mapping[str, Any]) -> bool:
    street, number = residence.get("straat", NOWHERE), residence.get("huisnummer", UNKNOWN_NUMBER)
    return bool(street != NOWHERE and number != UNKNOWN_NUMBER)


def _street_line(residence: Mapping[str, Any]) -> str | None:
    """Street and number, with letter and addition: `Dam 1`, `Dam bij 1 B`, `Dam 1-2`, `Dam 1 III`, `Dam 1 BIII`."""
    if not _is_complete(residence):
        return None
    letter, addition = str(residence.get("huisletter", "")), str(residence.get("huisnummertoevoeging", ""))
    beside = BESIDE.get(residence.get("aanduidingBijHuisnummer", {}).get("code", ""))
    numbered = joined(residence["straat"], beside, str(residence["huisnummer"]))
    if letter or not addition[:1].isdigit():
        return joined(numbered, letter + addition)
    return f"{numbered}-{addition}"


def _town_line(residence: Mapping[str, Any], municipality: Mapping[str, Any]) -> str | None:
    if not _is_complete(residence):
        return None
    postcode = _POSTCODE.fullmatch(str(residence.get("postcode", "")))
    town = _town(residence, municipality)
    if postcode is None:
        return town or None
    return BETWEEN_POSTCODE_AND_TOWN.join(filter(None, (f"{postcode[1]} {postcode[2]}", town)))


def _town(residence: Mapping[str, Any], municipality: Mapping[str, Any]) -> str:
    """The town in capitals; without one, the municipality."""
    town = str(residence.get("woonplaats", NOWHERE))
    return (town if town != NOWHERE else str(municipality.get("omschrijving", ""))).upper()
