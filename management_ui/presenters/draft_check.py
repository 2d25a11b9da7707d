"""A draft in words, for who checks it before recording: what it says and changes, and what a decision would check."""

from dataclasses import dataclass

from management_ui.presenters.checks import CheckLine, check_lines
from management_ui.presenters.comparison import Change, changes
from management_ui.presenters.entry_rows import beside_rows
from management_ui.presenters.values import Row, rows
from management_ui.presenters.writing import Writing
from readmodels.queries.previews import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """What the page of the check shows."""

    rows: tuple[Row, ...]
    beside: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    checks: tuple[CheckLine, ...]
    complete: bool


def sheet(writing: Writing, tried: Preview) -> CheckSheet:
    """The check of a draft, after it was tried."""
    trial = tried.trial
    lines = () if trial is None else check_lines(trial.checks, refusal=trial.refusal)
    return CheckSheet(
        rows=()
        if writing.operation
        else rows(writing.said.data, schema=writing.event_type.schema, names=writing.names),
        beside=beside_rows(writing),
        changes=_changes(writing),
        checks=lines,
        complete=all(line.passed for line in lines),
    )


def _changes(writing: Writing) -> tuple[Change, ...]:
    """What a correction would change, beside what stands."""
    if writing.end is None or writing.end.content is None:
        return ()
    return changes(writing.end.content.data, writing.said.data, event_type=writing.event_type, names=writing.names)
