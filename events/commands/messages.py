"""Asking the source of a claim for more, and its answer: audited messages on the work item, not events.

Source: `product.md`, section 3: "Asking the source for more is an audited message on the work item, not an event."
"""

from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from events import access, processing, store
from events.catalogue import catalogue
from events.commands import standings
from events.commands.work_entries import enter, locked_item, text_of, visible_event
from events.domain.event import Event, Kind
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import EventNotFound, NobodyToAsk, NotAnOfficial, SelfValidation
from events.models import SubmittedFor, WorkEntry

_LOCK = (0xF6, 2)
"""The advisory lock under which messages are numbered."""


def send(event_id: UUID, *, text: str, by: Principal, now: datetime | None = None) -> WorkEntry:
    """What somebody has to say about a claim or correction: its source answers, anybody else asks, if he may.

    Raises what `answer` and `ask_source` raise.
    """
    event = store.find([event_id]).get(event_id)
    is_source = event is not None and by.source_id in SubmittedFor.speakers(event)
    return (answer if is_source else ask_source)(event_id, text=text, by=by, now=now)


@transaction.atomic
def ask_source(event_id: UUID, *, text: str, by: Principal, now: datetime | None = None) -> WorkEntry:
    """An official asks the source of a claim or correction for more; it reads it over the API, or on its page.

    Raises EventNotFound, NotAnOfficial, ZoneForbidden, SelfValidation, AlreadyDecided, NobodyToAsk when its source
    could not read it, and InvalidRequest for no text.
    """
    moment, said = now or datetime.now(UTC), text_of(text, pointer="/text")
    event = visible_event(event_id, by=by)
    if by.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=by.source_type)
    by.require(Permission.VALIDATE, zone=event.zone)
    if event.source_id == by.source_id:
        raise SelfValidation(event_id=event_id)
    if not access.reads_messages(SubmittedFor.speakers(event), zone=event.zone, now=moment):
        raise NobodyToAsk(event_id=event_id)
    _one_at_a_time()
    item = locked_item(event)
    entry = enter(WorkEntry.Action.ASKED, event=event, by=by, now=moment, text=said)
    item.awaiting_since = moment
    item.save(update_fields=["awaiting_since"])
    standings.write_due(event, catalogue=catalogue())
    _write_down("Bron om aanvulling gevraagd", event, by=by)
    return entry


@transaction.atomic
def answer(event_id: UUID, *, text: str, by: Principal, now: datetime | None = None) -> WorkEntry:
    """The source of a claim or correction, or who submitted it, answers. What changes what it said is a correction.

    Raises EventNotFound for anybody else, AlreadyDecided, and InvalidRequest for no text.
    """
    said = text_of(text, pointer="/text")
    event = own_event(event_id, by=by)
    _one_at_a_time()
    item = locked_item(event)
    entry = enter(WorkEntry.Action.ANSWERED, event=event, by=by, now=now or datetime.now(UTC), text=said)
    item.awaiting_since = None
    item.save(update_fields=["awaiting_since"])
    standings.write_due(event, catalogue=catalogue())
    _write_down("Aanvulling door bron", event, by=by)
    return entry


def own_event(event_id: UUID, *, by: Principal) -> Event:
    """The claim or correction that he is the source of, or submitted. Raises `EventNotFound` for any other."""
    event = store.find([event_id]).get(event_id)
    if event is None or event.kind is Kind.VALIDATION or by.source_id not in SubmittedFor.speakers(event):
        raise EventNotFound(event_id=event_id)
    return event


def _one_at_a_time() -> None:
    """Messages become visible in the order of their numbers, so that a reader who goes on after one misses none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def _write_down(action: str, event: Event, *, by: Principal) -> None:
    processing.record(action, principal=by, subjects=event.object_ids, details={"event": str(event.id)})
