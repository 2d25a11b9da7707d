"""Finding values in event data by JSON Pointer (RFC 6901), with two additions for lists.

A token `*` stands for every member of a list, in its order. A token that ends in `[]` (`/partners[]/objectId`, or
`/partners/[]`) stands for every member too, and says that their order carries no meaning.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

POINTERS_MAX = 4_096
EVERY = "*"
UNORDERED = "[]"


@lru_cache(maxsize=POINTERS_MAX)
def tokens(pointer: str) -> tuple[str, ...]:
    """The reference tokens of a pointer, unescaped; a list that is walked is a token `*` or `[]` of its own."""
    found: list[str] = []
    for token in pointer.split("/")[1:]:
        name = token.removesuffix(UNORDERED)
        if name or name == token:
            found.append(name.replace("~1", "/").replace("~0", "~"))
        if name != token:
            found.append(UNORDERED)
    return tuple(found)


def values(data: object, pointer: str) -> tuple[Any, ...]:
    """Every value at the pointer, in document order; empty where there is none. Never raises."""
    found: list[Any] = [data]
    for token in tokens(pointer):
        if token in (EVERY, UNORDERED):
            found = [member for value in found if is_list(value) for member in value]
        else:
            found = [value[key] for value in found for key in _key(value, token)]
    return tuple(found)


def value(data: object, pointer: str) -> Any:
    """The first value at the pointer, or None."""
    found = values(data, pointer)
    return found[0] if found else None


def is_unordered(pointer: str) -> bool:
    """Whether the pointer walks a list of which the order carries no meaning."""
    return UNORDERED in tokens(pointer)


def is_list(candidate: object) -> bool:
    """Whether a JSON value is a list (text is no list here)."""
    return isinstance(candidate, Sequence) and not isinstance(candidate, str | bytes)


def _key(container: Any, token: str) -> tuple[Any, ...]:
    """The key of that token in a container, if it is there: a member's name, or an index without leading zeros."""
    if isinstance(container, Mapping):
        return (token,) if token in container else ()
    if is_list(container) and token.isascii() and token.isdigit() and str(int(token)) == token:
        return (int(token),) if int(token) < len(container) else ()
    return ()
