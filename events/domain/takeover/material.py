"""When a row's content holds in reality: material time, from the row's own dates.

A residence counts from 10.30 or 13.20, every other row from its start of validity (85.10), or else from its category's
own date. The first of them of which at least the year is known; its first possible instant; else 0001-01-01. What is
not known stays visible in the data.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from events.domain.moments import UNKNOWN_MOMENT, PartialDate
from events.domain.takeover import dates
from events.domain.takeover.register import Row

VALIDITY = "datum ingang geldigheid (85.10)"
DEATH_DATE = "datum overlijden (08.10)"
OWN_DATES: Mapping[str, tuple[str, ...]] = {
    "01": (VALIDITY, "geboortedatum (03.10)"),
    "02": (VALIDITY, "datum ingang familierechtelijke betrekking (62.10)"),
    "03": (VALIDITY, "datum ingang familierechtelijke betrekking (62.10)"),
    "04": (VALIDITY,),
    "05": (
        VALIDITY,
        "datum ontbinding huwelijk/geregistreerd partnerschap (07.10)",
        "datum huwelijkssluiting/aangaan geregistreerd partnerschap (06.10)",
    ),
    "06": (DEATH_DATE,),
    "07": ("datum eerste inschrijving GBA (68.10)", "datum opschorting bijhouding (67.10)"),
    "08": ("datum aanvang adreshouding (10.30)", "datum aanvang adres buitenland (13.20)", VALIDITY),
    "09": (VALIDITY, "geboortedatum (03.10)"),
    "10": (VALIDITY, "datum ingang verblijfstitel (39.30)"),
    "11": (VALIDITY,),
    "12": (VALIDITY, "datum uitgifte Nederlands reisdocument (35.30)"),
    "13": (VALIDITY, "europees_kiesrecht_datum"),
}
"""Category → the dates that say when a row holds, the most telling first."""


class Precision(StrEnum):
    """How much of the material time is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


def occurred_at(row: Row, *, category: str) -> datetime:
    """The first instant at which the row's content can hold (UTC)."""
    date = _own_date(row, category=category)
    return UNKNOWN_MOMENT if date is None else dates.starts_at(date)


def precision(row: Row, *, category: str) -> Precision:
    """How much of that instant the row knows."""
    match _own_date(row, category=category):
        case None:
            return Precision.UNKNOWN
        case PartialDate(month=None):
            return Precision.YEAR
        case PartialDate(day=None):
            return Precision.MONTH
        case _:
            return Precision.DAY


def _own_date(row: Row, *, category: str) -> PartialDate | None:
    found = (dates.read(row.get(name)) for name in OWN_DATES[category])
    return next((date for date in found if date is not None), None)


def polymorphic(date: PartialDate | None) -> dict[str, object]:
    """A register date as `OnvolledigeDatum` (`nl-standards.md`, 8.4); None is wholly unknown."""
    match date:
        case None | PartialDate(year=None):
            return {"type": "DatumOnbekend", "onbekend": True}
        case PartialDate(month=None):
            return {"type": "JaarDatum", "jaar": date.year}
        case PartialDate(day=None):
            return {"type": "JaarMaandDatum", "jaar": date.year, "maand": date.month}
        case _:
            return {"type": "Datum", "datum": date.text}
