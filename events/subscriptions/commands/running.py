"""Pausing and resuming delivery."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.administration import Action
from events.domain.permissions import Principal
from events.domain.subscription_refusals import NotRunning, NotVerified
from events.models import Subscription
from events.subscriptions import ownership
from events.subscriptions.commands.telling import record, state_told

State = Subscription.State
Reason = Subscription.Reason


@transaction.atomic
def pause(subscription_id: UUID, *, by: Principal, now: datetime | None = None) -> Subscription:
    """Send nothing, or let nothing be fetched, until it is resumed; what happens meanwhile follows then.

    Pausing twice changes nothing. What is being sent at this moment is still written down by who sends it: he stops
    when he looks at the state. Raises `SubscriptionNotFound`, `ZoneForbidden`, and `NotRunning` for what is not active.
    """
    held = ownership.find(subscription_id, principal=by, lock=True)
    if held.state == State.PAUSED:
        return held
    if held.state != State.ACTIVE:
        raise NotRunning(state=held.state)
    before = state_told(held)
    become(held, State.PAUSED, Reason.BY_HAND, now=now or timezone.now())
    held.save(update_fields=["state", "state_reason", "state_since"])
    record("Bezorging gepauzeerd", Action.DELIVERY_PAUSED, held, by=by, before=before, after=state_told(held))
    return held


@transaction.atomic
def resume(subscription_id: UUID, *, by: Principal, now: datetime | None = None) -> Subscription:
    """Go on where it was, at once, with a clean slate of failures. Resuming what is active changes nothing.

    Raises `SubscriptionNotFound`, `ZoneForbidden`, and `NotVerified` for what was never verified, or not since its
    receiver answered that it wants no more (410).
    """
    held = ownership.find(subscription_id, principal=by, lock=True)
    if held.state == State.ACTIVE:
        return held
    if not _may_be_sent_to(held):
        raise NotVerified
    before = state_told(held)
    become(held, State.ACTIVE, Reason.BY_HAND, now=now or timezone.now())
    held.failing_since, held.failures, held.rest_until = None, 0, None
    held.save(update_fields=["state", "state_reason", "state_since", "failing_since", "failures", "rest_until"])
    record("Bezorging hervat", Action.DELIVERY_RESUMED, held, by=by, before=before, after=state_told(held))
    return held


def become(held: Subscription, state: Subscription.State, reason: Subscription.Reason, *, now: datetime) -> None:
    """Say what it is in from now on, and why; saves nothing."""
    held.state, held.state_reason, held.state_since = state, reason, now


def _may_be_sent_to(held: Subscription) -> bool:
    """Whether its receiver wants it: a 410 takes back what was agreed before. What is fetched has none to ask."""
    if held.is_fetched:
        return True
    if held.verified_at is None:
        return False
    gone = held.state == State.STOPPED and held.state_reason == Reason.GONE
    return not gone or held.verified_at > held.state_since
