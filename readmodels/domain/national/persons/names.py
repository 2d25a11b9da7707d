"""Names as they are written out: initials, the full name, and a surname with its prefix. Total: of any text."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national.codes import Codes
from readmodels.domain.national.persons import nobility
from readmodels.domain.national.persons.values import PREDICATES

UNKNOWN: Final = "."
"""How the register writes a surname that is not known (LO GBA, 02.40)."""
Name = Mapping[str, Any]


def is_known(name: Name) -> bool:
    """Whether the surname is known."""
    return bool(name.get("geslachtsnaam", UNKNOWN) != UNKNOWN)


def initials(given_names: Any) -> str:
    """The first letter of every given name, each with a full stop; a name of one letter stands apart, without one."""
    names = given_names.split() if isinstance(given_names, str) and given_names != UNKNOWN else ()
    return "".join(f"{name} " if len(name) == 1 else f"{name[0]}." for name in names).rstrip()


def surname(name: Name) -> str:
    """The surname with its prefix; empty when it is not known."""
    return joined(name.get("voorvoegsel"), name.get("geslachtsnaam")) if is_known(name) else ""


def full_name(name: Name, sex: str, describe: Codes) -> str:
    """Given names, prefix and surname; a predicate before them all, a title between given names and prefix."""
    code = nobility.code_of(name)
    title = nobility.written(code, sex, describe)
    given = name.get("voornamen")
    own = (name.get("voorvoegsel"), name.get("geslachtsnaam") if is_known(name) else None)
    return joined(title, given, *own) if code in PREDICATES else joined(given, title, *own)


def joined(*words: Any) -> str:
    """The words that there are, with one space between them."""
    return " ".join(word for said in words if isinstance(said, str) for word in said.split())


def capital(text: str) -> str:
    """The same with a capital first."""
    return text[:1].upper() + text[1:]
