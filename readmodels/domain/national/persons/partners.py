"""Which partners of a person are told of: those of now, and without one the last who was."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from readmodels.domain.national import dates, said
from readmodels.domain.national.person_file import NOTHING, UNION, Elements, PersonFile, Stack

BEGUN: Final = ("datumAangaan", "plaatsAangaan", "landAangaan")
DISSOLVED: Final = ("datumOntbinding", "plaatsOntbinding", "landOntbinding", "redenOntbinding")


def unions(file: PersonFile) -> list[Elements]:
    """What is said of every partner who is told of: all present ones, else only the one whose union ended last.

    Of a union that was dissolved, how it began is taken from the newest row that says so.
    """
    told = [union for union in map(_said, file.of(UNION)) if is_told(union)]
    present = [union for union in told if not is_dissolved(union)]
    return present or sorted(told, key=lambda union: dates.stated(union, "datumOntbinding") or "")[-1:]


def is_told(union: Elements) -> bool:
    """Whether anything is said of the partner or the union, beside acts, documents and investigations."""
    return said.anything(union, _TELLING)


def is_dissolved(union: Elements) -> bool:
    """Whether the union has ended (group 07)."""
    return said.anything(union, DISSOLVED)


def _said(stack: Stack) -> Elements:
    present = next((row.elements for row in stack), NOTHING)
    if not is_dissolved(present):
        return present
    begun = next((row.elements for row in stack if said.anything(row.elements, BEGUN)), NOTHING)
    return {**present, **{name: begun[name] for name in BEGUN if name in begun}}


_TELLING: Final = (
    "anummer",
    "burgerservicenummer",
    "voornamen",
    "voornamenDiakritisch",
    "adellijkeTitelPredicaat",
    "voorvoegsel",
    "geslachtsnaam",
    "geslachtsnaamDiakritisch",
    "geboortedatum",
    "geboorteplaats",
    "geboorteland",
    *BEGUN,
    *DISSOLVED,
    "soortVerbintenis",
)


def whose_name_is_used(partners: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Of the partners in the data form, the one whose name a person may use: of the oldest union (BW 1:9)."""
    return min(partners, key=_begun_on, default=None)


def _begun_on(partner: Mapping[str, Any]) -> str:
    return str(partner.get("aangaanHuwelijkPartnerschap", {}).get("datum", ""))
