"""Ages by dates that may be partial: yes, no, or not to be known."""

from datetime import date

from events.domain.moments import PartialDate, Truth


def has_turned(years: int, *, born: PartialDate | None, on: PartialDate | None) -> Truth:
    """Whether the birthday on which somebody turned so many years had come by that day.

    Of 29 February it comes on 1 March where the year has none: an age is reached when its last day is over.
    """
    if born is None or on is None or born.year is None or on.year is None:
        return Truth.UNKNOWN
    if _birthday(born.latest, years) <= _day(on.earliest):
        return Truth.YES
    return Truth.NO if _birthday(born.earliest, years) > _day(on.latest) else Truth.UNKNOWN


def _birthday(born: date, years: int) -> tuple[int, int, int]:
    return born.year + years, born.month, born.day


def _day(on: date) -> tuple[int, int, int]:
    return on.year, on.month, on.day
