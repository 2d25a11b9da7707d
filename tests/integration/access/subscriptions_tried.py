"""A subscription to try an action of the permission matrix on: of his own, or somebody else's for an administrator."""

from uuid import UUID, uuid4

from django.utils import timezone

from events import store
from events.domain.permissions import Permission, Principal
from events.models import (
    DeliveryAttempt,
    ParkedDelivery,
    ReceiverAccess,
    ReceiverAllowance,
    Subscription,
    SubscriptionKey,
    User,
)
from events.subscriptions import keys, sealing
from tests import authority
from tests.integration.access.actions import Scene

State = Subscription.State
AUTHORITIES = {"certificates": authority.root().pem}
CERTIFICATE = authority.root().issue("F6", names=[]).asked
CREDENTIALS = {"tokenUrl": "https://tokens.example.nl/token", "clientId": "f6", "clientSecret": "geheim"}


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


def with_access(subscription: UUID) -> UUID:
    """The same, at an address over TLS; everything was given that its receiver may ask for."""
    now = timezone.now()
    Subscription.objects.filter(pk=subscription).update(url="https://ontvanger.example.nl/hook", access_mark=uuid4())
    ReceiverAccess.objects.create(
        subscription_id=subscription,
        authorities=AUTHORITIES["certificates"],
        authorities_at=now,
        certificate=CERTIFICATE["certificate"],
        private_key=sealing.sealed(b"a key"),
        certificate_at=now,
        token_url=CREDENTIALS["tokenUrl"],
        client_id="f6",
        client_secret=sealing.sealed(b"geheim"),
        method=ReceiverAccess.Method.BASIC,
        credentials_at=now,
    )
    return subscription


def an_attempt(subscription: UUID) -> int:
    """Its attempt."""
    return DeliveryAttempt.objects.get(subscription=subscription).pk


def an_allowance() -> int:
    """A network that somebody allowed."""
    return ReceiverAllowance.objects.get_or_create(network="10.1.0.0/16", defaults={"reason": "Zo afgesproken."})[0].pk
