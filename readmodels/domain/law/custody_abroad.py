"""When custody cannot be told from here: a register does not say what happened abroad (national rules of custody)."""

from collections.abc import Callable

from readmodels.domain.person import NETHERLANDS, Person

NON_RESIDENTS = "1999"
"""The municipality of the register of non-residents."""


def why_not_from_here(child: Person, *, parents_together: bool, adopted: Callable[[], bool]) -> str:
    """Why it cannot be determined for a child that lives, was born or has lived abroad; nothing when it can be.

    Parents who are together now have custody wherever the child was.
    """
    residence = None if child.residence is None else child.residence.value
    if residence is not None and (residence.country != NETHERLANDS or residence.municipality == NON_RESIDENTS):
        return "De minderjarige is niet ingezetene."
    if parents_together:
        return ""
    born = child.birth.value.country if child.birth else ""
    if not born:
        return "Het geboorteland van de minderjarige ontbreekt."
    if born == NETHERLANDS and residence is not None and residence.settled_on is not None:
        return "De minderjarige heeft in het buitenland gewoond."
    if born != NETHERLANDS and not adopted():
        return "De minderjarige is in het buitenland geboren."
    return ""
