"""Whether an end that the register writes has come: partial dates count as long as they may still lie ahead."""

from datetime import date
from typing import Any

from events.domain.takeover import dates


def is_over(ends: Any, *, today: date) -> bool:
    """Whether an end date has been reached.

    A whole date is over on its day; a month or a year only when it has passed; an unknown date, or none, never.
    """
    read = dates.read(ends) if isinstance(ends, str) else None
    if read is None:
        return False
    return read.latest < today if read.day is None else read.earliest <= today
