"""What a feed answers: the next notices after a place in the log, the same bytes as are sent to others.

Whoever fetches keeps the place himself, so that nothing is lost whatever happens to an answer: asking once more from
the same place gives the same again. How far he asked is noted now and then, to be seen by people; nothing rests on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events import processing, store
from events.domain.permissions import Principal
from events.domain.subscription_refusals import BeyondLog, FeedPaused
from events.models import AskedSpan, Subscription
from events.subscriptions import ownership
from events.subscriptions.delivering import loading
from events.subscriptions.delivering.loading import Held
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.domain import cloud_events
from events.subscriptions.domain.filters import wanted_of
from events.subscriptions.sending import publishing

SIZE_MAX: Final = 500
"""Notices in one answer."""
ANSWER_BYTES_MAX: Final = 2 * 1024 * 1024
"""Of the notices in one answer together (one may be larger than this by itself)."""
SCANNED_MAX: Final = 5_000
"""Events of the log, asked for or not, after which an answer looks no further (a part of the log more at most)."""
NOTED_STEP: Final = timedelta(seconds=5)
"""How stale what is noted of how far somebody asked may get: a busy one costs one write in this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One event as it is told, with its place."""

    seq: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Notices in the order of the log; `to` is the place to go on after. `more`: the log goes on beyond it."""

    notices: Sequence[Notice]
    to: int
    more: bool


def refuse(subscription_id: UUID, *, principal: Principal) -> Subscription:
    """Raise what `read` would for this caller and subscription, of which nothing is told."""
    return _readable(ownership.find_fetched(subscription_id, principal=principal))


@transaction.atomic
def read(
    subscription_id: UUID,
    *,
    principal: Principal,
    after: int | None = None,
    size: int = SIZE_MAX,
    now: datetime | None = None,
) -> Answer:
    """What follows in the log after a place (None: where the subscription began) of what it asks for and he may see.

    An answer comes after a bounded amount of work: it may be empty and yet move on. Whoever is told of somebody leaves
    a line with that person in the log of processing, in this transaction.

    Raises `SubscriptionNotFound`, `ZoneForbidden`, `FeedOfAnother`, `NotFetched`, `FeedPaused`, and `BeyondLog` for a
    place that is not there.
    """
    found = _readable(ownership.find_fetched(subscription_id, principal=principal, lock=True))
    place = found.begins_after if after is None else after
    _note(found, place, now=now or timezone.now())
    last = store.last_seq()
    if place > last:
        raise BeyondLog
    if place == last:
        return Answer(notices=(), to=place, more=False)
    held = Held(subscription=found, principal=principal, wanted=wanted_of(found.filter), keys=())
    reading = _Reading(held=held, to=place, size=min(size, SIZE_MAX))
    reading.read_up_to(last)
    _write_down(reading, principal=principal)
    _keep_given(reading, after=place)
    return Answer(notices=reading.notices, to=reading.to, more=reading.to < last)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One answer while it is being made."""

    held: Held
    to: int
    size: int
    notices: list[Notice] = field(default_factory=list)
    object_ids: set[UUID] = field(default_factory=set)
    weight: int = 0

    def read_up_to(self, last: int) -> None:
        """Go on until the end of the log, or until it is enough for one answer."""
        began, log = self.to, LogReader()
        publisher, oins = publishing.publisher(), publishing.oins()
        while self.to < last and self.to - began < SCANNED_MAX and len(self.notices) < self.size:
            found = loading.following(self.held, after=self.to, log=log)
            if found.to == self.to:
                return
            for seq, event in found.events:
                oin = oins.get(event.event.zone, publishing.NO_OIN)
                body = cloud_events.notice(event, full=self.held.full, publisher=publisher, oin=oin)
                if self.notices and self.weight + len(body) > ANSWER_BYTES_MAX:
                    return
                self.notices.append(Notice(seq=seq, body=body))
                self.object_ids.update(event.object_ids)
                self.weight += len(body)
                self.to = seq
                if len(self.notices) == self.size:
                    return
            self.to = found.to


def _readable(found: Subscription) -> Subscription:
    if found.state != Subscription.State.ACTIVE:
        raise FeedPaused
    return found


def _note(found: Subscription, place: int, *, now: datetime) -> None:
    stale = now - NOTED_STEP
    if found.asked_at is not None and found.asked_at > stale:
        return
    unnoted = Q(asked_at=None) | Q(asked_at__lte=stale)
    Subscription.objects.filter(unnoted, pk=found.pk).update(asked_at=now, cursor=place)


def _write_down(reading: _Reading, *, principal: Principal) -> None:
    if not reading.notices:
        return
    processing.record(
        "Gebeurtenissen opgehaald",
        principal=principal,
        subjects=reading.object_ids,
        activity=processing.Activity.READ,
        details={"subscription": str(reading.held.subscription.pk), "events": len(reading.notices)},
    )


def _keep_given(reading: _Reading, *, after: int) -> None:
    """Keep how far it was given, be it nothing; who goes back is given it by what is asked now."""
    subscription = reading.held.subscription
    Subscription.objects.filter(pk=subscription.pk, given_to__lt=reading.to).update(given_to=reading.to)
    if reading.notices:
        AskedSpan.objects.filter(subscription=subscription, until=None, after__gt=after).update(after=after)
