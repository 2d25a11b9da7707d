# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The actions of the permission matrix on subscriptions, in the rooms and over HTTP.

His own takes that he may see something; anybody's takes that he administers everything, but for what tells of persons:
a feed is its owner's alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from events import access
from events.domain.permissions import Principal
from events.models import Subscription, SubscriptionKey
from events.subscriptions.commands import (
    allowances,
    certificate_changes,
    credential_changes,
    key_changes,
    redelivering,
    rewinding,
    running,
    subscribing,
    verifying,
)
from events.subscriptions.pulling import feed
from events.subscriptions.queries import attempts, health, parked, subscriptions
from events.subscriptions.queries import receiver_access as queries
from tests.callers import Answer, Caller
from tests.integration.access.actions import ADMINISTERS, DEFINES, READS, Action, P, Scene
from tests.integration.access.subscriptions_tried import (
    AUTHORITIES,
    CERTIFICATE,
    CREDENTIALS,
    a_key,
    an_allowance,
    an_attempt,
    one,
    with_access,
)

SEES = Action(does=lambda by, s: None, takes=frozenset({P.VIEW}), or_everywhere=frozenset({P.MANAGE}))
"""What is about an event in the zone: its owner must be able to see it."""
NEW = {"name": "Bevolking", "url": "https://ontvanger.example.nl/hook"}
FETCHED = {"mode": Subscription.Mode.PULL, "url": ""}
V1 = SubscriptionKey.Scheme.V1
REACHING: Mapping[str, Mapping[str, str]] = {
    "trusted-authorities": AUTHORITIES,
    "client-certificate": CERTIFICATE,
    "client-credentials": CREDENTIALS,
}
"""What can be given to reach a receiver, by the name of its address."""


def _on_one(does: Callable[..., Any], **fields: Any) -> Action:
    """Tried on one subscription."""
    return replace(DEFINES, does=lambda by, s: does(one(by, s, **fields), by, s))


def _paused(does: Callable[..., Any]) -> Action:
    return _on_one(does, state=Subscription.State.PAUSED)


def _new(does: Callable[..., Any]) -> Action:
    return _on_one(does, state=Subscription.State.NEW)


def _reaching(does: Callable[[UUID, Principal], Any]) -> Action:
    """Tried on one whose receiver asks for everything that it can."""
    return _on_one(lambda pk, by, s: does(with_access(pk), by))


def _attempt(pk: UUID, by: Principal, _scene: Scene) -> Any:
    return attempts.attempt(pk, an_attempt(pk), principal=by)


