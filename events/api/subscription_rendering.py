"""Subscriptions, their keys, attempts and what is parked as JSON for the API."""

from datetime import datetime
from typing import Any

from events.domain.canonical import instant_text
from events.models import DeliveryAttempt, ReceiverAllowance, Subscription, SubscriptionKey
from events.subscriptions.commands.key_changes import ShownKey
from events.subscriptions.queries.attempts import Tried
from events.subscriptions.queries.health import Health, Tally
from events.subscriptions.queries.parked import Parked


def subscription(it: Subscription, *, health: Health) -> dict[str, Any]:
    """A subscription, with how it fares."""
    return {
        "id": str(it.pk),
        "name": it.name,
        "owner": {"sourceId": str(it.owner.source_id), "name": str(it.owner)},
        "mode": it.mode,
        "url": None if it.is_fetched else it.url,
        "content": it.content,
        "ordering": None if it.is_fetched else it.ordering,
        "filter": it.filter,
        "corrections": it.corrections,
        "schedule": it.schedule,
        "state": it.state,
        "stateReason": it.state_reason,
        "stateSince": instant_text(it.state_since),
        "verifiedHow": it.verified_how or None,
        "verifiedAt": _moment(it.verified_at),
        "agreedReason": it.agreed_reason or None,
        "allowedPerMinute": it.allowed_per_minute,
        "createdAt": instant_text(it.created_at),
        "deliveredAt": _moment(it.delivered_at),
        "askedAt": _moment(it.asked_at),
        "health": _health(health),
    }


def key(it: SubscriptionKey) -> dict[str, Any]:
    """A key, without what is secret of it."""
    return {
        "id": str(it.pk),
        "scheme": it.scheme,
        "publicKey": it.public_key or None,
        "createdAt": instant_text(it.created_at),
        "signsUntil": _moment(it.expires_at),
    }


def public_key(it: SubscriptionKey) -> dict[str, Any]:
    """The half of a key that is anybody's."""
    told = key(it)
    return {name: told[name] for name in ("id", "publicKey", "createdAt", "signsUntil")}


def made_key(it: ShownKey) -> dict[str, Any]:
    """A new key with its secret: the one answer in which it stands."""
    return key(it.key) | {"secret": None if it.key.public_key else it.shown}


def tried(it: DeliveryAttempt) -> dict[str, Any]:
    """An attempt in short."""
    return {
        "id": it.pk,
        "eventId": str(it.event_id) if it.event_id else None,
        "number": it.number,
        "startedAt": instant_text(it.started_at),
        "durationMs": it.duration_ms,
        "outcome": it.outcome,
        "status": it.status,
        "error": it.error or None,
    }


def attempt(it: Tried) -> dict[str, Any]:
    """An attempt with what was sent and answered."""
    return tried(it.attempt) | {
        "requestHeaders": it.attempt.request_headers,
        "requestBody": None if it.body is None else it.body.decode(),
        "answerHeaders": it.attempt.answer_headers,
        "answer": it.attempt.answer,
    }


def parked(it: Parked) -> dict[str, Any]:
    """What is parked; of whom only for who may see it."""
    row, event = it.delivery, it.event
    return {
        "eventId": str(row.event_id),
        "eventType": event.event_type if event else None,
        "zone": event.zone if event else None,
        "objectIds": [str(pk) for pk in event.object_ids] if event else None,
        "state": row.state,
        "cause": row.cause,
        "tries": row.tries,
        "nextTryAt": _moment(row.next_try_at),
        "reason": row.reason or None,
        "parkedAt": instant_text(row.parked_at),
    }


def allowance(it: ReceiverAllowance) -> dict[str, Any]:
    """A network in which receivers may be."""
    return {"id": it.pk, "network": it.network, "reason": it.reason, "plainHttp": it.plain_http}


def _health(it: Health) -> dict[str, Any]:
    return {
        "lagEvents": it.lag_events,
        "lagSeconds": it.lag_seconds,
        "lastHour": _tally(it.last_hour),
        "lastDay": _tally(it.last_day),
        "parked": {state.value: number for state, number in it.parked.items()},
        "parkedSince": _moment(it.parked_since),
        "nextTryAt": _moment(it.next_try_at),
        "failingSince": _moment(it.failing_since),
        "restUntil": _moment(it.resting_until),
    }


def _tally(it: Tally) -> dict[str, Any]:
    return {"attempts": it.attempts, "delivered": it.delivered, "success": it.success}


def _moment(it: datetime | None) -> str | None:
    return None if it is None else instant_text(it)
