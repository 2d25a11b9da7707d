"""The keys that deliveries are signed with: another one, with an overlap, and the end of one.

A secret is shown once, by the command that makes it. A key that signs no more is not kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.administration import Action
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest
from events.domain.subscription_refusals import LastSigningKey, SigningKeyNotFound, TooManySigningKeys
from events.models import Subscription, SubscriptionKey
from events.subscriptions import keys, ownership
from events.subscriptions.commands.telling import record
from events.subscriptions.domain.messages import mistake

OVERLAP_MAX: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """A new key with what the receiver must know: the secret of v1 (shown this once), the public key of v1a."""

    key: SubscriptionKey
    shown: str


def make_key(subscription: Subscription, *, scheme: SubscriptionKey.Scheme, now: datetime) -> ShownKey:
    """A key for a subscription that the caller holds; permits and records nothing."""
    row, shown = keys.new_key(subscription, scheme=scheme, now=now)
    return ShownKey(key=row, shown=shown)


@transaction.atomic
def add_key(
    subscription_id: UUID,
    *,
    scheme: SubscriptionKey.Scheme,
    by: Principal,
    overlap: timedelta = timedelta(0),
    now: datetime | None = None,
) -> ShownKey:
    """Sign with a new key from now on; those of the same scheme that it replaces sign on for `overlap`.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, `InvalidRequest` for an overlap outside
    0–OVERLAP_MAX, and `TooManySigningKeys`.
    """
    moment = now or timezone.now()
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    if not timedelta(0) <= overlap <= OVERLAP_MAX:
        raise InvalidRequest(violations=(mistake("overlap", pointer="/overlapSeconds", limit=str(OVERLAP_MAX.days)),))
    _forget_ended(held, now=moment)
    before = _told(held, now=moment)
    held.keys.filter(scheme=scheme, expires_at=None).update(expires_at=moment + overlap)
    if _signing(held, now=moment).count() >= keys.SIGNED_WITH_MAX:
        raise TooManySigningKeys(limit=keys.SIGNED_WITH_MAX)
    made = make_key(held, scheme=scheme, now=moment)
    _forget_ended(held, now=moment)
    said = "Ondertekeningssleutel toegevoegd"
    record(said, Action.KEY_ADDED, held, by=by, before=before, after=_told(held, now=moment))
    return made


@transaction.atomic
def retire_key(subscription_id: UUID, key_id: UUID, *, by: Principal, now: datetime | None = None) -> None:
    """Sign with this key no more, at once.

    Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, `SigningKeyNotFound`, and `LastSigningKey` unless
    another key is left that does not end.
    """
    moment = now or timezone.now()
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    _forget_ended(held, now=moment)
    row = held.keys.filter(pk=key_id).first()
    if row is None:
        raise SigningKeyNotFound(key_id=key_id)
    if not held.keys.filter(expires_at=None).exclude(pk=key_id).exists():
        raise LastSigningKey
    before = _told(held, now=moment)
    row.delete()
    record(
        "Ondertekeningssleutel beëindigd", Action.KEY_RETIRED, held, by=by, before=before, after=_told(held, now=moment)
    )


def _signing(held: Subscription, *, now: datetime) -> QuerySet[SubscriptionKey]:
    return held.keys.filter(Q(expires_at=None) | Q(expires_at__gt=now))


def _forget_ended(held: Subscription, *, now: datetime) -> None:
    held.keys.filter(expires_at__lte=now).delete()


def _told(held: Subscription, *, now: datetime) -> dict[str, Any]:
    """Which keys sign, by id and scheme; the public half tells nothing that is secret."""
    return {
        "keys": [
            {
                "key": str(row.pk),
                "scheme": row.scheme,
                "signs_until": row.expires_at.isoformat() if row.expires_at else None,
            }
            for row in _signing(held, now=now).order_by("created_at")
        ]
    }
