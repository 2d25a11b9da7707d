"""What both residence shapes ask: on a day, or over a period, of one number. Every violation is answered at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from events.domain.refusals import Violation
from readmodels.domain.national import parameters, questions
from readmodels.domain.national.parameters import Code, Parameter, Wrong
from readmodels.domain.national.questions import Kinds

DAY_MAX: Final = date.max - timedelta(days=1)
"""The last day that can be asked for: the day after it must exist, where its answer ends."""
DAY, FROM, UNTIL = "peildatum", "datumVan", "datumTot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days that are asked for: from `start` until `end`, that day itself not included; at least one."""

    start: date
    end: date


def kinds(verb: str, about: Parameter) -> Kinds:
    """The two types of question: on a day (`…MetPeildatum`), and over a period (`…MetPeriode`)."""
    day, start, end = (Parameter(name, _day, required=True) for name in (DAY, FROM, UNTIL))
    return {f"{verb}MetPeildatum": (about, day), f"{verb}MetPeriode": (about, start, end)}


def read(body: object, asked: Kinds, *, about: Parameter) -> tuple[str, Days]:
    """The number asked about (empty when it may be left out), and the days, from a body.

    Raises `InvalidRequest`, with every violation.
    """
    _, members = questions.read(body, asked, together=_in_order)
    return str(members.get(about.name, "")), _days(members)


def _days(members: Mapping[str, Any]) -> Days:
    if DAY in members:
        day = date.fromisoformat(members[DAY])
        return Days(start=day, end=day + timedelta(days=1))
    return Days(start=date.fromisoformat(members[FROM]), end=date.fromisoformat(members[UNTIL]))


def _day(value: Any) -> Iterator[Wrong]:
    """A day, `2026-11-20`, at most `DAY_MAX`."""
    yield from parameters.day(value)
    found = parameters.read_day(value)
    if found is not None and found > DAY_MAX:
        yield Wrong(Code.LAST_DAY, f"Give a day up to {DAY_MAX}.")


def _in_order(body: Mapping[str, Any]) -> Iterator[Violation]:
    start, end = parameters.read_day(body.get(FROM)), parameters.read_day(body.get(UNTIL))
    if start is not None and end is not None and end <= start:
        message = "Give a day after datumVan: datumTot itself is not in the period."
        yield Wrong(Code.ORDER, message).at(f"/{UNTIL}")
