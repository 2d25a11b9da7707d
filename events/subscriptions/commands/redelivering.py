"""Delivering once more: one event, what is parked, what came since a moment.

What is asked for once more is parked as to be tried now; who delivers finds it there. Rows are put and changed while
the subscription's own row is held, as who delivers writes them, so that neither builds on what the other is changing.
His fence stays as it is: what he is sending is not undone by one more delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import store
from events.administration import Action
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound
from events.domain.subscription_refusals import NotAskedFor, NotPassedYet, TooManyToRedeliver
from events.models import ParkedDelivery, Subscription
from events.subscriptions import asking, ownership
from events.subscriptions.changing import Chains, told
from events.subscriptions.commands.lining_up import line_up
from events.subscriptions.commands.telling import record
from events.subscriptions.domain.asked import Correction
from events.subscriptions.domain.happenings import Happening

REDELIVERED_MAX: Final = 10_000
"""Events that one request delivers once more; for more, set the subscription back."""
PASSED_MAX: Final = 100_000
"""Events of the log, asked for or not, that one request looks through."""
PARKED_MAX: Final = 20_000
"""What may be parked of one subscription together with what is delivered once more."""
BATCH: Final = 1_000
State = ParkedDelivery.State
Passed = tuple[int, Happening]
"""An event that was passed, with its place in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivery:
    """What will be delivered once more: `events` in all, of which `waiting` wait for an earlier one that is parked."""

    events: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedChoice:
    """Which of what is parked; None asks nothing. What waits for an earlier event follows that by itself."""

    state: ParkedDelivery.State | None = None
    event_types: frozenset[str] | None = None
    object_id: UUID | None = None


@transaction.atomic
def redeliver_event(subscription_id: UUID, event_id: UUID, *, by: Principal, now: datetime | None = None) -> Redelivery:
    """Deliver one event once more, which the subscription passed before.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, `EventNotFound` for one that its owner may not see,
    `NotAskedFor`, and `NotPassedYet`.
    """
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    event, seq = store.find([event_id]).get(event_id), store.seq_of(event_id)
    if event is None or event.zone not in ownership.zones_seen_by(held.owner):
        raise EventNotFound(event_id=event_id)
    asks, parked = asking.asked_of(held), asking.parked_of(held) if held.corrections else {}
    wanted = told([event], asked=asks, parked=parked)
    if not wanted:
        raise NotAskedFor(event_id=event_id)
    if seq is None or seq > held.cursor:
        raise NotPassedYet(event_id=event_id)
    again = _again(held, [(seq, wanted[0])], after=seq - 1, until=seq, now=now or timezone.now())
    return _asked(held, again, by=by, asked={"event": str(event_id)})


@transaction.atomic
def redeliver_parked(
    subscription_id: UUID, choice: ParkedChoice, *, by: Principal, now: datetime | None = None
) -> Redelivery:
    """Try what is parked now, with all its tries before it; what waits behind it follows.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, and `TooManyToRedeliver`.
    """
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    chosen = _chosen(held, choice)
    if len(chosen) > REDELIVERED_MAX:
        raise TooManyToRedeliver(limit=REDELIVERED_MAX)
    again = line_up(held, chosen, now=now or timezone.now())
    asked = {
        "state": choice.state,
        "types": sorted(choice.event_types or ()),
        "one_object": choice.object_id is not None,
    }
    return _asked(held, again, by=by, asked=asked)


def redeliver_since(
    subscription_id: UUID, since: datetime, *, by: Principal, now: datetime | None = None
) -> Redelivery:
    """Deliver once more what came into the log from a moment on and was passed, while what is new goes on.

    The log is read before the subscription is held: who delivers goes on meanwhile.
    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, and `TooManyToRedeliver`.
    """
    found = ownership.find_sent(subscription_id, principal=by)
    first, events = store.seq_before(since), _since(found, since)
    with transaction.atomic():
        held = ownership.find_sent(subscription_id, principal=by, lock=True)
        passed = [it for it in events if it[0] <= held.cursor]  # it may have been set back meanwhile
        again = _again(held, passed, after=first, until=held.cursor, now=now or timezone.now())
        return _asked(held, again, by=by, asked={"since": since.isoformat()})


