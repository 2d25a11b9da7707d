"""What the record of changes keeps of a subscription: nothing secret, and nothing of a citizen.

An address may hold a secret in its query, and a filter ids or data of persons. Of these the record tells how many
there are, with a mark by which it can be seen that they changed (a keyed digest, as the log of processing keeps of
persons).
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from events import administration, processing
from events.administration import Action
from events.domain.canonical import canonical_bytes
from events.domain.permissions import Principal
from events.models import Subscription
from events.subscriptions.news import tell_deliverers


def told(subscription: Subscription) -> dict[str, Any]:
    """The subscription as the record keeps it."""
    asked = subscription.filter
    return {
        "name": subscription.name,
        "owner": str(subscription.owner.source_id),
        "mode": subscription.mode,
        "url": shown_url(subscription.url),
        "content": subscription.content,
        "ordering": subscription.ordering,
        "corrections": subscription.corrections,
        "schedule": subscription.schedule,
        "filter": {
            **{name: asked[name] for name in ("eventTypes", "kinds", "zones", "standings") if name in asked},
            "objects": len(asked.get("objectIds", ())),
            "data": [condition["pointer"] for condition in asked.get("data", ())],
        },
        "mark": _mark({"url": subscription.url, "filter": asked}),
    } | state_told(subscription)


def state_told(subscription: Subscription) -> dict[str, Any]:
    """What it is in and why, as the record keeps it."""
    return {
        "state": subscription.state,
        "reason": subscription.state_reason,
        "verified": subscription.verified_how or None,
    }


def shown_url(url: str) -> str:
    """An address without what stands in its query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="…" if parts.query else ""))


def record(
    said: str,
    action: Action,
    subscription: Subscription,
    *,
    by: Principal,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write the change down, in the transaction of the change; who delivers is told of it."""
    details = {"subscription": str(subscription.pk)}
    thing = administration.thing_of(subscription)
    administration.record(said, action, thing, by=by, before=before, after=after, details=details)
    tell_deliverers()


def _mark(value: Mapping[str, Any]) -> str:
    return processing.pseudonym(UUID(bytes=hashlib.sha256(canonical_bytes(value)).digest()[:16]))
