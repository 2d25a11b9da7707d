"""The one write path: authenticate → permit → decide on the objects' own events → append, atomically.

`submit` takes one request or a batch, all or nothing. It reads the boundary, lets `events.domain` decide on exactly
those events, and appends with the numbers it read. When the boundary moved meanwhile it decides again, the second time
holding the boundary's locks. Nothing here relies on a read model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from uuid import UUID

from django.db import transaction

from events import processing, store
from events.catalogue import catalogue
from events.commands import standings
from events.commands.drafting import Drafting
from events.commands.expectations import refuse_newer_events
from events.commands.work_entries import let_go_of_decided
from events.domain.event import Event
from events.domain.identifiers import RANDOM_BYTES, uuid7
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Refusal, RequestTooLarge, TooBusy, Violation
from events.domain.wire import Submission
from events.models import SubmittedFor

BATCH_MAX = 500
ATTEMPTS_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The event a request led to; `repeated` when the same request had been recorded before."""

    event: Event
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What holds for all requests that came together: who asks, what he had seen, and when."""

    principal: Principal
    expected: Mapping[UUID, UUID]
    now: datetime


def submit(
    submissions: Sequence[Submission],
    *,
    principal: Principal,
    expected: Mapping[UUID, UUID] | None = None,
    now: datetime | None = None,
) -> list[Recorded]:
    """Record one event or a batch, all or nothing; answers in the order of the requests.

    `expected` is what the caller has seen last of objects that matter to the whole, beside what each request expects.

    Raises the refusals of `events.domain.refusals`; a refusal of a batch carries the index of its `item`. `TooBusy`
    when the objects changed at every attempt. Nothing refused leaves a trace.
    """
    if not submissions:
        raise InvalidRequest(violations=(Violation(pointer="", code="min-items", message="Send at least one event."),))
    if len(submissions) > BATCH_MAX:
        raise RequestTooLarge(limit=BATCH_MAX, unit="events")
    _refuse_double_ids(submissions)
    moment = now or datetime.now(UTC)
    identified = [(submission, submission.id or new_id(moment)) for submission in submissions]
    asked = _Asked(principal=principal, expected=expected or {}, now=moment)
    for attempt in range(ATTEMPTS_MAX):
        try:
            with transaction.atomic():
                return _record(identified, asked=asked, lock=attempt > 0)
        except store.BoundaryMoved:
            continue
        except Refusal as refusal:
            return _recorded_meanwhile(identified, refusal=refusal)
    raise TooBusy(attempts=ATTEMPTS_MAX)


def _recorded_meanwhile(identified: Sequence[tuple[Submission, UUID]], *, refusal: Refusal) -> list[Recorded]:
    """The answers of the same requests, sent twice at one moment and recorded by the other; else the refusal."""
    found = [store.find_request(event_id, submission.request) for submission, event_id in identified if submission.id]
    events = [event for event in found if event is not None]
    if len(events) < len(identified):
        raise refusal
    return [Recorded(event=event, repeated=True) for event in events]


def _record(identified: Sequence[tuple[Submission, UUID]], *, asked: _Asked, lock: bool) -> list[Recorded]:
    before = {
        event_id: event
        for submission, event_id in identified
        if submission.id and (event := store.find_request(event_id, submission.request))
    }
    new = [
        (index, submission, event_id)
        for index, (submission, event_id) in enumerate(identified)
        if event_id not in before
    ]
    batch = len(identified) > 1
    appended = _append(new, asked=asked, lock=lock, batch=batch) if new else store.Appended()
    found = before | {event.id: event for event in appended}
    repeated = before.keys() | appended.repeated
    return [Recorded(event=found[event_id], repeated=event_id in repeated) for _, event_id in identified]


def _append(new: Sequence[tuple[int, Submission, UUID]], *, asked: _Asked, lock: bool, batch: bool) -> store.Appended:
    types = catalogue()
    drafting = Drafting(
        [(submission, event_id) for _, submission, event_id in new],
        principal=asked.principal,
        catalogue=types,
        now=asked.now,
        lock=lock,
        expected=asked.expected,
    )
    refuse_newer_events(asked.expected, principal=asked.principal)
    for index, submission, event_id in new:
        try:
            drafting.decide(submission, event_id=event_id)
        except Refusal as refusal:
            refusal.item = index if batch else None
            raise
    appended = store.append(drafting.entries, numbers=drafting.numbers)
    recorded = [event for event in appended if event.id not in appended.repeated]
    if not recorded:
        return appended
    let_go_of_decided(standings.write(recorded, before=drafting.read_log, catalogue=types))
    others = [event for event in recorded if event.source_id != asked.principal.source_id]
    if others:
        SubmittedFor.objects.bulk_create(
            SubmittedFor(event_id=event.id, source_id=asked.principal.source_id) for event in others
        )
    processing.record(
        "Gebeurtenissen vastleggen",
        principal=asked.principal,
        subjects={object_id for event in recorded for object_id in event.object_ids},
        details={"events": [str(event.id) for event in recorded]},
    )
    return appended


def _refuse_double_ids(submissions: Sequence[Submission]) -> None:
    seen: set[UUID] = set()
    for index, submission in enumerate(submissions):
        if submission.id and submission.id in seen:
            raise InvalidRequest(
                violations=(Violation(pointer="/id", code="unique", message="Give every event its own id."),),
                item=index,
            )
        if submission.id:
            seen.add(submission.id)


def new_id(moment: datetime) -> UUID:
    """The id of an event for which the caller gave none: a UUIDv7 of this moment."""
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return uuid7(unix_ms=milliseconds, random=token_bytes(RANDOM_BYTES))
