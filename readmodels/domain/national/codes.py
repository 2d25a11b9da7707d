"""What codes mean: the national tables, as far as somebody loaded them."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Final

from readmodels.domain.national.numbers import padded

Codes = Callable[[int, str], str | None]
"""(national table, code) → what the code means; None when the table or the code is not known."""


class NationalTable(IntEnum):
    """The tables that descriptions are looked up in, by their national number."""

    NATIONALITY = 32
    MUNICIPALITY = 33
    COUNTRY = 34
    NATIONALITY_REASON = 37
    TITLE = 38
    RESIDENCE_PERMIT = 56
    NON_RESIDENT_PARTNER = 60
    CUSTODY = 61


WIDTHS: Final[Mapping[NationalTable, int]] = {
    NationalTable.NATIONALITY: 4,
    NationalTable.MUNICIPALITY: 4,
    NationalTable.COUNTRY: 4,
    NationalTable.NATIONALITY_REASON: 3,
    NationalTable.RESIDENCE_PERMIT: 2,
    NationalTable.NON_RESIDENT_PARTNER: 4,
}
"""How many digits the codes of a table have, of those that have only digits."""


def coded(code: str, description: str | None) -> dict[str, str]:
    """A code with what it means, as the national APIs give it (`Waardetabel`)."""
    return {"code": code} | ({"omschrijving": description} if description else {})


def whole(code: str, table: NationalTable) -> str:
    """A code of a table, with the zeros before it that an export may have shorn."""
    return padded(code, WIDTHS.get(table, 0))


def described(code: str, table: NationalTable, describe: Codes) -> dict[str, str]:
    """A code of a table with what it means."""
    found = whole(code, table)
    return coded(found, describe(table, found))
