"""What the codes mean that LO GBA itself lists: unlike those of the national tables, they never change."""

from typing import Final

from readmodels.domain.national.codes import coded

SEX: Final = {"M": "man", "V": "vrouw", "O": "onbekend"}
"""04.10."""
ADDRESS_FUNCTION: Final = {"W": "woonadres", "B": "briefadres"}
"""10.10."""
BESIDE_NUMBER: Final = {"by": "bij", "to": "tegenover"}
"""11.50."""
SUSPENSION: Final = {
    "O": "overlijden",
    "E": "emigratie",
    "M": "ministerieel besluit",
    "R": "pl is aangelegd in de rni",
    "F": "fout",
    "W": "wissen",
    ".": "onbekend",
}
"""67.20."""


def fixed(code: str | None, meanings: dict[str, str]) -> dict[str, str] | None:
    """A code with what it means; None when none is said."""
    return None if code is None else coded(code, meanings.get(code))
