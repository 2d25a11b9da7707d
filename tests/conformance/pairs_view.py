"""`formal_time_pairs`: a row that was wrong shows as it was until the row that corrected it was registered."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from events.domain.event import Operation
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from events.domain.readings import operation_of
from events.domain.takeover import dates
from events.domain.takeover.reconstruction import Stack, current_rows, row_of_event
from events.domain.takeover.stacks import INCORRECT
from tests.conformance.cases import Case
from tests.conformance.registers import shipped, taken_over

TAKEN_OVER_AT = datetime(2026, 1, 1, tzinfo=UTC)
JUST_BEFORE = timedelta(microseconds=1)


class PairsView:
    """Asked at the day of the wrong row, just before that of the right row, and on that day."""

    def answer(self, case: Case) -> Any:
        person = {"pl": case["pl"], "bsn": case["bsn"], "categories": {case["category"]: rows_of(case)}}
        log = taken_over([person], at=TAKEN_OVER_AT).log
        stack = Stack(str(case["pl"]), case["category"][:2], case["stack"])
        return [{"known_at": moment.isoformat(), "row": _shown(log, stack, as_at=moment)} for moment in _moments(case)]

    def expected(self, case: Case) -> Any:
        wrong, right = (_unmarked(row) for row in rows_of(case))
        rows = (wrong, wrong, right)
        return [{"known_at": moment.isoformat(), "row": row} for moment, row in zip(_moments(case), rows, strict=True)]

    def agree(self, answer: Any, expected: Any) -> bool:
        return bool(answer == expected)

    def topics(self, case: Case) -> Iterable[str]:
        return (case["category"],)

    def name(self, case: Case) -> str:
        return str(case.get("id") or f"{case['pl']}/{case['category']}/{case['stack']}/{case['known_as_wrong_from']}")


def rows_of(case: Case) -> list[Mapping[str, Any]]:
    """The wrong row, and the one that corrected it."""
    return [case["wrong_row"], case["correcting_row"]]


def _moments(case: Case) -> tuple[datetime, datetime, datetime]:
    wrong, right = (_moment(case[name]) for name in ("known_as_wrong_from", "known_as_corrected_from"))
    return wrong, right - JUST_BEFORE, right


def _moment(text: str) -> datetime:
    """The first instant of a day; the first moment of all when it is unknown."""
    date = dates.read(text)
    return UNKNOWN_MOMENT if date is None else dates.starts_at(date)


def _shown(log: Log, stack: Stack, *, as_at: datetime) -> Any:
    """The row that the stack shows as known then; of a death that was taken out, the row that took it out."""
    row = current_rows(facts(log, catalogue=shipped(), as_at=as_at)).get(stack)
    if row is None:
        known = [event for event in log.as_known_at(as_at) if operation_of(event) is Operation.RETRACT]
        row = next((row for event in reversed(known) if (row := row_of_event(event))), None)
    return None if row is None else _unmarked(row)


def _unmarked(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it was registered: the mark 84.10 came later, if it came."""
    return {name: value for name, value in row.items() if name != INCORRECT}
