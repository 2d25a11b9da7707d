"""Subscriptions of the municipality of the desk's tests: made by the command, with what came of sending beside it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiohttp import web
from django.utils import timezone

from events import access, store
from events.commands.clients import register_client
from events.domain.event import Event
from events.domain.permissions import Permission
from events.models import ApiClient, DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription, User
from events.subscriptions.commands import certificate_changes, credential_changes
from events.subscriptions.commands.allowances import allow_network
from events.subscriptions.commands.subscribing import subscribe
from tests import authority
from tests.authority import DAY
from tests.desk_story import Municipality
from tests.receivers import Received

State = Subscription.State
Reason = Subscription.Reason
Outcome = DeliveryAttempt.Outcome
ELSEWHERE = "https://ontvanger.example.nl/haken/noten?sleutel=geheim"


def client(town: Municipality) -> User:
    """The account of a system that may see the registry's zone."""
    by = access.principal_of(town.admin)
    found = ApiClient.objects.filter(name="Zaaksysteem Noord").first()
    if found is None:
        found = register_client("Zaaksysteem Noord", source_type="systeem", by=by)
        town.allow(found.account, Permission.VIEW, zone=town.registry)
    return found.account


def allow_loopback(town: Municipality) -> None:
    """Receivers of tests live on this host, without TLS."""
    if not ReceiverAllowance.objects.exists():
        reason = "Proefopstelling op deze machine, akkoord van B. Heer."
        allow_network("127.0.0.0/8", reason=reason, plain_http=True, by=access.principal_of(town.admin))


def subscribed(town: Municipality, name: str = "Zaken", *, url: str = ELSEWHERE, **asked: Any) -> Subscription:
    """A new subscription of the system."""
    by = access.principal_of(town.admin)
    body = {"name": name, "url": url, "startFrom": "beginning", **asked}
    return subscribe(body, by=by, owner=client(town)).subscription


def fetched(town: Municipality, name: str = "Ophalen", **asked: Any) -> Subscription:
    """A new subscription that the system fetches."""
    by = access.principal_of(town.admin)
    return subscribe({"name": name, "mode": "pull", **asked}, by=by, owner=client(town)).subscription


def typed(town: Municipality, **more: object) -> dict[str, object]:
    """What is typed on screen to make one."""
    return {
        "owner": str(client(town).pk),
        "name": "Zaken",
        "url": ELSEWHERE,
        "content": "thin",
        "ordering": "object",
        "schemes": ["v1"],
        "start": "now",
        **more,
    }


def being(held: Subscription, state: Subscription.State, reason: Subscription.Reason, **more: Any) -> Subscription:
    """It came into a state, as deliverers bring it there; verified by hand when it ever was."""
    moment = timezone.now() - timedelta(hours=3)
    verified = (
        {} if state == State.NEW else {"verified_how": "agreed", "verified_at": moment, "agreed_reason": "Brief."}
    )
    fields = {"state": state, "state_reason": reason, "state_since": moment, **verified, **more}
    Subscription.objects.filter(pk=held.pk).update(**fields)
    held.refresh_from_db()
    return held


def reached(held: Subscription) -> Subscription:
    """Its receiver asks for everything that one can ask for; our certificate ends soon."""
    by = access.principal_of(held.owner)
    root = authority.root("Private root van een gemeente")
    shown = root.below("Uitgever van clientcertificaten").issue("F6 van Voorbeeldstad", names=[], until=20 * DAY)
    certificate_changes.trust_authorities(held.pk, {"certificates": root.pem}, by=by)
    certificate_changes.show_certificate(held.pk, shown.asked, by=by)
    asked = {"tokenUrl": "https://tokens.example.nl/token", "clientId": "voorbeeldstad", "clientSecret": "geheim"}
    credential_changes.give_credentials(held.pk, asked | {"scope": "bezorgen"}, by=by)
    held.refresh_from_db()
    return held


def passed(held: Subscription) -> Subscription:
    """It came to the end of the log."""
    Subscription.objects.filter(pk=held.pk).update(cursor=store.last_seq(), delivered_at=timezone.now())
    held.refresh_from_db()
    return held


def attempted(
    held: Subscription, event: Event | None = None, outcome: DeliveryAttempt.Outcome = Outcome.REFUSED, **more: Any
) -> DeliveryAttempt:
    """One try, as deliverers write it down."""
    took = outcome == Outcome.DELIVERED
    fields = {
        "status": 204 if took else 500,
        "duration_ms": 41,
        "request_headers": {"Content-Type": "application/cloudevents+json; charset=utf-8", "webhook-signature": "…"},
        "answer_headers": {"content-type": "text/html; charset=utf-8"},
        "answer": "" if took else "<h1>Fout</h1> <script>alert(1)</script>",
        "started_at": timezone.now() - timedelta(minutes=4),
        **more,
    }
    return DeliveryAttempt.objects.create(
        subscription=held, event_id=event.id if event else None, outcome=outcome, **fields
    )


def parked(
    held: Subscription, event: Event, state: ParkedDelivery.State = ParkedDelivery.State.DEAD, **more: Any
) -> ParkedDelivery:
    """A delivery that was given up, or waits."""
    retrying = state == ParkedDelivery.State.RETRYING
    return ParkedDelivery.objects.create(
        subscription=held,
        event_id=event.id,
        **{
            "object_ids": list(event.object_ids),
            "seq": store.seq_of(event.id),
            "state": state,
            "cause": "order" if state == ParkedDelivery.State.BEHIND else "failed",
            "tries": 0 if state == ParkedDelivery.State.BEHIND else 10,
            "next_try_at": timezone.now() + timedelta(hours=2) if retrying else None,
            "reason": "" if state == ParkedDelivery.State.BEHIND else "500 Internal Server Error",
            "parked_at": timezone.now() - timedelta(days=2),
            **more,
        },
    )


def agreeing() -> Callable[[Received], web.StreamResponse]:
    """How a receiver answers that agrees to a handshake, and takes in what is sent."""
    allowed = {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "120"}
    return lambda _received: web.Response(status=200, headers=allowed)


def day(town: Municipality, given_up: Event, waiting: Event) -> Subscription:
    """One subscription of each kind that there is on an ordinary day; the one that is looked at."""
    fine = being(passed(subscribed(town, "Bronhouderij")), State.ACTIVE, Reason.VERIFIED)
    attempted(fine, given_up, Outcome.DELIVERED)
    being(subscribed(town, "Parkeren"), State.PAUSED, Reason.BY_HAND)
    subscribed(town, "Leerplicht")
    asked = {"eventTypes": ["Geboorte", "Verhuizing"], "zones": ["burgerlijke-stand"]}
    moment = timezone.now() - timedelta(minutes=25)
    held = being(passed(subscribed(town, "Zaken", filter=asked)), State.ACTIVE, Reason.VERIFIED)
    being(held, State.ACTIVE, Reason.VERIFIED, failing_since=moment, failures=7)
    attempted(held, given_up, Outcome.DELIVERED)
    attempted(held, waiting, number=3)
    parked(held, given_up)
    parked(held, waiting, ParkedDelivery.State.RETRYING)
    return held
