"""Single values as one types them, a line each: a number, true, false or null is that; all else is text."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

_BREAKS: Final = re.compile(r"[\r\n]|^$")


def values_read(text: str) -> list[Any]:
    """The values, a line each; lines without anything say nothing. Between double quotes everything is text."""
    return [value_read(line.strip()) for line in text.split("\n") if line.strip()]


def values_written(values: Iterable[Any]) -> str:
    """As one would have typed them."""
    return "\n".join(value_written(value) for value in values)


def value_read(text: str) -> Any:
    """One value; what JSON reads as a list or an object, or not at all, is text."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text
    endless = isinstance(found, float) and not math.isfinite(found)
    return text if endless or isinstance(found, list | dict) else found


def value_written(value: Any) -> str:
    """One value; a text that would read as something else, between quotes."""
    if isinstance(value, str) and not _BREAKS.search(value) and value.strip() == value and value_read(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
