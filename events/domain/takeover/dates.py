"""Dates as the register writes them: eight digits, zeros for what is not known (LO GBA, `jjjjmmdd`).

`0` or `00000000` is wholly unknown, `19850000` a year, `19850400` a month, four digits a year; a day without its month
says no more than its year. The text itself stays in the event data; here it is only read.
"""

from datetime import datetime, timedelta

from events.domain.moments import PartialDate, first_instant

WHOLE, YEAR_ONLY = 8, 4


def is_filled(text: str | None) -> bool:
    """Whether anything was filled in: not absent, empty, nor all zeros."""
    return bool(text and text.strip("0"))


def read(text: str | None) -> PartialDate | None:
    """The date that a register text says, as far as it is known.

    None when it is absent, wholly unknown, or no date at all (`is_filled` tells the last from the others).
    """
    if text is None or not is_filled(text) or not (text.isascii() and text.isdigit()):
        return None
    if len(text) not in (WHOLE, YEAR_ONLY):
        return None
    year, month, day = int(text[:4]), int(text[4:6] or 0), int(text[6:8] or 0)
    try:
        return PartialDate(year, month or None, (day or None) if month else None)
    except ValueError:
        return None


def is_partial(text: str | None) -> bool:
    """Whether the text says itself that its day is not known: a year, or zeros for the day."""
    return read(text) is not None and (text or "").endswith("00"[: len(text or "") - YEAR_ONLY])


def starts_at(date: PartialDate) -> datetime:
    """The first instant that a date may be, in Europe/Amsterdam."""
    return first_instant(date.earliest)


def ends_at(date: PartialDate) -> datetime:
    """The first instant after the last day that a date may be."""
    return first_instant(date.latest + timedelta(days=1))
