"""Dates of the register in the national shapes (`nl-standards.md`, 8.4): a day, a month, a year, or nothing known.

A partial date is an uncertainty period: the month of an unknown day, the year of an unknown month, always when nothing
is known. What the register wrote that is no date at all tells as little as zeros do.
"""

from datetime import date, timedelta
from typing import Any, Final

from events.domain.moments import PartialDate
from events.domain.takeover import dates
from readmodels.domain.national import said
from readmodels.domain.national.person_file import Elements

UNKNOWN: Final = PartialDate()
UNKNOWN_DIGITS: Final = "00000000"
MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def read(text: str | None) -> PartialDate:
    """The date that a text says, as far as it is known; wholly unknown when it says none."""
    return dates.read(text) or UNKNOWN


def is_whole(stated: PartialDate) -> bool:
    """Whether the very day is known."""
    return stated.day is not None


def day_after(day: date) -> date:
    """The next day; of the last day of all, that day itself."""
    return day if day == date.max else day + timedelta(days=1)


def eight_digits(stated: PartialDate) -> str:
    """As the register writes it, with zeros for what is unknown: dates in this form sort as officials sort them."""
    return f"{stated.year or 0:04d}{stated.month or 0:02d}{stated.day or 0:02d}"


def restored(text: str) -> str:
    """The text of a date with the zeros that an export may have shorn: of `0`, or of a year. Other text as it is."""
    if not text.strip("0"):
        return text and UNKNOWN_DIGITS
    is_year = len(text) == dates.YEAR_ONLY and text.isascii() and text.isdigit()
    return text + UNKNOWN_DIGITS[dates.YEAR_ONLY :] if is_year else text


def stated(elements: Elements, name: str) -> str | None:
    """What an element says as a date, in eight digits where it is one; None when it says nothing."""
    text = said.text(elements, name)
    return None if text is None else restored(text)


def typed(text: str | None) -> dict[str, Any] | None:
    """The date in the public form; None when none was said."""
    return public(read(text)) if text else None


def public(stated: PartialDate) -> dict[str, Any]:
    """`Datum`, `JaarMaandDatum`, `JaarDatum` or `DatumOnbekend`, with the words for it (`14 oktober 2023`)."""
    year, month = stated.year, stated.month
    if year is None:
        return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    if month is None:
        return {"type": "JaarDatum", "jaar": year, "langFormaat": str(year)}
    words = f"{MONTHS[month - 1]} {year}"
    if stated.day is None:
        return {"type": "JaarMaandDatum", "jaar": year, "maand": month, "langFormaat": words}
    return {"type": "Datum", "datum": stated.earliest.isoformat(), "langFormaat": f"{stated.day} {words}"}
