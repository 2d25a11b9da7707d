"""Text that others wrote, made safe to read: nothing in it can hide, or turn round what stands beside it.

A template escapes it as it does everything; what is said here is what escaping does not reach.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

LENGTH_MAX: Final = 300
NAME_LENGTH_MAX: Final = 80
"""Of a name in a sentence."""
CANONICAL_LENGTH_MAX: Final = 20_000
UNSEEN: Final = "\N{REPLACEMENT CHARACTER}"
_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""What is not seen, or changes how the rest is seen: controls, marks of direction, halves of pairs, private signs."""
_COMBINED_MAX: Final = 4
"""Marks on one letter: more than any language has, which would climb over other lines."""


def shown(text: object, *, most: int = LENGTH_MAX) -> str:
    """One line of at most so many signs, with a sign for each that cannot be seen."""
    line = "".join(_marks_bounded(_seen(sign) for sign in str(text)[: 4 * most]))
    line = " ".join(line.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def named(name: str, peer_id: str) -> str:
    """What a peer is called; by its id where it has no name."""
    return shown(name or peer_id, most=NAME_LENGTH_MAX)


def canonical_shown(canonical: str) -> tuple[str, bool]:
    """The JSON of a contract with its lines laid out, and whether that is all of it. What cannot be seen is written."""
    try:
        text = json.dumps(json.loads(canonical), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        text = canonical
    cut = text[:CANONICAL_LENGTH_MAX]
    return "".join(_written_out(cut)), len(text) <= CANONICAL_LENGTH_MAX


def others_said(properties: Mapping[str, Any] | None, *, but: str) -> tuple[str, ...]:
    """The names of what else stands in the properties of a grant, which means nothing to us."""
    return tuple(shown(name, most=80) for name in sorted(properties or {}) if name != but)


def _seen(sign: str) -> str:
    if sign in "\n\r\t":
        return " "
    return UNSEEN if unicodedata.category(sign) in _CATEGORIES else sign


def _written_out(text: str) -> Iterator[str]:
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        hidden = sign != "\n" and unicodedata.category(sign) in _CATEGORIES
        yield _escaped(sign) if hidden or marks > _COMBINED_MAX else sign


def _escaped(sign: str) -> str:
    halves = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def _marks_bounded(signs: Iterable[str]) -> Iterator[str]:
    marks = 0
    for sign in signs:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _COMBINED_MAX:
            yield sign
