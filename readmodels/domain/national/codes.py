"""What codes mean: the national tables, as far as somebody loaded them."""

from collections.abc import Callable
from enum import IntEnum

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


def coded(code: str, description: str | None) -> dict[str, str]:
    """A code with what it means, as the national APIs give it (`Waardetabel`)."""
    return {"code": code} | ({"omschrijving": description} if description else {})
