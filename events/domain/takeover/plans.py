"""The plan of a takeover: every event of a register in the order of the log, and the report. Needs no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.domain.event_types import Catalogue
from events.domain.takeover.decided import Decided, decided
from events.domain.takeover.entries import TakenRow, Takeover, taken_rows
from events.domain.takeover.register import PersonFile
from events.domain.takeover.report import Report, report

if TYPE_CHECKING:
    from events.domain.takeover.stacks import RefusedRow

Progress = Callable[[str, int, int], None]
"""Told how far a step is: its name, how much is done, of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the rules made of a register: imported and refused rows together are all its rows."""

    events: Sequence[Decided]
    report: Report


def plan(
    persons: Sequence[PersonFile], *, takeover: Takeover, catalogue: Catalogue, progress: Progress | None = None
) -> Plan:
    """Every event of every person file, by formal time, then as the file has them."""
    events: list[Decided] = []
    taken: list[TakenRow] = []
    refused: list[RefusedRow] = []
    for done, person in enumerate(persons, start=1):
        rows, unsound = taken_rows(person, takeover=takeover)
        fit, against_rules = decided(rows, catalogue=catalogue, now=takeover.taken_over_at)
        left = {row.place for row in against_rules}
        events += fit
        taken += (row for row in rows if row.place not in left)
        refused += (*unsound, *against_rules)
        if progress is not None:
            progress("deciding", done, len(persons))
    events.sort(key=lambda event: event.recorded_at)
    return Plan(events=events, report=report(persons, taken=taken, refused=refused, decided=events))
