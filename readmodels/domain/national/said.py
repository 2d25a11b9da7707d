"""Reading an element of a row: what it says as text, and whether it says anything at all.

A row may hold anything: what is no text says nothing. LO GBA writes a standard value where a value must stand
but is not known (`.`, `0`, `0000`, sixteen zeros): that was said, but nothing is known by it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from readmodels.domain.national import numbers

Elements = Mapping[str, Any]
"""Those of a row, or of an element that has elements itself: see `person_file.Elements`."""

UNKNOWN_TEXT: Final = "."


def text(elements: Elements, name: str) -> str | None:
    """What the element says, without blanks around it; None when it says nothing."""
    value = elements.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def known(elements: Elements, name: str) -> str | None:
    """The same, but None as well for a standard value."""
    value = text(elements, name)
    return None if value is None or value == UNKNOWN_TEXT or not value.strip("0") else value


def preferred(elements: Elements, *names: str) -> str | None:
    """The first of these elements that says something: a name with its diacritics before the same name without."""
    return next((value for name in names if (value := text(elements, name)) is not None), None)


def anything(elements: Elements, names: Iterable[str]) -> bool:
    """Whether any of these elements says something."""
    return any(text(elements, name) is not None for name in names)


def number(elements: Elements, name: str) -> int | None:
    """The number that the element says; None when it says none."""
    value = text(elements, name)
    return None if value is None else numbers.whole(value)


def part(elements: Elements, name: str) -> Elements:
    """The elements inside an element, of a residence its `adres`; none where there are none."""
    value = elements.get(name)
    return value if isinstance(value, Mapping) else {}


def filled(**members: Any) -> dict[str, Any]:
    """These members, without those that hold nothing."""
    return {name: value for name, value in members.items() if value is not None and value != {}}
