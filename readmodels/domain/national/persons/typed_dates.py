"""Eight-digit dates in the typed form of the public API (`nl-standards.md`, 8.4): no day is invented."""

from typing import Any, Final

from events.domain.takeover import dates

MONTHS: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
UNKNOWN: Final = {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}


def typed(said: Any) -> dict[str, Any] | None:
    """The date as far as it is known, with how it is written in Dutch. None when there is no date; junk is unknown."""
    if not isinstance(said, str) or not said:
        return None
    read = dates.read(said)
    if read is None or read.year is None:
        return dict(UNKNOWN)
    if read.month is None:
        return {"type": "JaarDatum", "jaar": read.year, "langFormaat": str(read.year)}
    month = f"{MONTHS[read.month - 1]} {read.year}"
    if read.day is None:
        return {"type": "JaarMaandDatum", "jaar": read.year, "maand": read.month, "langFormaat": month}
    return {"type": "Datum", "datum": read.text, "langFormaat": f"{read.day} {month}"}
