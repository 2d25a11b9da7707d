"""The shape of what a correction and a validation say (`product.md`, section 3). A claim's is declared by its type."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from events.domain.event import Draft, Operation
from events.domain.moments import parse_instant
from events.domain.plain_json import pointer_token
from events.domain.pointers import is_list
from events.domain.readings import decision_of, operation_of
from events.domain.refusals import Violation

TEXT_LENGTH_MAX = 4_000
CHECKS_MAX = 50
CHECK_NAME_LENGTH_MAX = 80
OUTCOMES = ("passed", "failed", "unknown")
ERROR_OF_THE_OFFICE = "misslag"
COURT_RULING = "beschikking"
GROUNDS = (ERROR_OF_THE_OFFICE, COURT_RULING)
"""By what right an act of civil status is changed (BW 1:24, 1:24a)."""
_CORRECTION = ("operation", "reason", "data", "ground", "court_reference")
_DECISION = ("decision", "motivation", "effective_from", "act", "checks")
_CHECK = ("check", "outcome", "overruled")


def misshapen_correction(draft: Draft) -> tuple[Violation, ...]:
    """Everything that keeps the data from being that of a correction."""
    return tuple(_correction(draft))


def misshapen_decision(draft: Draft, *, own_checks: Iterable[str]) -> tuple[Violation, ...]:
    """Everything that keeps the data from being that of a decision; the outcome of `own_checks` may be left out."""
    return (*_decision(draft), *_checks(draft.data.get("checks", []), own_checks=frozenset(own_checks)))


def is_text(value: object) -> bool:
    """Whether it is text that says something, within its limit."""
    return isinstance(value, str) and bool(value.strip()) and len(value) <= TEXT_LENGTH_MAX


def wrong(place: str, code: str, message: str) -> Violation:
    """A violation at a place in the event's data."""
    return Violation(pointer=f"/event_data{place}", code=code, message=message)


def _correction(draft: Draft) -> Iterator[Violation]:
    data, operation = draft.data, operation_of(draft)
    if operation is None:
        yield wrong("/operation", "operation", "Set operation to replace or retract.")
    if not is_text(data.get("reason")):
        yield wrong("/reason", "required", f"Say why, in 1 to {TEXT_LENGTH_MAX} characters.")
    if operation is Operation.REPLACE and not isinstance(data.get("data"), Mapping):
        yield wrong("/data", "required", "Give the full new content in data, as an object.")
    if operation is Operation.RETRACT and data.get("data"):
        yield wrong("/data", "unexpected", "Leave data out: a retraction says that it never happened.")
    if "ground" in data and data["ground"] not in GROUNDS:
        yield wrong("/ground", "ground", f"Set ground to {' or '.join(GROUNDS)}, or leave it out.")
    if "court_reference" in data and not is_text(data["court_reference"]):
        yield wrong("/court_reference", "text", f"Give the court's reference, in 1 to {TEXT_LENGTH_MAX} characters.")
    yield from _unknown(data, known=_CORRECTION, place="")


def _decision(draft: Draft) -> Iterator[Violation]:
    data = draft.data
    if decision_of(draft) is None:
        yield wrong("/decision", "decision", "Set decision to accepted or rejected.")
    motivation = data.get("motivation", "")
    if not isinstance(motivation, str) or len(motivation) > TEXT_LENGTH_MAX:
        yield wrong("/motivation", "text", f"Give the motivation as text of at most {TEXT_LENGTH_MAX} characters.")
    if "effective_from" in data and parse_instant(data["effective_from"]) is None:
        yield wrong("/effective_from", "date-time", "Give a moment with its offset, such as 2026-11-20T00:00:00+01:00.")
    if "act" in data and not isinstance(data["act"], Mapping):
        yield wrong("/act", "object", "Give what the act adds as an object.")
    yield from _unknown(data, known=_DECISION, place="")


def _checks(given: Any, *, own_checks: frozenset[str]) -> Iterator[Violation]:
    if not is_list(given) or len(given) > CHECKS_MAX:
        yield wrong("/checks", "array", f"Give checks as a list of at most {CHECKS_MAX}.")
        return
    seen: set[str] = set()
    for index, entry in enumerate(given):
        place = f"/checks/{index}"
        if not isinstance(entry, Mapping):
            yield wrong(place, "object", "Give each check as an object with check, outcome and overruled.")
            continue
        yield from _check(entry, place=place, own_checks=own_checks, seen=seen)
        yield from _unknown(entry, known=_CHECK, place=place)


def _check(entry: Mapping[str, Any], *, place: str, own_checks: frozenset[str], seen: set[str]) -> Iterator[Violation]:
    name = entry.get("check")
    if not isinstance(name, str) or not 0 < len(name) <= CHECK_NAME_LENGTH_MAX:
        yield wrong(f"{place}/check", "text", f"Name the check, in 1 to {CHECK_NAME_LENGTH_MAX} characters.")
    elif name in seen:
        yield wrong(f"{place}/check", "unique", "Name every check once.")
    else:
        seen.add(name)
    ours = isinstance(name, str) and name in own_checks
    if entry.get("outcome") not in OUTCOMES and ("outcome" in entry or not ours):
        yield wrong(f"{place}/outcome", "outcome", "Set outcome to passed, failed or unknown.")
    if not isinstance(entry.get("overruled", False), bool):
        yield wrong(f"{place}/overruled", "boolean", "Set overruled to true or false.")


def _unknown(data: Mapping[str, Any], *, known: tuple[str, ...], place: str) -> Iterator[Violation]:
    for name in data:
        if name not in known:
            pointer = f"{place}/{pointer_token(name)}"
            yield wrong(pointer, "unknown-field", f"Remove this field; known here are {', '.join(known)}.")
