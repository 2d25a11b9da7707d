"""How old somebody is, from a date of birth that may be known in part."""

from datetime import date

from readmodels.domain.national import dates


def age(born: str | None, *, today: date) -> int | None:
    """The age in whole years on a day.

    None when it is not certain: the year alone is known, or the month alone and it is this month; or before birth.
    """
    read = dates.read(born)
    if read.year is None or read.month is None:
        return None
    if read.day is None and read.month == today.month:
        return None
    has_had_birthday = (today.month, today.day) >= (read.month, read.day or 1)
    years = today.year - read.year - (0 if has_had_birthday else 1)
    return years if years >= 0 else None
