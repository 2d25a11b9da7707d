"""One value of the data as text in an input, and back.

Text that cannot be read stays text: the schema then says at that very place what is wrong, and nothing typed is lost.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from events.domain.canonical import canonical_bytes
from events.domain.moments import parse
from events.domain.plain_json import unsafe_values
from management_ui.forms.entry.nodes import Kind, Leaf
from management_ui.forms.partial_dates import date_data, date_text, typed_date
from readmodels.domain.national.codes import Codes

_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,18}([.,]\d{1,18})?", re.ASCII)
_MINUTES = re.compile(r"\d\d:\d\d", re.ASCII)
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", re.ASCII)
_IN_BRACKETS = re.compile(r".*\((\w{1,10})\)", re.DOTALL)
_YES_OR_NO: Final = {"yes": True, "no": False}


def code_names(_table: int, _code: str) -> None:
    """No code means anything: where no national table is loaded."""


def value_of(text: str, leaf: Leaf) -> Any:
    """The value that the text of an input says."""
    read = _READ.get(leaf.kind)
    return text if read is None else read(text, leaf)


def text_of(value: Any, leaf: Leaf, *, describe: Codes = code_names) -> str:
    """The value as one would type it; a code with what it means."""
    written = _written(value, leaf, describe=describe)
    if written is not None:
        return written
    return value if isinstance(value, str) and leaf.kind is not Kind.JSON else _dumped(value)


def _written(value: Any, leaf: Leaf, *, describe: Codes) -> str | None:
    """As its kind is written; None for a value that is no such thing."""
    match leaf.kind, value:
        case Kind.PERSON, {"objectId": str() as person}:
            return person
        case Kind.BOOLEAN, bool():
            return "yes" if value else "no"
        case Kind.PARTIAL_DATE, Mapping():
            date = parse(value)
            return date_text(date) if date is not None and date_data(date) == value else None
        case Kind.CODE, str():
            meaning = describe(leaf.table, value)
            return f"{meaning} ({value})" if meaning else value
        case Kind.CHOICE, _:
            meant = next((option for option in leaf.options if same_value(option, value)), value)
            return option_text(meant, among=leaf.options)
    return None


def same_value(one: Any, other: Any) -> bool:
    """Whether two values are one in JSON: 1 is 1.0, but not true; members may stand in any order."""
    return _identity(one) == _identity(other)


def _identity(value: Any) -> bytes | str:
    try:
        return canonical_bytes({"value": value})
    except ValueError:  # a number larger than JSON is sure of
        return json.dumps(value, sort_keys=True)


def option_text(option: Any, *, among: Sequence[Any]) -> str:
    """What stands for an option of a choice: text as it is, unless another option (a number) is written the same."""
    if not isinstance(option, str):
        return _dumped(option)
    others = (_dumped(other) for other in among if not isinstance(other, str))
    return _dumped(option) if option in others else option


def code_in(text: str) -> str:
    """The code that stands between brackets at the end (“Lindenveen (0518)”); else the text as it is."""
    found = _IN_BRACKETS.fullmatch(text.strip())
    return found[1] if found else text


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json(text: str, _leaf: Leaf | None) -> Any:
    """What the JSON says; text that is none, or that says what no event may hold, stays text."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if unsafe_values(found) else found


def _partial_date(text: str, _leaf: Leaf) -> Any:
    date = typed_date(text)
    return text if date is None else date_data(date)


def _day(text: str, _leaf: Leaf) -> str:
    date = typed_date(text) if _DAY_FIRST.fullmatch(text.strip()) else None
    return text if date is None else date.text


def _choice(text: str, leaf: Leaf) -> Any:
    return next((option for option in leaf.options if option_text(option, among=leaf.options) == text), text)


def _integer(text: str, _leaf: Leaf) -> Any:
    return _held(int(text), text) if _WHOLE.fullmatch(text.strip()) else _written_number(text)


def _number(text: str, _leaf: Leaf) -> Any:
    said = text.strip()
    if _WHOLE.fullmatch(said):
        return _held(int(said), text)
    return _held(float(said.replace(",", ".")), text) if _DECIMAL.fullmatch(said) else _written_number(text)


def _held(number: float, text: str) -> Any:
    """The number, unless no event may hold it."""
    return text if unsafe_values(number) else number


def _written_number(text: str) -> Any:
    """A number as JSON writes it when it is very small, or whole with a point (1e-09, 5.0)."""
    found = _json(text, None)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else text


_READ: Final[Mapping[Kind, Callable[[str, Leaf], Any]]] = {
    Kind.PERSON: lambda text, _leaf: {"objectId": text},
    Kind.PARTIAL_DATE: _partial_date,
    Kind.DATE: _day,
    Kind.TIME: lambda text, _leaf: f"{text}:00" if _MINUTES.fullmatch(text) else text,
    Kind.CHOICE: _choice,
    Kind.BOOLEAN: lambda text, _leaf: _YES_OR_NO.get(text, text),
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CODE: lambda text, _leaf: code_in(text),
    Kind.JSON: _json,
}
