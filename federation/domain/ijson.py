"""I-JSON (RFC 7493) in, canonical JSON (RFC 8785) out: what hashes of contracts are taken over (FSC Core 2.0.0, 4.2).

Two readers of one contract must see the same contract, so whatever they could read differently is refused: a member
that stands twice, a number that no double holds, half a character.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final, NoReturn

import rfc8785

INTEGER_MAX: Final = 2**53 - 1
NESTING_MAX: Final = 64
_WHOLE: Final = f"Give a whole number between ±{INTEGER_MAX}, or send it as text."
_DIGITS_MAX: Final = 17
_NAME_SHOWN_MAX: Final = 100
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class NotIJson(ValueError):
    """The text is no I-JSON; the message says what to mend."""


def parse(text: bytes | str) -> Any:
    """The value of an I-JSON text. Raises `NotIJson`."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        value = json.loads(
            decoded,
            object_pairs_hook=_members,
            parse_int=_whole,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError:
        raise NotIJson("Send JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise NotIJson(f"Send JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise NotIJson(f"Nest at most {NESTING_MAX} levels deep.") from None
    _check(value, depth=1)
    return value


def canonical(value: Mapping[str, Any]) -> str:
    """The canonical text (RFC 8785) of a JSON object. Raises `NotIJson` for what has none."""
    try:
        return rfc8785.dumps(dict(value)).decode()
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeError) as error:
        raise NotIJson(f"Send I-JSON (RFC 7493): {error}") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotIJson(f"Give the member {_double(pairs)!r} once: it stands twice in one object.")
    return found


def _double(pairs: list[tuple[str, Any]]) -> str:
    """The first name that stands twice: in one pass, since the object may be made to hurt."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return name[:_NAME_SHOWN_MAX]
        seen.add(name)
    raise AssertionError("No name stands twice.")


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS_MAX else INTEGER_MAX + 1


def _no_constant(name: str) -> NoReturn:
    raise NotIJson(f"Give a number in place of {name}.")


def _check(value: Any, *, depth: int) -> None:
    if depth > NESTING_MAX and isinstance(value, (dict, list)):
        raise NotIJson(f"Nest at most {NESTING_MAX} levels deep.")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for name, member in value.items():
            _check_text(name)
            _check(member, depth=depth + 1)
    elif isinstance(value, list):
        for member in value:
            _check(member, depth=depth + 1)
    elif isinstance(value, float):
        _check_float(value)
    elif isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise NotIJson(_WHOLE)


def _check_float(value: float) -> None:
    """1e20 too is a whole number beyond the limit: its canonical text has all its digits, and must be read again."""
    if not math.isfinite(value):
        raise NotIJson("Give a number that a double can hold.")
    if value.is_integer() and abs(value) > INTEGER_MAX:
        raise NotIJson(_WHOLE)


def _check_text(value: str) -> None:
    if "\0" in value:
        raise NotIJson("Remove the character U+0000: it cannot be kept.")
    if _LONE_SURROGATE.search(value):
        raise NotIJson("Remove the lone surrogate (\\ud800–\\udfff): it is not a character.")
