"""What the codes mean that LO GBA itself lists: unlike those of the national tables, they never change."""

from collections.abc import Mapping
from typing import Final

from readmodels.domain.national.codes import coded

SEX: Final = {"M": "man", "V": "vrouw", "O": "onbekend"}
"""04.10."""
ADDRESS_FUNCTION: Final = {"W": "woonadres", "B": "briefadres"}
"""10.10."""
BESIDE_NUMBER: Final = {"by": "bij", "to": "tegenover"}
"""11.50."""
UNION_KIND: Final = {"H": "huwelijk", "P": "geregistreerd partnerschap", ".": "onbekend"}
"""15.10."""
EUROPEAN_VOTE: Final = {"1": "persoon is uitgesloten", "2": "persoon ontvangt oproep"}
"""31.10."""
NAME_USE: Final = {
    "E": "eigen geslachtsnaam",
    "N": "geslachtsnaam echtgenoot/geregistreerd partner na eigen geslachtsnaam",
    "P": "geslachtsnaam echtgenoot/geregistreerd partner",
    "V": "geslachtsnaam echtgenoot/geregistreerd partner voor eigen geslachtsnaam",
}
"""61.10."""
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


def fixed(code: str, meanings: Mapping[str, str]) -> dict[str, str]:
    """A code with what it means."""
    return coded(code, meanings.get(code))
