"""How the data of the shipped types say it: persons, places, rulings, dates and numbers."""

from typing import Any
from uuid import UUID

PLACE = {"land": "6030", "gemeente": "0518"}
RULING = {"rechtbank": "Rechtbank Den Haag", "zaaknummer": "C/09/000001", "datum": "2020-01-01"}


def ref(someone: UUID) -> dict[str, str]:
    """A reference to a person."""
    return {"objectId": str(someone)}


def date_form(on: str) -> dict[str, Any]:
    """A date as the types have it: whole, without its day, or only its year."""
    match on.split("-"):
        case [year]:
            return {"type": "JaarDatum", "jaar": int(year)}
        case [year, month]:
            return {"type": "JaarMaandDatum", "jaar": int(year), "maand": int(month)}
        case _:
            return {"type": "Datum", "datum": on}


def bsn(number: int) -> str:
    """A BSN that fits the eleven test, another for every number."""
    for last in range(number * 10, number * 10 + 1000):
        digits = f"9{last:07d}"
        check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError
