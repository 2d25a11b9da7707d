"""Appending: one function of the database, one round trip, all or nothing (`events/sql/append_events.sql`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import psycopg.errors
from django.db import DatabaseError, connection

from events.domain.event import Event, Kind
from events.domain.permissions import Permission
from events.domain.refusals import IdentifierInUse, Refusal, TooBusy, ZoneClosed, ZoneForbidden
from events.store.entries import BoundaryMoved, Entry, arguments, columns
from events.store.reading import find, refuse_wide_boundary
from events.store.rows import order_of

_NEEDED = {
    Kind.CLAIM: Permission.SUBMIT_CLAIM,
    Kind.CORRECTION: Permission.SUBMIT_CORRECTION,
    Kind.VALIDATION: Permission.VALIDATE,
}
_RACES = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected)
"""What the database says when a writer came in between all the same: the second guard, and waiting in a circle."""


class Appended(list[Event]):
    """The events of an append, in the order of its entries; `repeated` are the ids that were recorded before."""

    def __init__(self, events: Iterable[Event] = (), *, repeated: Iterable[UUID] = ()) -> None:
        super().__init__(events)
        self.repeated = frozenset(repeated)


class _Answer(NamedTuple):
    """A row of `append_events`; `item` counts from 1."""

    outcome: str
    item: int
    pos: int
    created_at: Any
    boundary_id: UUID
    number: int


def append(entries: Sequence[Entry], *, numbers: Mapping[UUID, int]) -> Appended:
    """Record the entries, all or nothing; answers in their order. Commits with the caller's transaction.

    `numbers` are the boundary's as `read` gave them: every id written, and those only read in the decision. An entry
    whose id was recorded before for the same request is not recorded again; its first event is the answer.

    Raises `BoundaryMoved` (read and decide again), `IdentifierInUse`, `ZoneClosed`, `ZoneForbidden` for a zone that
    does not exist, `RequestTooLarge`, `TooBusy` when others held the locks for too long; `ValueError` when an id that
    is written has no number.
    """
    if not entries:
        return Appended()
    written = {address for entry in entries for address in entry.addresses.all}
    if not written <= numbers.keys():
        raise ValueError(f"Read what you write: no numbers for {sorted(written - numbers.keys())}.")
    refuse_wide_boundary(numbers.keys() | {entry.draft.id for entry in entries})
    _refuse_double_ids(entries)
    answers = _call(entries, numbers=numbers)
    _refuse(answers, entries=entries)
    repeated = find(entries[answer.item - 1].draft.id for answer in answers if answer.outcome == "repeated")
    recorded = {answer.item: answer for answer in answers if answer.outcome == "recorded"}
    events = (
        repeated.get(entry.draft.id) or _event(entry, recorded[item]) for item, entry in enumerate(entries, start=1)
    )
    return Appended(events, repeated=repeated)


def _call(entries: Sequence[Entry], *, numbers: Mapping[UUID, int]) -> list[_Answer]:
    arrays = columns(entries) | {
        "zones": [entry.draft.zone for entry in entries],
        "known_ids": list(numbers),
        "known_numbers": list(numbers.values()),
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM append_events({arguments(arrays)})", arrays)  # noqa: S608 - constants
            return [_Answer(*row) for row in cursor.fetchall()]
    except DatabaseError as error:
        if isinstance(error.__cause__, _RACES):
            raise BoundaryMoved from error
        if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
            raise TooBusy(attempts=1) from error
        raise


def _refuse(answers: Sequence[_Answer], *, entries: Sequence[Entry]) -> None:
    moved = [answer.boundary_id for answer in answers if answer.outcome == "moved"]
    if moved:
        raise BoundaryMoved(moved)
    for answer in answers:
        if answer.outcome not in ("recorded", "repeated"):
            raise _refusal(answer, entry=entries[answer.item - 1], item=answer.item - 1 if len(entries) > 1 else None)


def _refusal(answer: _Answer, *, entry: Entry, item: int | None) -> Refusal:
    match answer.outcome:
        case "closed zone":
            return ZoneClosed(zone=entry.draft.zone, item=item)
        case "unknown zone":
            return ZoneForbidden(zone=entry.draft.zone, permission=_NEEDED[entry.draft.kind].value, item=item)
        case _:
            return IdentifierInUse(event_id=entry.draft.id, pointer="/id", item=item)


def _refuse_double_ids(entries: Sequence[Entry]) -> None:
    seen: set[UUID] = set()
    for item, entry in enumerate(entries):
        if entry.draft.id in seen:
            raise IdentifierInUse(event_id=entry.draft.id, pointer="/id", item=item)
        seen.add(entry.draft.id)


def _event(entry: Entry, answer: _Answer) -> Event:
    return Event.from_draft(entry.draft, created_at=answer.created_at, order=order_of(answer.pos))
