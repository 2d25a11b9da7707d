"""A case in other years: every date of its rows, and its today, so many years later."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tests.conformance.cases import Case

JOINT_BY_RECOGNITION_FROM = 2023
"""The law of custody changed on 1 January of this year; no other date of the law lies in the cases."""
UNKNOWN_YEAR = "0000"
_DATE = re.compile(r"\d{8}|\d{4}-\d\d-\d\d", re.ASCII)


def shifted(case: Case, years: int) -> Case:
    """The same case, so many years later: what is given, what is asked and what is expected."""
    today = date.fromisoformat(case["as_of"])
    moved = {name: _moved(case[name], years) for name in ("given", "when", "then")}
    return {**case, "as_of": today.replace(year=today.year + years).isoformat(), **moved}


def changes_no_law(case: Case, years: int) -> bool:
    """Whether every date stays on its own side of the change of the law, and exists in the other year."""
    said = [*_dates(case["given"]), case["as_of"].replace("-", "")]
    return all(_same_law(int(text[:4]), years) and text[4:] != "0229" for text in said)


def _same_law(year: int, years: int) -> bool:
    return (year < JOINT_BY_RECOGNITION_FROM) == (year + years < JOINT_BY_RECOGNITION_FROM)


def _dates(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _dates(member, str(key))
    elif isinstance(value, list):
        for member in value:
            yield from _dates(member, name)
    elif _is_date(value, name):
        yield value


def _moved(value: Any, years: int, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _moved(member, years, str(key)) for key, member in value.items()}
    if isinstance(value, list):
        return [_moved(member, years, name) for member in value]
    return f"{int(value[:4]) + years:04d}{value[4:]}" if _is_date(value, name) else value


def _is_date(value: Any, name: str) -> bool:
    dated = isinstance(value, str) and "datum" in name and _DATE.fullmatch(value) is not None
    return dated and not value.startswith(UNKNOWN_YEAR)