def _since(held: Subscription, since: datetime) -> list[Passed]:
    seq, seen, asks = store.seq_before(since), ownership.zones_seen_by(held.owner), asking.asked_of(held)
    parked = asking.parked_of(held) if held.corrections else {}
    if held.cursor - seq > PASSED_MAX:
        raise TooManyToRedeliver(limit=REDELIVERED_MAX)
    found: list[Passed] = []
    while seq < held.cursor:
        batch = store.following(seq, min(BATCH, held.cursor - seq))
        places = {it.event.id: it.seq for it in batch}
        events = [it.event for it in batch if it.event.zone in seen]
        found += [(places[it.id], it) for it in told(events, asked=asks, parked=parked)]
        if len(found) > REDELIVERED_MAX:
            raise TooManyToRedeliver(limit=REDELIVERED_MAX)
        seq += BATCH
    return found


def _chosen(held: Subscription, choice: ParkedChoice) -> list[ParkedDelivery]:
    found = held.parked.filter(state__in=[choice.state] if choice.state else [State.DEAD, State.RETRYING])
    if choice.object_id is not None:
        found = found.filter(object_ids__contains=[choice.object_id])
    rows = list(found.order_by("seq"))
    if choice.event_types is None:
        return rows
    events = store.find(row.event_id for row in rows)
    return [row for row in rows if row.event_id in events and events[row.event_id].event_type in choice.event_types]


def _again(
    held: Subscription, events: Sequence[Passed], *, after: int, until: int, now: datetime
) -> Sequence[ParkedDelivery]:
    """Park these, of a stretch of the log. Refused when more would be parked than who delivers holds in memory.

    He would not see the rest.
    """
    rows = [_parked(held, it.id, it.object_ids, seq=seq, now=now) for seq, it in (*events, *_corrected(held, events))]
    before = asking.parked_of(held)
    if rows and held.parked.exclude(seq__in=[row.seq for row in rows]).count() + len(rows) > PARKED_MAX:
        raise TooManyToRedeliver(limit=REDELIVERED_MAX)
    again = line_up(held, rows, now=now)
    if events and not asking.goes_on_over(held, [seq for seq, _ in events]):
        asking.ask_once(held, after=after, until=until, but=before)
    return again


def _corrected(held: Subscription, events: Sequence[Passed]) -> list[Passed]:
    """What corrected these since: who is told of corrections is told of it after them, once more too.

    Also what was not passed yet: who delivers may have looked at it before these were asked for.
    """
    if not held.corrections:
        return []
    chains, given = Chains(), {it.id for _, it in events}
    chains.read(it.event for _, it in events)
    found: dict[UUID, Passed] = {}
    for seq, happening in events:
        chain = chains.chain(happening.event)
        about = tuple(dict.fromkeys(object_id for it in chain for object_id in it.event.object_ids))
        for it in chain:
            change = chains.contents(happening.event).get(it.event.id)
            if change is not None and it.seq > seq and it.event.id not in given:
                corrects = Correction(change=change, told=(happening.id,), object_ids=about)
                found[it.event.id] = (it.seq, Happening(event=it.event, correction=corrects))
    return list(found.values())


def _parked(
    held: Subscription, event_id: UUID, object_ids: Sequence[UUID], *, seq: int, now: datetime
) -> ParkedDelivery:
    return ParkedDelivery(
        subscription=held,
        seq=seq,
        event_id=event_id,
        object_ids=list(object_ids),
        state=State.RETRYING,
        cause=ParkedDelivery.Cause.REDELIVERY,
        parked_at=now,
    )


def _asked(held: Subscription, again: Sequence[ParkedDelivery], *, by: Principal, asked: dict[str, Any]) -> Redelivery:
    """Write down that it was asked; nothing when nothing is delivered by it."""
    waiting = sum(row.state == State.BEHIND for row in again)
    if again:
        after = {"asked": asked, "events": len(again), "waiting": waiting}
        record("Bezorging opnieuw gevraagd", Action.REDELIVERY_ASKED, held, by=by, before=None, after=after)
    return Redelivery(events=len(again), waiting=waiting)