SUBSCRIPTION_FUNCTIONS: Mapping[str, Action] = {
    "subscriptions.commands.subscribing.subscribe": replace(
        DEFINES, does=lambda by, s: subscribing.subscribe(NEW, by=by)
    ),
    "subscriptions.commands.subscribing.change": _on_one(
        lambda pk, by, s: subscribing.change(pk, {"name": "Anders"}, by=by)
    ),
    "subscriptions.commands.subscribing.remove": _on_one(lambda pk, by, s: subscribing.remove(pk, by=by)),
    "subscriptions.commands.running.pause": _on_one(lambda pk, by, s: running.pause(pk, by=by)),
    "subscriptions.commands.running.resume": _paused(lambda pk, by, s: running.resume(pk, by=by)),
    "subscriptions.commands.verifying.verify_by_handshake": _new(
        lambda pk, by, s: verifying.verify_by_handshake(pk, by=by)
    ),
    "subscriptions.commands.verifying.verify_by_ping": _new(lambda pk, by, s: verifying.verify_by_ping(pk, by=by)),
    "subscriptions.commands.verifying.agree_by_hand": replace(
        ADMINISTERS, does=lambda by, s: verifying.agree_by_hand(one(by, s), reason="Afgesproken.", by=by)
    ),
    "subscriptions.commands.key_changes.add_key": _on_one(lambda pk, by, s: key_changes.add_key(pk, scheme=V1, by=by)),
    "subscriptions.commands.key_changes.retire_key": _on_one(
        lambda pk, by, s: key_changes.retire_key(pk, a_key(pk), by=by)
    ),
    "subscriptions.commands.certificate_changes.trust_authorities": _reaching(
        lambda pk, by: certificate_changes.trust_authorities(pk, AUTHORITIES, by=by)
    ),
    "subscriptions.commands.certificate_changes.trust_as_ever": _reaching(
        lambda pk, by: certificate_changes.trust_as_ever(pk, by=by)
    ),
    "subscriptions.commands.certificate_changes.show_certificate": _reaching(
        lambda pk, by: certificate_changes.show_certificate(pk, CERTIFICATE, by=by)
    ),
    "subscriptions.commands.certificate_changes.show_no_certificate": _reaching(
        lambda pk, by: certificate_changes.show_no_certificate(pk, by=by)
    ),
    "subscriptions.commands.credential_changes.give_credentials": _reaching(
        lambda pk, by: credential_changes.give_credentials(pk, CREDENTIALS, by=by)
    ),
    "subscriptions.commands.credential_changes.forget_credentials": _reaching(
        lambda pk, by: credential_changes.forget_credentials(pk, by=by)
    ),
    "subscriptions.queries.receiver_access.reaching": _reaching(lambda pk, by: queries.reaching(pk, principal=by)),
    "subscriptions.queries.receiver_access.trusted_authorities": _reaching(
        lambda pk, by: queries.trusted_authorities(pk, principal=by)
    ),
    "subscriptions.queries.receiver_access.client_certificate": _reaching(
        lambda pk, by: queries.client_certificate(pk, principal=by)
    ),
    "subscriptions.queries.receiver_access.client_credentials": _reaching(
        lambda pk, by: queries.client_credentials(pk, principal=by)
    ),
    "subscriptions.commands.redelivering.redeliver_event": replace(
        SEES, does=lambda by, s: redelivering.redeliver_event(one(by, s), s.claim, by=by)
    ),
    "subscriptions.commands.redelivering.redeliver_parked": _on_one(
        lambda pk, by, s: redelivering.redeliver_parked(pk, redelivering.ParkedChoice(), by=by)
    ),
    "subscriptions.commands.redelivering.redeliver_since": _on_one(
        lambda pk, by, s: redelivering.redeliver_since(pk, timezone.now().replace(year=2000), by=by)
    ),
    "subscriptions.commands.rewinding.rewind": _on_one(lambda pk, by, s: rewinding.rewind(pk, to=None, by=by)),
    "subscriptions.commands.allowances.allow_network": replace(
        ADMINISTERS, does=lambda by, s: allowances.allow_network("10.0.0.0/8", reason="Ons eigen net.", by=by)
    ),
    "subscriptions.commands.allowances.withdraw_network": replace(
        ADMINISTERS, does=lambda by, s: allowances.withdraw_network(an_allowance(), by=by)
    ),
    "subscriptions.queries.subscriptions.subscriptions": _on_one(
        lambda pk, by, s: pk in [it.pk for it in subscriptions.subscriptions(principal=by)]
    ),
    "subscriptions.queries.subscriptions.subscription": _on_one(
        lambda pk, by, s: subscriptions.subscription(pk, principal=by)
    ),
    "subscriptions.queries.subscriptions.keys_of": _on_one(
        lambda pk, by, s: subscriptions.keys_of(pk, principal=by, now=timezone.now())
    ),
    "subscriptions.queries.subscriptions.allowances": replace(
        ADMINISTERS, does=lambda by, s: bool(an_allowance() and subscriptions.allowances(principal=by))
    ),
    "subscriptions.queries.health.health": _on_one(
        lambda pk, by, s: health.health(pk, principal=by, now=timezone.now())
    ),
    "subscriptions.queries.health.healths": _on_one(
        lambda pk, by, s: health.healths(principal=by, now=timezone.now())[pk]
    ),
    "subscriptions.queries.attempts.attempts": _on_one(lambda pk, by, s: attempts.attempts(pk, principal=by)),
    "subscriptions.queries.attempts.attempt": _on_one(_attempt),
    "subscriptions.pulling.feed.refuse": replace(
        READS, does=lambda by, s: bool(feed.refuse(one(by, s, **FETCHED), principal=by))
    ),
    "subscriptions.pulling.feed.read": replace(
        READS, does=lambda by, s: bool(feed.read(one(by, s, **FETCHED), principal=by))
    ),
    "subscriptions.queries.parked.parked": _on_one(lambda pk, by, s: parked.parked(pk, principal=by)),
}


def _http(does: Callable[[Caller, str, UUID, Scene], Answer], *, like: Action = DEFINES, **fields: Any) -> Action:
    """Tried over HTTP on one subscription: `does` gets its address and its id."""

    def tried(by: Caller, scene: Scene) -> Answer:
        pk = one(_principal(by), scene, **fields)
        return does(by, f"subscriptions/{pk}", pk, scene)

    return replace(like, does=tried)


