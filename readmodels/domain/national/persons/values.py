"""How the text of one element becomes a value: codes with what they mean, places, numbers. Total: of any text."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from readmodels.domain.national.codes import Codes, NationalTable, coded
from readmodels.domain.national.numbers import A_NUMBER_LENGTH, BSN_LENGTH, padded

PREDICATES: Final = frozenset({"JH", "JV"})
"""Codes of table 38 that are a predicate (jonkheer, jonkvrouw); the others are titles (Wet op de adeldom)."""
EXCLUDED: Final = "A"
"""Value of 38.10 of who is excluded from voting."""
TRUE: Final = "1"
DIGITS_MAX: Final = 18
YEAR_LENGTH: Final = 4
UNKNOWN_DATE: Final = "00000000"
WIDTHS: Final[Mapping[NationalTable, int]] = {
    NationalTable.NATIONALITY: 4,
    NationalTable.MUNICIPALITY: 4,
    NationalTable.COUNTRY: 4,
    NationalTable.NATIONALITY_REASON: 3,
    NationalTable.RESIDENCE_PERMIT: 2,
    NationalTable.NON_RESIDENT_PARTNER: 4,
}
"""How many digits the codes of a table have, of those that have only digits."""
_MUNICIPALITY = re.compile(r"\d{1,4}", re.ASCII)
_BAG = re.compile(r"\d{16}", re.ASCII)

SEXES = {"M": "man", "V": "vrouw", "O": "onbekend"}
NAME_USES = {
    "E": "eigen geslachtsnaam",
    "N": "geslachtsnaam echtgenoot/geregistreerd partner na eigen geslachtsnaam",
    "P": "geslachtsnaam echtgenoot/geregistreerd partner",
    "V": "geslachtsnaam echtgenoot/geregistreerd partner voor eigen geslachtsnaam",
}
ADDRESS_FUNCTIONS = {"W": "woonadres", "B": "briefadres"}
BESIDE_NUMBER = {"to": "tegenover", "by": "bij"}
UNION_KINDS = {"H": "huwelijk", "P": "geregistreerd partnerschap", ".": "onbekend"}
SUSPENSIONS = {
    "E": "emigratie",
    "F": "fout",
    "M": "ministerieel besluit",
    "O": "overlijden",
    "R": "pl is aangelegd in de rni",
    "W": "wissen",
    ".": "onbekend",
}
EUROPEAN_VOTES = {"1": "persoon is uitgesloten", "2": "persoon ontvangt oproep"}


def written(value: object) -> str:
    """The text that an element holds; empty when it holds nothing, or no text."""
    return value.strip() if isinstance(value, str) else ""


def eight_digits(said: str) -> str:
    """A date as LO GBA writes it: eight digits, zeros for what is not known; an export may write `0` or a year."""
    if not said.strip("0"):
        return said and UNKNOWN_DATE
    return said + "0000" if len(said) == YEAR_LENGTH and said.isascii() and said.isdigit() else said


def day(said: str, _: Codes) -> str:
    """A date."""
    return eight_digits(said)


def bsn(said: str, _: Codes) -> str:
    """A citizen service number."""
    return padded(said, BSN_LENGTH)


def a_number(said: str, _: Codes) -> str:
    """A number of administration."""
    return padded(said, A_NUMBER_LENGTH)


def text(said: str, _: Codes) -> str:
    """The text itself."""
    return said


def number(said: str, _: Codes) -> int | str:
    """A whole number; the text itself where it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= DIGITS_MAX else said


def flag(said: str, _: Codes) -> bool | None:
    """True, or nothing: what is not so is not said."""
    return True if said == TRUE else None


def excluded(said: str, _: Codes) -> bool | None:
    """Whether somebody is excluded from voting (38.10)."""
    return True if said == EXCLUDED else None


def bag(said: str, _: Codes) -> str | None:
    """An identification in the BAG: sixteen digits, or nothing."""
    return said if _BAG.fullmatch(said) else None


def title(said: str, describe: Codes) -> dict[str, str]:
    """A title or predicate of nobility (table 38)."""
    return coded(said, describe(NationalTable.TITLE, said)) | {"soort": "predicaat" if said in PREDICATES else "titel"}


def place(said: str, describe: Codes) -> Any:
    """A municipality by its code; any other place as it is written (a foreign town, coordinates, a ship)."""
    return municipality(said, describe) if _MUNICIPALITY.fullmatch(said) else {"omschrijving": said}


def from_table(table: NationalTable) -> Callable[[str, Codes], Any]:
    """Reads a code of a national table."""

    def read(said: str, describe: Codes) -> dict[str, str]:
        code = padded(said, WIDTHS.get(table, 0))
        return coded(code, describe(table, code))

    return read


def among(meanings: Mapping[str, str]) -> Callable[[str, Codes], Any]:
    """Reads a code whose meanings the national catalogue itself lists (LO GBA), so that no table is loaded for it."""

    def read(said: str, _: Codes) -> dict[str, str]:
        return coded(said, meanings.get(said))

    return read


municipality = from_table(NationalTable.MUNICIPALITY)
participant = from_table(NationalTable.NON_RESIDENT_PARTNER)
sex = among(SEXES)
name_use = among(NAME_USES)
address_function = among(ADDRESS_FUNCTIONS)
beside_number = among(BESIDE_NUMBER)
union_kind = among(UNION_KINDS)
suspension = among(SUSPENSIONS)
european_vote = among(EUROPEAN_VOTES)
