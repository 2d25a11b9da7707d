"""What was tried: every attempt, the newest first."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound
from events.domain.subscription_refusals import AttemptNotFound
from events.models import DeliveryAttempt, Subscription
from events.queries import events
from events.subscriptions import asking, ownership
from events.subscriptions.changing import happenings
from events.subscriptions.domain import cloud_events
from events.subscriptions.sending import publishing

PAGE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFilter:
    """What is asked; None asks nothing."""

    outcome: DeliveryAttempt.Outcome | None = None
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """Attempts, the newest first. `before` goes on with older ones; None: there are none."""

    attempts: tuple[DeliveryAttempt, ...]
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attempt, with what was sent; `body` is None without an event, and for who may not see it."""

    attempt: DeliveryAttempt
    body: bytes | None


def attempts(
    subscription_id: UUID,
    asked: AttemptFilter = AttemptFilter(),
    *,
    principal: Principal,
    before: int | None = None,
    size: int = PAGE_MAX,
) -> AttemptPage:
    """The newest attempts that answer the filter, before a place.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`.
    """
    held = ownership.find_sent(subscription_id, principal=principal)
    found = held.attempts.order_by("-id")
    if asked.outcome is not None:
        found = found.filter(outcome=asked.outcome)
    if asked.event_id is not None:
        found = found.filter(event_id=asked.event_id)
    if before is not None:
        found = found.filter(id__lt=before)
    limit = min(size, PAGE_MAX)
    rows = list(found[: limit + 1])
    shown = tuple(rows[:limit])
    return AttemptPage(attempts=shown, before=shown[-1].pk if len(rows) > limit else None)


def attempt(subscription_id: UUID, attempt_id: int, *, principal: Principal) -> Tried:
    """One attempt, with its body made anew from the event for who may see that; reading it is written down.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden` and `AttemptNotFound`.
    """
    held = ownership.find_sent(subscription_id, principal=principal)
    found = held.attempts.filter(pk=attempt_id).first()
    if found is None:
        raise AttemptNotFound(attempt_id=attempt_id)
    return Tried(attempt=found, body=_body(found, of=held, principal=principal))


def _body(found: DeliveryAttempt, *, of: Subscription, principal: Principal) -> bytes | None:
    """What was sent, as the subscription would send it now."""
    if found.event_id is None:
        return None
    try:
        event = events.get(found.event_id, principal=principal)
    except EventNotFound:
        return None
    full = of.content == Subscription.Content.FULL
    oin = publishing.oins().get(event.zone, publishing.NO_OIN)
    parked = asking.parked_of(of) if of.corrections else {}
    happening = happenings([event], asked=asking.asked_of(of), parked=parked)[0]
    return cloud_events.notice(happening, full=full, publisher=publishing.publisher(), oin=oin)
