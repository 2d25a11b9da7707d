"""Whether an end that the register writes has come: partial dates count as long as they may still lie ahead."""

from datetime import date

from readmodels.domain.national import dates


def is_over(ends: str | None, *, today: date) -> bool:
    """Whether an end date has been reached.

    A whole date is over on its day; a month or a year only when it has passed; an unknown date, or none, never.
    """
    read = dates.read(ends)
    if read == dates.UNKNOWN:
        return False
    return read.earliest <= today if dates.is_whole(read) else read.latest < today
