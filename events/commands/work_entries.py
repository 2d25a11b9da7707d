"""What was done and said about claims in hand: every act of an official, and what he asks of the source, in order."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from events import store
from events.domain.event import Event, Kind
from events.domain.permissions import Permission, Principal
from events.domain.refusals import AlreadyDecided, EventNotFound, InvalidRequest, Violation
from events.domain.standing import StandingOf
from events.models import Standing, WorkEntry, WorkItem, Zone

TEXT_LENGTH_MAX = 4_000
UNDECIDED = (StandingOf.OPEN, StandingOf.SETTLED)
"""What somebody may still have in hand: what waits, and what is settled as long as another claim is in force."""
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def enter(
    action: WorkEntry.Action, *, event: Event, by: Principal, now: datetime, to: str = "", text: str = ""
) -> WorkEntry:
    """Write down what was done or said about an event; must be called in the transaction of the act itself."""
    return WorkEntry.objects.create(
        event_id=event.id,
        zone=Zone.objects.get(slug=event.zone),
        event_source_id=event.source_id,
        recorded_at=now,
        action=action,
        source_id=by.source_id,
        source_type=by.source_type,
        to=to,
        text=text,
    )


def visible_event(event_id: UUID, *, by: Principal) -> Event:
    """The claim or correction, in a zone that he may read. Raises `EventNotFound`."""
    event = store.find([event_id]).get(event_id)
    if event is None or event.kind is Kind.VALIDATION or not by.may(Permission.VIEW, zone=event.zone):
        raise EventNotFound(event_id=event_id)
    return event


def locked_item(event: Event) -> WorkItem:
    """The row of the event, which nobody else changes until this transaction ends. Raises `AlreadyDecided`.

    It is looked at after the lock: whoever waits for the row may find it decided meanwhile.
    """
    zone = Zone.objects.get(slug=event.zone)
    WorkItem.objects.bulk_create([WorkItem(event_id=event.id, zone=zone)], ignore_conflicts=True)
    item = WorkItem.objects.select_for_update(of=("self",)).select_related("holder").get(event_id=event.id)
    refuse_decided(event)
    return item


def refuse_decided(event: Event) -> None:
    """Pass while it waits for a decision, or is settled by another claim. Raises `AlreadyDecided`."""
    standing = Standing.objects.filter(event_id=event.id).values_list("standing", flat=True).first()
    if standing not in UNDECIDED:
        raise AlreadyDecided(event_id=event.id)


def let_go_of_decided(counts_for: Mapping[UUID, StandingOf]) -> None:
    """Nobody has in hand what is decided, and nobody waits for its source: however it was decided, also over the API.

    It stays with the group that it was handed to, for when the decision falls. Called in the transaction of the append.
    """
    decided = [event_id for event_id, standing in counts_for.items() if standing not in UNDECIDED]
    if decided:
        WorkItem.objects.filter(event_id__in=decided).update(
            holder=None, taken_at=None, locked_until=None, awaiting_since=None
        )


def text_of(given: str, *, pointer: str) -> str:
    """What somebody wrote, without white space around it.

    Raises `InvalidRequest` when it is nothing, too much, or holds what no text holds: NUL, or half of a character.
    """
    text = given.strip()
    if not text:
        code, message = "required", "Write something."
    elif len(text) > TEXT_LENGTH_MAX:
        code, message = "max-length", f"Write at most {TEXT_LENGTH_MAX} characters."
    elif _NO_TEXT.search(text):
        code, message = "unsafe-text", "Leave out NUL characters and unpaired surrogates."
    else:
        return text
    raise InvalidRequest(violations=(Violation(pointer=pointer, code=code, message=message),))
