"""Titles and predicates of nobility: the form that fits a sex, and how their bearer is addressed.

Each form has its code (`B` baron, `BS` barones); a person who changed sex keeps the code and bears the other form. A
knight (`R`) has none for a woman. Table 38 is not asked: the list is closed (Wet op de adeldom), and names are written
where nobody loaded a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MAN, WOMAN = "M", "V"
PREDICATES: Final = frozenset({"JH", "JV"})
"""Codes of a predicate, that stands before the given names; the others are titles, and stand before the surname."""
WORDS: Final[Mapping[str, str]] = {
    "B": "baron", "BS": "barones", "G": "graaf", "GI": "gravin", "H": "hertog", "HI": "hertogin", "JH": "jonkheer",
    "JV": "jonkvrouw", "M": "markies", "MI": "markiezin", "P": "prins", "PS": "prinses", "R": "ridder",
}  # fmt: skip
OF_WOMEN: Final[Mapping[str, str]] = {"B": "BS", "G": "GI", "H": "HI", "JH": "JV", "M": "MI", "P": "PS"}
OF_MEN: Final[Mapping[str, str]] = {woman: man for man, woman in OF_WOMEN.items()}
COURTESY: Final = frozenset(OF_WOMEN) - PREDICATES
"""Titles of a husband that his wife bears by courtesy with his name (titre de courtoisie)."""
HIGHNESS: Final = "hoogheid"
STYLES: Final[Mapping[str, str]] = {
    "B": "hoogwelgeboren",
    "G": "hooggeboren",
    "H": "hoogwelgeboren",
    "JH": "hoogwelgeboren",
    "M": "hoogwelgeboren",
    "P": HIGHNESS,
    "R": "hoogwelgeboren",
}
"""How the bearer of a title is styled, by its form for men."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title as somebody bears it: written before his name as `text`, addressed as `style` (`hooggeboren vrouwe`).

    Without a form for his sex it is not written; a prince without a known sex, and a lady who has the title of knight,
    are addressed by it all the same (she not on an envelope).
    """

    text: str
    style: str
    is_predicate: bool = False
    is_on_envelope: bool = True


def code_of(name: Mapping[str, Any]) -> str:
    """The code of the title in a name of the data form; empty without one."""
    return str(name.get("adellijkeTitelPredicaat", {}).get("code", ""))


def form_for(code: str, sex: str) -> str:
    """The code of the form that fits a sex; the code itself where the sex is unknown, or no other form exists."""
    forms = {MAN: OF_MEN, WOMAN: OF_WOMEN}.get(sex, {})
    return forms.get(code, code)


def written(code: str, sex: str) -> str:
    """The title in the form for a sex, in small letters; empty without one that exists."""
    return WORDS.get(form_for(code, sex), "")


def borne(code: str, sex: str) -> Title | None:
    """The title with this code as a person of this sex bears it; None when there is none that he can bear."""
    style = STYLES.get(OF_MEN.get(code, code))
    if style == HIGHNESS:
        return Title(written(code, sex) if sex in {MAN, WOMAN} else "", HIGHNESS)
    if style is None or sex not in {MAN, WOMAN}:
        return None
    if sex == WOMAN and code not in {*OF_WOMEN, *OF_MEN}:
        return Title("", f"{style} vrouwe", is_on_envelope=False)
    called = "heer" if sex == MAN else "vrouwe"
    return Title(written(code, sex), f"{style} {called}", code in PREDICATES)
