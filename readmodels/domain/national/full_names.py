"""The full name of a person (`volledigeNaam`): predicate, given names, title, prefix and surname, in that order."""

from typing import Final

from readmodels.domain.national import said
from readmodels.domain.national.person_file import Elements

GIVEN_NAMES: Final = ("voornamenDiakritisch", "voornamen")
SURNAME: Final = ("geslachtsnaamDiakritisch", "geslachtsnaam")
PREDICATES: Final = frozenset({"JH", "JV"})
"""Before the given names; the other codes of table 38 are titles, and stand before the surname."""
FOR_MEN_AND_WOMEN: Final = (
    ("B", "BS"), ("G", "GI"), ("H", "HI"), ("M", "MI"), ("P", "PS"), ("R", "R"), ("JH", "JV"),
)  # fmt: skip
WORDS: Final = {
    "B": "baron", "BS": "barones", "G": "graaf", "GI": "gravin", "H": "hertog", "HI": "hertogin", "JH": "jonkheer",
    "JV": "jonkvrouw", "M": "markies", "MI": "markiezin", "P": "prins", "PS": "prinses", "R": "ridder",
}  # fmt: skip


def full_name(person: Elements) -> str | None:
    """The full name by the row of category 01; None when it holds no name."""
    given = _known(said.preferred(person, *GIVEN_NAMES))
    surname = _known(said.preferred(person, *SURNAME))
    code = _for_sex(said.text(person, "adellijkeTitelPredicaat") or "", said.text(person, "geslachtsaanduiding"))
    word = WORDS.get(code)
    before, after = (word, None) if code in PREDICATES else (None, word)
    parts = (before, given, after, _known(said.text(person, "voorvoegsel")), surname)
    return " ".join(" ".join(part for part in parts if part).split()) or None


def _known(text: str | None) -> str | None:
    return None if text == said.UNKNOWN_TEXT else text


def _for_sex(code: str, sex: str | None) -> str:
    """The title as a man or a woman bears it, whichever was registered; as registered where the sex is not known."""
    both = next((pair for pair in FOR_MEN_AND_WOMEN if code in pair), (code, code))
    return {"M": both[0], "V": both[1]}.get(sex or "", code)
