"""What of JSON may enter the log: text that PostgreSQL and every reader can hold, numbers that survive a round trip.

RFC 8785 canonical bytes, `jsonb` and JavaScript readers all agree on these; anything else is refused at the edge.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from events.domain.refusals import Violation

NESTING_MAX = 32
INTEGER_MAX = 2**53 - 1
VIOLATIONS_MAX = 100


def pointer_token(name: str) -> str:
    """One reference token of a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def unsafe_values(value: object, *, pointer: str = "") -> tuple[Violation, ...]:
    """Everything in a JSON value that may not enter the log, each with its place; at most VIOLATIONS_MAX."""
    found: list[Violation] = []
    for violation in _walk(value, pointer=pointer, depth=0):
        found.append(violation)
        if len(found) == VIOLATIONS_MAX:
            break
    return tuple(found)


def _walk(value: Any, *, pointer: str, depth: int) -> Iterator[Violation]:
    if depth > NESTING_MAX:
        yield _violation(pointer, "nesting", f"Nest at most {NESTING_MAX} levels deep.")
    elif isinstance(value, str):
        yield from _text(value, pointer=pointer)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            unsafe_name = tuple(_text(name, pointer=pointer))
            yield from unsafe_name
            if not unsafe_name:
                yield from _walk(member, pointer=f"{pointer}/{pointer_token(name)}", depth=depth + 1)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _walk(member, pointer=f"{pointer}/{index}", depth=depth + 1)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number(value, pointer=pointer)


def _text(value: str, *, pointer: str) -> Iterator[Violation]:
    if "\x00" in value:
        yield _violation(pointer, "nul", "Remove the NUL character (\\u0000): text in the log cannot hold it.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        yield _violation(pointer, "surrogate", "Remove the lone surrogate (\\ud800–\\udfff): it is not a character.")


def _number(value: float, *, pointer: str) -> Iterator[Violation]:
    whole = isinstance(value, int) or value.is_integer()
    if (whole and abs(value) > INTEGER_MAX) or (not whole and not abs(value) <= 1.7976931348623157e308):
        yield _violation(pointer, "number", f"Give a number between ±{INTEGER_MAX}, or send it as text.")


def _violation(pointer: str, code: str, message: str) -> Violation:
    return Violation(pointer=pointer, code=code, message=message)
