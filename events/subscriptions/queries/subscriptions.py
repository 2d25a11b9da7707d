"""Which subscriptions there are: one's own, and all for who administers everything."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from events.administration import require_administrator
from events.domain.permissions import Principal
from events.models import ReceiverAllowance, Subscription, SubscriptionKey
from events.subscriptions import ownership


def subscriptions(*, principal: Principal) -> tuple[Subscription, ...]:
    """By name, each with its owner. Raises `ZoneForbidden` for who may see nothing."""
    return tuple(ownership.subscriptions_of(principal).order_by("name", "id"))


def subscription(subscription_id: UUID, *, principal: Principal) -> Subscription:
    """One of them. Raises `SubscriptionNotFound` and `ZoneForbidden`."""
    return ownership.find(subscription_id, principal=principal)


def keys_of(subscription_id: UUID, *, principal: Principal, now: datetime) -> tuple[SubscriptionKey, ...]:
    """The keys that sign at this moment, the newest first, without what is secret of them.

    Raises `SubscriptionNotFound`, `NothingIsSent` and `ZoneForbidden`.
    """
    held = ownership.find_sent(subscription_id, principal=principal)
    return tuple(_signing(held.pk, now=now).order_by("-created_at"))


def public_keys(subscription_id: UUID, *, now: datetime) -> tuple[SubscriptionKey, ...]:
    """The key pairs (v1a) that sign at this moment, the newest first: their public halves are anybody's.

    Empty for a subscription that has none, and for one that is not there: the same answer.
    """
    pairs = _signing(subscription_id, now=now).filter(scheme=SubscriptionKey.Scheme.V1A)
    return tuple(pairs.order_by("-created_at"))


def allowances(*, principal: Principal) -> tuple[ReceiverAllowance, ...]:
    """The networks in which receivers may be. For who administers everything: raises `ZoneForbidden`."""
    require_administrator(principal)
    return tuple(ReceiverAllowance.objects.order_by("network"))


def _signing(subscription_id: UUID, *, now: datetime) -> QuerySet[SubscriptionKey]:
    valid = Q(expires_at=None) | Q(expires_at__gt=now)
    return SubscriptionKey.objects.filter(valid, subscription_id=subscription_id).defer("private_key")
