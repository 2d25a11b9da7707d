"""JSON as somebody typed it: its value, and on which line each place of it stands, so that mistakes can be shown there.

Stricter than RFC 8259 in one thing: a member that stands twice in an object is refused, as readers disagree on it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.domain.declaration_messages import mistake
from events.domain.plain_json import INTEGER_MAX, pointer_token, unsafe_values
from events.domain.refusals import Violation

TEXT_LENGTH_MAX = 200_000
INTEGER_DIGITS_MAX = 17
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a text says. `lines` maps each JSON Pointer in it to its line, from 1; `value` is None when it is wrong."""

    value: Any
    lines: Mapping[str, int]
    mistakes: tuple[Violation, ...] = ()

    def line(self, pointer: str) -> int:
        """The line of a place, or of the nearest place around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def read(text: str) -> Typed:
    """What the text says; with every mistake that keeps it from being JSON that the log could hold. Never raises."""
    if len(text) > TEXT_LENGTH_MAX:
        return _wrong(mistake("text-length", pointer="", limit=str(TEXT_LENGTH_MAX)), line=1)
    try:
        value = json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        return _wrong(mistake("json", pointer="", line=str(error.lineno), column=str(error.colno)), line=error.lineno)
    except RecursionError:
        return _wrong(mistake("json", pointer="", line="1", column="1"), line=1)
    unsafe = unsafe_values(value)
    if any(violation.code == "nesting" for violation in unsafe):
        return Typed(value=None, lines={}, mistakes=unsafe)
    scan = _Scan(text)
    scan.value(0, pointer="")
    found = (*scan.doubles, *unsafe)
    return Typed(value=None if found else value, lines=scan.lines, mistakes=found)


def _whole(digits: str) -> int:
    """A number so long that reading it would take long, or be refused, is as wrong as any that is too large."""
    return int(digits) if len(digits) <= INTEGER_DIGITS_MAX else INTEGER_MAX + 1


def _wrong(violation: Violation, *, line: int) -> Typed:
    return Typed(value=None, lines={"": line}, mistakes=(violation,))


class _Scan:
    """One walk over text that is known to be JSON, noting where everything stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[str, int] = {}
        self.doubles: list[Violation] = []
        self._line, self._counted = 1, 0

    def value(self, at: int, *, pointer: str) -> int:
        """Note the value that begins at `at` or after the space there; gives where it ends."""
        at = self._skip(at)
        self.lines.setdefault(pointer, self._line_of(at))
        if self.text[at] == "{":
            return self._object(at + 1, pointer=pointer)
        if self.text[at] == "[":
            return self._list(at + 1, pointer=pointer)
        return self._end(_STRING if self.text[at] == '"' else _SCALAR, at)

    def _object(self, at: int, *, pointer: str) -> int:
        seen: set[str] = set()
        at = self._skip(at)
        while self.text[at] != "}":
            end = self._end(_STRING, at)
            name = json.loads(self.text[at:end])
            place = f"{pointer}/{pointer_token(name)}"
            if name in seen:
                self.doubles.append(mistake("json-double", pointer=place, member=name))
            seen.add(name)
            self.lines[place] = self._line_of(at)
            at = self._next(self.value(self._skip(end) + 1, pointer=place))
        return at + 1

    def _list(self, at: int, *, pointer: str) -> int:
        index, at = 0, self._skip(at)
        while self.text[at] != "]":
            at = self._next(self.value(at, pointer=f"{pointer}/{index}"))
            index += 1
        return at + 1

    def _next(self, at: int) -> int:
        """Where the next member begins, or the bracket that ends them."""
        at = self._skip(at)
        return self._skip(at + 1) if self.text[at] == "," else at

    def _skip(self, at: int) -> int:
        return self._end(_SPACE, at)

    def _end(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        assert found is not None
        return found.end()

    def _line_of(self, at: int) -> int:
        """Counted from where it was counted last: the walk only goes forward."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line
