"""Dates of which only a part is known, as people type them: 12-04-1985, 1985-04, 1985, or unknown.

A date is written as day-month-year, as everybody here does; it is read as year-month-day too.
"""

import re
from typing import Any, Final

from events.domain.moments import PartialDate, parse

UNKNOWN_WORDS: Final = ("onbekend", "unknown")
_DUTCH = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})", re.ASCII)


def typed_date(text: str) -> PartialDate | None:
    """The date that somebody typed; None when it is none."""
    said = text.strip()
    if said.casefold() in UNKNOWN_WORDS:
        return PartialDate()
    found = parse(said)
    if found is not None:
        return found
    match = _DUTCH.fullmatch(said)
    if match is None:
        return None
    day, month, year = (None if part is None else int(part) for part in match.groups())
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def date_text(date: PartialDate) -> str:
    """The date as one would type it."""
    return "-".join(reversed(date.text.split("-"))) or UNKNOWN_WORDS[0]


def date_data(date: PartialDate) -> dict[str, Any]:
    """The date in the national form of how much of it is known."""
    if date.year is None:
        return {"type": "DatumOnbekend", "onbekend": True}
    if date.month is None:
        return {"type": "JaarDatum", "jaar": date.year}
    if date.day is None:
        return {"type": "JaarMaandDatum", "jaar": date.year, "maand": date.month}
    return {"type": "Datum", "datum": date.text}
