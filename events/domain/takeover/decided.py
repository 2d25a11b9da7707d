"""The rows of a person file, decided: the same rules as for every other claim, correction and validation.

A row whose drafts the rules refuse is reported with the refusal, and leaves nothing behind. Rows can only concern each
other within a chain, and deaths within their person: each such group is decided on a log of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from events.domain.boundaries import Addresses, boundary_of
from events.domain.decide import decide
from events.domain.event import Draft, Event
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.refusals import Refusal
from events.domain.standing import StandingOf, standings
from events.domain.takeover import deaths
from events.domain.takeover.entries import TakenDraft, TakenRow
from events.domain.takeover.material import Precision
from events.domain.takeover.stacks import RefusedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One event to record: what the rules made of the draft, its boundary, its formal moment, and how it stands."""

    draft: Draft
    addresses: Addresses
    recorded_at: datetime
    precision: Precision
    standing: StandingOf | None
    """None for a validation."""


def decided(
    rows: Sequence[TakenRow], *, catalogue: Catalogue, now: datetime
) -> tuple[tuple[Decided, ...], tuple[RefusedRow, ...]]:
    """The events that the rows of one person file become, and the rows that the rules refuse."""
    found: list[Decided] = []
    refused: list[RefusedRow] = []
    for _, group in groupby(rows, key=_group):
        log, fit = Log(), dict[UUID, _Fit]()
        for row in sorted(group, key=lambda row: row.drafts[0].recorded_at):
            try:
                log, new = _with_row(row, log=log, catalogue=catalogue, now=now)
                fit |= new
            except Refusal as refusal:
                refused.append(RefusedRow(place=row.place, reason=f"refused by the rules: {refusal}"))
        found += _found(log, fit=fit, catalogue=catalogue)
    return tuple(found), tuple(refused)


def _group(row: TakenRow) -> tuple[str, int]:
    stack = 0 if row.place.category == deaths.CATEGORY else row.place.stack
    return row.place.category, stack


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """A draft as the rules made it, with its boundary."""

    taken: TakenDraft
    draft: Draft
    addresses: Addresses


def _with_row(row: TakenRow, *, log: Log, catalogue: Catalogue, now: datetime) -> tuple[Log, Mapping[UUID, _Fit]]:
    """The log with the row's events, each decided on what is there before it. Raises refusals."""
    found: dict[UUID, _Fit] = {}
    for taken in row.drafts:
        draft = decide(taken.draft, log=log, catalogue=catalogue, now=now)
        addresses = boundary_of(draft, log=log, catalogue=catalogue)
        found[draft.id] = _Fit(taken=taken, draft=draft, addresses=addresses)
        log = log.with_(Event.from_draft(draft, created_at=taken.recorded_at, order=len(log)))
    return log, found


def _found(log: Log, *, fit: Mapping[UUID, _Fit], catalogue: Catalogue) -> Iterator[Decided]:
    standing = standings(log, catalogue)
    for event in log:
        made = fit[event.id]
        yield Decided(
            draft=made.draft,
            addresses=made.addresses,
            recorded_at=made.taken.recorded_at,
            precision=made.taken.precision,
            standing=standing.get(event.id),
        )