def _sent(method: str, name: str, body: Mapping[str, str]) -> Callable[[Caller, str, UUID, Scene], Answer]:
    """What is given to reach a receiver is read, given or removed."""

    def does(by: Caller, at: str, pk: UUID, _scene: Scene) -> Answer:
        with_access(pk)
        return by.send(method, f"{at}/{name}", body=dict(body) if method == "PUT" else None)

    return does


def _left(stream: Answer) -> Answer:
    """A stream that nobody reads further."""
    stream.close()
    return stream


def _principal(by: Caller) -> Principal:
    """Whose subscription to take; who calls without a valid token is nobody here."""
    return access.principal_of(by.client.account) if by.client else access.NOBODY


SUBSCRIPTION_HTTP: Mapping[tuple[str, str], Action] = {
    ("GET", "subscriptions"): replace(DEFINES, does=lambda by, s: by.get("subscriptions")),
    ("POST", "subscriptions"): replace(DEFINES, does=lambda by, s: by.post("subscriptions", NEW)),
    ("GET", "subscription"): _http(lambda by, at, pk, s: by.get(at)),
    ("PATCH", "subscription"): _http(lambda by, at, pk, s: by.send("PATCH", at, body={"name": "Anders"})),
    ("DELETE", "subscription"): _http(lambda by, at, pk, s: by.send("DELETE", at)),
    ("POST", "subscription-verifications"): _http(
        lambda by, at, pk, s: by.post(f"{at}/verifications", {"kind": "ping"})
    ),
    ("PUT", "subscription-pause"): _http(lambda by, at, pk, s: by.send("PUT", f"{at}/pause")),
    ("DELETE", "subscription-pause"): _http(lambda by, at, pk, s: by.send("DELETE", f"{at}/pause")),
    ("GET", "subscription-keys"): _http(lambda by, at, pk, s: by.get(f"{at}/keys")),
    ("POST", "subscription-keys"): _http(lambda by, at, pk, s: by.post(f"{at}/keys", {"scheme": "v1"})),
    ("DELETE", "subscription-key"): _http(lambda by, at, pk, s: by.send("DELETE", f"{at}/keys/{a_key(pk)}")),
    ("GET", "subscription-public-keys"): replace(_http(lambda by, at, pk, s: by.get(f"{at}/public-keys")), public=True),
    **{
        (method, name): _http(_sent(method, name, body))
        for name, body in REACHING.items()
        for method in ("GET", "PUT", "DELETE")
    },
    ("GET", "subscription-attempts"): _http(lambda by, at, pk, s: by.get(f"{at}/attempts")),
    ("GET", "subscription-attempt"): _http(lambda by, at, pk, s: by.get(f"{at}/attempts/{an_attempt(pk)}")),
    ("GET", "parked-deliveries"): _http(lambda by, at, pk, s: by.get(f"{at}/parked-deliveries")),
    ("POST", "redeliveries"): _http(
        lambda by, at, pk, s: by.post(f"{at}/redeliveries", {"eventId": str(s.claim)}), like=SEES
    ),
    ("GET", "subscription-feed"): _http(lambda by, at, pk, s: by.get(f"{at}/feed"), like=READS, **FETCHED),
    ("GET", "subscription-stream"): _http(lambda by, at, pk, s: _left(by.get(f"{at}/stream")), like=READS, **FETCHED),
    ("POST", "rewinds"): _http(lambda by, at, pk, s: by.post(f"{at}/rewinds", {"beginning": True})),
    ("GET", "receiver-allowances"): replace(ADMINISTERS, does=lambda by, s: by.get("receiver-allowances")),
    ("POST", "receiver-allowances"): replace(
        ADMINISTERS,
        does=lambda by, s: by.post("receiver-allowances", {"network": "10.0.0.0/8", "reason": "Ons eigen net."}),
    ),
    ("DELETE", "receiver-allowance"): replace(
        ADMINISTERS, does=lambda by, s: by.send("DELETE", f"receiver-allowances/{an_allowance()}")
    ),
    ("GET", "subscription-grant"): Action(lambda by, s: by.get("subscription-grants/x"), public=True),
    ("POST", "subscription-grant"): Action(lambda by, s: by.post("subscription-grants/x", {}), public=True),
}
