"""What both residence shapes ask: on a day, or over a period, of one number. Every violation is answered at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation

DAY_MAX: Final = date.max - timedelta(days=1)
"""The last day that can be asked for: the day after it must exist, where its answer ends."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that are asked for: from `start` until `end`, that day itself not included; at least one."""

    start: date
    end: date


@dataclass(slots=True)
class BodyReader:
    """Reads the members of a request body, and gathers what is wrong with them."""

    body: Mapping[str, Any]
    violations: list[Violation] = field(default_factory=list)

    @classmethod
    def of(cls, body: object) -> "BodyReader":
        """A reader of a body that is one JSON object. Raises `InvalidRequest` when it is not."""
        if not isinstance(body, Mapping):
            raise InvalidRequest(violations=(Violation(pointer="", code="type", message="Send one JSON object."),))
        return cls(body)

    def kind(self, kinds: Mapping[str, frozenset[str]]) -> str | None:
        """The `type` of the question, one of these; members that this kind does not have are refused."""
        found = self._given("type")
        if not isinstance(found, str) or found not in kinds:
            options = ", ".join(sorted(kinds))
            if found is not None:
                self._wrong("type", "choice", f"Choose one of: {options}.", facts=(("options", options),))
            return None
        allowed = kinds[found] | {"type"}
        for name in sorted(str(name) for name in self.body if name not in allowed):
            self._wrong(name, "unknown-field", f"Remove this field; {found} has {', '.join(sorted(allowed))}.")
        return found

    def digits(self, name: str, *, example: str) -> str:
        """A member of as many digits as the example, as text; empty when it is not."""
        value = self._given(name)
        if isinstance(value, str) and len(value) == len(example) and value.isascii() and value.isdigit():
            return value
        if value is not None:
            message = f"Give {len(example)} digits as text, such as {example}."
            self._wrong(name, "pattern", message, facts=(("example", example),))
        return ""

    def day(self, name: str) -> date | None:
        """A member that is a day, `2026-11-20`, at most `DAY_MAX`."""
        value = self._given(name)
        if value is None:
            return None
        found = _day(value)
        if found is None or found > DAY_MAX:
            self._wrong(name, "date", f"Give an existing day as yyyy-mm-dd, at most {DAY_MAX}.")
            return None
        return found

    def days_of(self, kind: str | None, *, on_a_day: str) -> Days | None:
        """The days of the question: `peildatum`, or `datumVan` until `datumTot`; None when not well said."""
        if kind is None:
            return None
        if kind == on_a_day:
            day = self.day("peildatum")
            return None if day is None else Days(start=day, end=day + timedelta(days=1))
        start, end = self.day("datumVan"), self.day("datumTot")
        if start is None or end is None:
            return None
        if end <= start:
            self._wrong("datumTot", "order", "Give a day after datumVan: datumTot itself is not in the period.")
            return None
        return Days(start=start, end=end)

    def well_said(self, days: Days | None) -> Days:
        """The days, when nothing at all is wrong with the question. Raises `InvalidRequest` with every violation."""
        if days is None or self.violations:
            raise InvalidRequest(violations=tuple(self.violations))
        return days

    def _given(self, name: str) -> Any:
        value = self.body.get(name)
        if value is None:
            self._wrong(name, "required", f"Add {name}.")
        return value

    def _wrong(self, name: str, code: str, message: str, *, facts: tuple[tuple[str, str], ...] = ()) -> None:
        pointer = f"/{pointer_token(name)}"
        self.violations.append(Violation(pointer=pointer, code=code, message=message, facts=facts))


def _day(value: object) -> date | None:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
