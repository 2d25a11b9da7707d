"""The lines of an address, as one writes them on an envelope (`adressering`; NEN 5825)."""

from typing import Final

from readmodels.domain.national import said
from readmodels.domain.national.person_file import Elements

BESIDE_NUMBER: Final = {"by": "bij", "to": "t/o"}
"""How the indication with a house number (11.50) reads in a line."""
DIGITS_OF_POSTCODE: Final = 4
STREET: Final = ("straatnaamDiakritisch", "straatnaam")
PUBLIC_SPACE: Final = ("naamOpenbareRuimteDiakritisch", "naamOpenbareRuimte")


def first_line(address: Elements) -> str | None:
    """Street and number, or the description of a location; None when the street or the number is a standard value."""
    location = said.known(address, "locatiebeschrijving")
    if location is not None:
        return location
    street = said.preferred(address, *STREET)
    number = said.text(address, "huisnummer")
    if street is None or street == said.UNKNOWN_TEXT or (number is not None and not number.strip("0")):
        return None
    beside = BESIDE_NUMBER.get(said.text(address, "aanduidingBijHuisnummer") or "")
    return " ".join(part for part in (street, beside, _numbered(address, number)) if part)


def second_line(address: Elements, *, municipality: str | None) -> str | None:
    """Postcode and place in capitals, two blanks between; of a location the place alone; None without a postcode.

    `municipality`: the name of the municipality, which stands in where no place is stated (11.70).
    """
    place = said.known(address, "woonplaats") or municipality
    if said.known(address, "locatiebeschrijving") is not None:
        return place.upper() if place else None
    postcode = said.known(address, "postcode")
    if postcode is None or not place:
        return None
    return f"{postcode[:DIGITS_OF_POSTCODE]} {postcode[DIGITS_OF_POSTCODE:].strip()}  {place.upper()}"


def _numbered(address: Elements, number: str | None) -> str | None:
    """`35`, `103 c`, `400 LToe`, `9-2`, `35 III`: an addition follows a letter at once, a digit by a hyphen."""
    if number is None:
        return None
    letter = said.text(address, "huisletter")
    addition = said.text(address, "huisnummertoevoeging") or ""
    if letter is not None:
        return f"{number} {letter}{addition}"
    return f"{number}{'-' if addition[0].isdigit() else ' '}{addition}" if addition else number
