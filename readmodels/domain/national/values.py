"""How the text of one element becomes a value: codes with what they mean, places, numbers. Total: of any text."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from readmodels.domain.national import dates, fixed_codes, nobility, numbers
from readmodels.domain.national.codes import Codes, NationalTable, coded, described
from readmodels.domain.national.fixed_codes import fixed

EXCLUDED: Final = "A"
"""Value of 38.10 of who is excluded from voting."""
TRUE: Final = "1"
_MUNICIPALITY = re.compile(r"\d{1,4}", re.ASCII)
_BAG = re.compile(r"\d{16}", re.ASCII)


def day(said: str, _: Codes) -> str:
    """A date."""
    return dates.restored(said)


def bsn(said: str, _: Codes) -> str:
    """A citizen service number."""
    return numbers.padded(said, numbers.BSN_LENGTH)


def a_number(said: str, _: Codes) -> str:
    """A number of administration."""
    return numbers.padded(said, numbers.A_NUMBER_LENGTH)


def text(said: str, _: Codes) -> str:
    """The text itself."""
    return said


def number(said: str, _: Codes) -> int | None:
    """A whole number, or nothing."""
    return numbers.whole(said)


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
    kind = "predicaat" if said in nobility.PREDICATES else "titel"
    return coded(said, describe(NationalTable.TITLE, said)) | {"soort": kind}


def place(said: str, describe: Codes) -> Any:
    """A municipality by its code; any other place as it is written (a foreign town, coordinates, a ship)."""
    return municipality(said, describe) if _MUNICIPALITY.fullmatch(said) else {"omschrijving": said}


def from_table(table: NationalTable) -> Callable[[str, Codes], Any]:
    """Reads a code of a national table."""
    return lambda said, describe: described(said, table, describe)


def among(meanings: Mapping[str, str]) -> Callable[[str, Codes], Any]:
    """Reads a code whose meanings the national catalogue itself lists (LO GBA), so that no table is loaded for it."""
    return lambda said, _: fixed(said, meanings)


municipality = from_table(NationalTable.MUNICIPALITY)
sex = among(fixed_codes.SEX)
name_use = among(fixed_codes.NAME_USE)
address_function = among(fixed_codes.ADDRESS_FUNCTION)
beside_number = among(fixed_codes.BESIDE_NUMBER)
union_kind = among(fixed_codes.UNION_KIND)
european_vote = among(fixed_codes.EUROPEAN_VOTE)
