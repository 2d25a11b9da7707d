"""Values of the data form as the public form tells them: dates typed, and what is not known left out."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national.dates import typed

UNKNOWN_CODES: Final = frozenset({"0000", "000", "."})
"""Codes, and places without one, that say that something is not known."""
UNKNOWN_TEXTS: Final = frozenset({".", "0000000000000000"})
UNKNOWN_NUMBER: Final = 0
DATES: Final = frozenset(
    {
        "datum",
        "einddatum",
        "einddatumUitsluiting",
        "datumEinde",
        "datumIngang",
        "datumEersteInschrijvingGBA",
        "datumIngangFamilierechtelijkeBetrekking",
        "datumIngangGeldigheid",
        "datumIngangOnderzoek",
        "datumInschrijvingInGemeente",
        "datumVestigingInNederland",
    }
)
"""Members that hold a date."""


def public_value(name: str, value: Any) -> Any:
    """A member of the data form in the public form; None when what it says is that something is not known."""
    if name in DATES:
        return typed(value)
    if isinstance(value, Mapping):
        return None if value.get("code", value.get("omschrijving")) in UNKNOWN_CODES else dict(value)
    return None if value in UNKNOWN_TEXTS or (value == UNKNOWN_NUMBER and not isinstance(value, bool)) else value


def translated(name: str, value: Any) -> Any:
    """A member, and the members of a group, without what is not known; marks are made elsewhere."""
    if not isinstance(value, Mapping) or "code" in value or set(value) == {"omschrijving"}:
        return public_value(name, value)
    members = {member: translated(member, below) for member, below in value.items() if member != "inOnderzoek"}
    return {member: below for member, below in members.items() if below is not None}
