"""A subscription to try an action of the permission matrix on: of his own, or somebody else's for an administrator."""

from uuid import UUID, uuid4

from django.utils import timezone

from events import store
from events.domain.permissions import Permission, Principal
from events.models import DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription, SubscriptionKey, User
from events.subscriptions import keys
from tests.integration.access.actions import Scene

State = Subscription.State


def one(by: Principal, scene: Scene, **fields: object) -> UUID:
    """An active subscription that came to the end of the log: his, when he may see anything; else the scene's client's.

    It has two keys, one attempt, and one event parked.
    """
    reader = User.objects.filter(source_id=by.source_id).first() if by.zones_with(Permission.VIEW) else None
    now = timezone.now()
    made = Subscription.objects.create(
        owner=reader or scene.client.account,
        **{
            "name": f"abonnement {uuid4()}",
            "url": scene.receiver,
            "state": State.ACTIVE,
            "state_since": now,
            "created_at": now,
            "verified_at": now,
            "cursor": store.last_seq(),
            **fields,
        },
    )
    for _ in range(2):
        keys.new_key(made, scheme=SubscriptionKey.Scheme.V1, now=now)
    event = store.find([scene.claim])[scene.claim]
    ParkedDelivery.objects.create(
        subscription=made,
        seq=store.seq_of(scene.claim) or 0,
        event_id=scene.claim,
        object_ids=list(event.object_ids),
        state=ParkedDelivery.State.DEAD,
        cause=ParkedDelivery.Cause.FAILED,
        parked_at=now,
    )
    DeliveryAttempt.objects.create(
        subscription=made, event_id=scene.claim, started_at=now, duration_ms=1, outcome=DeliveryAttempt.Outcome.REFUSED
    )
    return made.pk


def a_key(subscription: UUID) -> UUID:
    """One of its keys."""
    return SubscriptionKey.objects.filter(subscription=subscription).earliest("created_at").pk


def an_attempt(subscription: UUID) -> int:
    """Its attempt."""
    return DeliveryAttempt.objects.get(subscription=subscription).pk


def an_allowance() -> int:
    """A network that somebody allowed."""
    return ReceiverAllowance.objects.get_or_create(network="10.1.0.0/16", defaults={"reason": "Zo afgesproken."})[0].pk
