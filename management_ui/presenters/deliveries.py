"""Attempts and parked deliveries on screen. Which event it is about is told to who may see that event."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from events.domain.event import Event, Kind
from events.domain.moments import AMSTERDAM
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions.queries.parked import Parked
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.sources import kind_text

SHORT_ID_LENGTH: Final = 8
TONES: Final[Mapping[str, str]] = {
    DeliveryAttempt.Outcome.DELIVERED: "safe",
    DeliveryAttempt.Outcome.BUSY: "warning",
    DeliveryAttempt.Outcome.REDIRECTED: "warning",
}
STATE_TONES: Final[Mapping[str, str]] = {
    ParkedDelivery.State.RETRYING: "warning",
    ParkedDelivery.State.BEHIND: "info",
    ParkedDelivery.State.DEAD: "danger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventName:
    """An event as it is named here: what it is and where it is read, for who may see it; else its id alone."""

    id: str
    title: str
    address: str

    @property
    def short_id(self) -> str:
        """The end of the id: events of one moment begin alike."""
        return f"…{self.id[-SHORT_ID_LENGTH:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLine:
    """One attempt."""

    id: int
    when: str
    seconds: str
    event: EventName | None
    number: int
    outcome: str
    tone: str
    status: str
    took: str
    error: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLine:
    """One parked delivery."""

    event: EventName
    state: str
    tone: str
    cause: str
    behind: EventName | None
    tries: int
    next_try: str
    since: str
    reason: str


def event_name(event_id: UUID, event: Event | None, *, titles: Mapping[str, str]) -> EventName:
    """What an event is called here. A decision is read on the page of what it decided."""
    if event is None:
        return EventName(id=str(event_id), title="", address="")
    page = event.references[0] if event.kind is Kind.VALIDATION and event.references else event.id
    title = f"{titles.get(event.event_type, event.event_type)} ({kind_text(event).lower()})"
    return EventName(id=str(event_id), title=title, address=reverse("review", args=[page]))


def attempt_line(row: DeliveryAttempt, *, event: EventName | None, now: datetime) -> AttemptLine:
    """One attempt."""
    return AttemptLine(
        id=row.pk,
        when=recorded_text(row.started_at, now=now),
        seconds=f"{row.started_at.astimezone(AMSTERDAM):%H:%M:%S}",
        event=event,
        number=row.number,
        outcome=str(DeliveryAttempt.Outcome(row.outcome).label),
        tone=TONES.get(row.outcome, "danger"),
        status="" if row.status is None else str(row.status),
        took=_("%(n)d ms") % {"n": row.duration_ms},
        error=row.error,
        advice=_advice(row),
    )


def _advice(row: DeliveryAttempt) -> str:
    """What to do about it, where that is not with the receiver."""
    if row.outcome == DeliveryAttempt.Outcome.TOKEN:
        return _(
            "There was no token to send it with. See at “Access” whether the credentials are "
            "right, and ask who runs the token endpoint. No event is given up because of it."
        )
    if row.outcome == DeliveryAttempt.Outcome.UNREACHABLE and "CERTIFICATE_VERIFY_FAILED" in row.error:
        return _(
            "The receiver showed a certificate that is not trusted, has ended, or is another one’s. Is it certified by "
            "an authority of its own? Give that at “Access”; else have the receiver mended."
        )
    return ""


def parked_lines(
    found: Sequence[Parked], *, held: Subscription, titles: Mapping[str, str], now: datetime
) -> tuple[ParkedLine, ...]:
    """What is parked, a line each, with the one it waits behind where that is among these."""
    return tuple(
        _parked_line(it, behind=_before(it, found[:place], held=held), titles=titles, now=now)
        for place, it in enumerate(found)
    )


def _before(one: Parked, earlier: Sequence[Parked], *, held: Subscription) -> Parked | None:
    """The nearest of the earlier ones that it has to wait for."""
    if one.delivery.state != ParkedDelivery.State.BEHIND:
        return None
    objects = set(one.delivery.object_ids)
    in_the_way = (
        it
        for it in reversed(earlier)
        if held.ordering == Subscription.Ordering.ALL or not objects.isdisjoint(it.delivery.object_ids)
    )
    return next(in_the_way, None)


def _parked_line(found: Parked, *, behind: Parked | None, titles: Mapping[str, str], now: datetime) -> ParkedLine:
    row = found.delivery
    soon = row.next_try_at is not None and row.next_try_at <= now
    next_try = "" if row.next_try_at is None else recorded_text(row.next_try_at, now=now)
    return ParkedLine(
        event=event_name(row.event_id, found.event, titles=titles),
        state=str(ParkedDelivery.State(row.state).label),
        tone=STATE_TONES[row.state],
        cause=str(ParkedDelivery.Cause(row.cause).label),
        behind=None if behind is None else event_name(behind.delivery.event_id, behind.event, titles=titles),
        tries=row.tries,
        next_try=_("now") if soon else next_try,
        since=recorded_text(row.parked_at, now=now),
        reason=row.reason,
    )


def readable(text: str) -> str:
    """What was sent or answered, as it was; JSON with its lines laid out."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(found, ensure_ascii=False, indent=2) if isinstance(found, dict | list) else text
