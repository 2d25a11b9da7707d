"""Names as they are written out: initials, the full name, and a surname with its prefix. Total: of any text."""

from collections.abc import Mapping
from typing import Any

from readmodels.domain.national import nobility, said

Name = Mapping[str, Any]
"""A name in the data form."""


def is_known(name: Name) -> bool:
    """Whether the surname is known."""
    return bool(name.get("geslachtsnaam", said.UNKNOWN_TEXT) != said.UNKNOWN_TEXT)


def initials(given_names: Any) -> str:
    """The first letter of every given name, each with a full stop; a name of one letter stands apart, without one."""
    names = given_names.split() if isinstance(given_names, str) and given_names != said.UNKNOWN_TEXT else ()
    return "".join(f"{name} " if len(name) == 1 else f"{name[0]}." for name in names).rstrip()


def surname(name: Name) -> str:
    """The surname with its prefix; empty when it is not known."""
    return joined(name.get("voorvoegsel"), name.get("geslachtsnaam")) if is_known(name) else ""


def full_name(name: Name, sex: str) -> str:
    """Given names, prefix and surname; a predicate before them all, a title between given names and prefix.

    What is not known of it (`.`) is left out; empty when nothing is.
    """
    code = nobility.code_of(name)
    title = nobility.written(code, sex)
    given, *own = (_known(name.get(member)) for member in ("voornamen", "voorvoegsel", "geslachtsnaam"))
    return joined(title, given, *own) if code in nobility.PREDICATES else joined(given, title, *own)


def _known(text: Any) -> Any:
    return None if text == said.UNKNOWN_TEXT else text


def joined(*words: Any) -> str:
    """The words that there are, with one space between them."""
    return " ".join(word for text in words if isinstance(text, str) for word in text.split())


def capital(text: str) -> str:
    """The same with a capital first."""
    return text[:1].upper() + text[1:]
