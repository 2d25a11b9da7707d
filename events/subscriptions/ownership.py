"""Whose a subscription is: found by its owner, and by who administers everything; by nobody else.

On behalf of its owner everything is sent that he may see, so that who asks must see something himself: a token without
that scope changes no address, or its holder would be sent what the token may not read.
"""

from uuid import UUID

from django.db.models import QuerySet

from events import access
from events.administration import is_administrator
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ZoneForbidden
from events.domain.subscription_refusals import (
    FeedOfAnother,
    NotFetched,
    NothingIsSent,
    SubscriberUnknown,
    SubscriptionNotFound,
)
from events.models import Subscription, User


def subscriptions_of(principal: Principal) -> QuerySet[Subscription]:
    """His own, and all there are for who administers everything. Raises `ZoneForbidden` for who may see nothing."""
    found = Subscription.objects.select_related("owner")
    if is_administrator(principal):
        return found
    if not principal.zones_with(Permission.VIEW):
        raise ZoneForbidden(zone="", permission=Permission.VIEW.value)
    return found.filter(owner__source_id=principal.source_id)


def find(subscription_id: UUID, *, principal: Principal, lock: bool = False) -> Subscription:
    """One of those. `lock` holds its row until the transaction ends, against every writer, a deliverer among them.

    Raises `SubscriptionNotFound` for one that is not there or is somebody else's, and `ZoneForbidden`.
    """
    found = subscriptions_of(principal)
    if lock:
        found = found.select_for_update(of=("self",))
    subscription = found.filter(pk=subscription_id).first()
    if subscription is None:
        raise SubscriptionNotFound(subscription_id=subscription_id)
    return subscription


def find_sent(subscription_id: UUID, *, principal: Principal, lock: bool = False) -> Subscription:
    """One of those that are sent to an address. Raises as `find`, and `NothingIsSent` for one that is fetched."""
    subscription = find(subscription_id, principal=principal, lock=lock)
    if subscription.is_fetched:
        raise NothingIsSent
    return subscription


def find_fetched(subscription_id: UUID, *, principal: Principal, lock: bool = False) -> Subscription:
    """One of his own that he fetches. Raises as `find`, `FeedOfAnother` also for who administers, and `NotFetched`."""
    subscription = find(subscription_id, principal=principal, lock=lock)
    if not principal.zones_with(Permission.VIEW):
        raise ZoneForbidden(zone="", permission=Permission.VIEW.value)
    if subscription.owner.source_id != principal.source_id:
        raise FeedOfAnother
    if not subscription.is_fetched:
        raise NotFetched
    return subscription


def account_of(principal: Principal) -> User:
    """The account that he acts for. Raises `SubscriberUnknown` when there is none."""
    account = User.objects.filter(source_id=principal.source_id, is_active=True).first()
    if account is None:
        raise SubscriberUnknown
    return account


def zones_seen_by(owner: User) -> frozenset[str]:
    """The zones whose events are sent on his behalf: those that he may see now."""
    return access.principal_of(owner).zones_with(Permission.VIEW)
