"""Keys of subscriptions: made, kept sealed in the database, opened to sign."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.db.models import Q

from events.models import Subscription, SubscriptionKey
from events.subscriptions import sealing
from events.subscriptions.domain.signing import SECRET_BYTES, Key, KeyPair, SharedSecret

log = structlog.get_logger(__name__)

SIGNED_WITH_MAX = 6
"""Keys that sign at one moment: receivers bound the length of a header."""


def new_key(
    subscription: Subscription, *, scheme: SubscriptionKey.Scheme, now: datetime
) -> tuple[SubscriptionKey, str]:
    """Keep a new key; returns it with what the receiver must know: the secret of v1, the public key of v1a."""
    secret = secrets.token_bytes(SECRET_BYTES)
    key: Key = SharedSecret(secret=secret) if scheme == SubscriptionKey.Scheme.V1 else KeyPair(secret=secret)
    shown = key.text if isinstance(key, SharedSecret) else key.public_text
    row = SubscriptionKey.objects.create(
        id=uuid4(),
        subscription=subscription,
        scheme=scheme,
        private_key=sealing.sealed(secret),
        public_key="" if isinstance(key, SharedSecret) else shown,
        created_at=now,
    )
    return row, shown


def signing_keys(subscription: Subscription, *, now: datetime) -> tuple[Key, ...]:
    """The keys to sign with at this moment, the newest first; at most SIGNED_WITH_MAX."""
    valid = subscription.keys.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("-created_at")
    return tuple(_opened(row) for row in valid[:SIGNED_WITH_MAX])


def signing_keys_of(subscriptions: Iterable[UUID], *, now: datetime) -> Mapping[UUID, tuple[Key, ...]]:
    """The keys of many subscriptions, each as `signing_keys` gives them; without those that have none. One query.

    A key that does not open (the settings do not have what it was sealed with) is as none: it harms no other.
    """
    valid = SubscriptionKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), subscription__in=subscriptions)
    found: dict[UUID, list[Key]] = defaultdict(list)
    for row in valid.order_by("-created_at"):
        try:
            found[row.subscription_id].append(_opened(row))
        except sealing.InvalidToken:
            log.error("signing_key_sealed", subscription=str(row.subscription_id))  # noqa: TRY400  # no trace needed
    return {of: tuple(opened[:SIGNED_WITH_MAX]) for of, opened in found.items()}


def _opened(row: SubscriptionKey) -> Key:
    secret = sealing.opened(row.private_key)
    return SharedSecret(secret=secret) if row.scheme == SubscriptionKey.Scheme.V1 else KeyPair(secret=secret)
