"""Subscriptions for tests of delivery, straight into the tables: how they are made is a story of its own."""

from typing import Any

from django.utils import timezone
from guardian.shortcuts import assign_perm

from events.domain.permissions import Permission
from events.models import ReceiverAllowance, Subscription, SubscriptionKey, User, Zone
from events.subscriptions import asking, keys

ZONE = "burgerlijke-stand"


def allow_loopback(*, plain_http: bool = True) -> None:
    ReceiverAllowance.objects.get_or_create(
        network="127.0.0.0/8", defaults={"reason": "receivers of tests", "plain_http": plain_http}
    )


def subscriber(name: str = "afnemer", *, zones: tuple[str, ...] = (ZONE,)) -> User:
    """An account that may see the zones."""
    account = User.objects.create(username=name, source_type="systeem")
    for zone in Zone.objects.filter(slug__in=zones):
        assign_perm(Permission.VIEW.value, account, zone)
    return account


def subscribe(url: str, *, owner: User | None = None, signed: bool = True, **fields: Any) -> Subscription:
    """An active subscription on everything from the beginning, signed with v1."""
    now = timezone.now()
    made = Subscription.objects.create(
        owner=owner or User.objects.filter(username="afnemer").first() or subscriber(),
        url=url,
        **{
            "name": f"abonnement {Subscription.objects.count() + 1}",
            "state": Subscription.State.ACTIVE,
            "state_reason": Subscription.Reason.VERIFIED,
            "state_since": now,
            "created_at": now,
            **fields,
        },
    )
    asking.begin(made)
    if signed:
        keys.new_key(made, scheme=SubscriptionKey.Scheme.V1, now=now)
    return made
