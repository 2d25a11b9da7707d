"""A receiver behind a gateway that asks for a token: fetched once for many, kept, renewed, and told to nobody."""

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions.sending import entering, tokens
from events.subscriptions.sending.handshake import ask_for_consent
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.reaching import (
    OTHER_TOKEN,
    OURS,
    SECRET,
    TOKEN,
    asked_with,
    asking,
    at,
    behind_a_gateway,
    body,
    gateway,
    giving,
    pinged,
    showing,
    taking,
    token_endpoint,
    trusting,
)
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Received, status

pytestmark = pytest.mark.usefixtures("town")
Outcome = DeliveryAttempt.Outcome


def test_one_token_is_asked_for_many_deliveries_and_kept_between_them() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        behind_a_gateway(receiver, endpoint, scope="bezorgen lezen", audience="https://ontvanger.example.nl")
        with deliverers():
            happen()
            happen()
            happen()
            receiver.wait_for(3)
            happen()
            receiver.wait_for(4)
    assert len(endpoint.received) == 1
    asked = endpoint.received[0]
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    assert asked_with(asked) == {
        "grant_type": "client_credentials",
        "scope": "bezorgen lezen",
        "audience": "https://ontvanger.example.nl",
    }
    assert {it.status for it in DeliveryAttempt.objects.all()} == {204}


def test_many_that_wait_at_once_ask_for_one_token() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        behind_a_gateway(receiver, endpoint)
        events = [it for _ in range(30) for it in happen()]
        with deliverers():
            receiver.wait_for(30)
    assert set(receiver.told) == {it.id for it in events}
    assert len(endpoint.received) == 1


def test_without_single_flight_each_would_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: nobody looks whether a token is being asked already."""
    real = tokens.TokenSource.ticket

    async def alone(self: tokens.TokenSource, *, within: float) -> Any:
        self._asking = None
        return await real(self, within=within)

    monkeypatch.setattr(tokens.TokenSource, "ticket", alone)
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        behind_a_gateway(receiver, endpoint)
        for _ in range(30):
            happen()
        with deliverers():
            receiver.wait_for(30)
    assert len(endpoint.received) > 1


def test_handshake_and_ping_bear_a_token_too() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        assert ask_for_consent(held).attempt.status == 204
        assert pinged(held).outcome == Outcome.DELIVERED
    assert [it.method for it in receiver.received] == ["OPTIONS", "POST"]


# -- who we are --------------------------------------------------------------------------------------------------------


def test_by_default_id_and_secret_go_in_a_header_each_encoded_as_in_a_form() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        pinged(behind_a_gateway(receiver, endpoint))
    scheme, _, pair = endpoint.received[0].headers["authorization"].partition(" ")
    client, _, secret = base64.b64decode(pair).decode().partition(":")
    assert scheme == "Basic"
    assert (unquote_plus(client), unquote_plus(secret)) == ("f6:voorbeeldstad", SECRET)
    assert "client_secret" not in asked_with(endpoint.received[0])


def test_or_they_go_in_the_body() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        pinged(behind_a_gateway(receiver, endpoint, method="client_secret_post"))
    asked = asked_with(endpoint.received[0])
    assert (asked["client_id"], asked["client_secret"]) == ("f6:voorbeeldstad", SECRET)
    assert "authorization" not in endpoint.received[0].headers


def test_or_the_certificate_shows_it_without_a_secret() -> None:
    with token_endpoint(giving(TOKEN), clients_of=OURS.pem) as endpoint, gateway(taking(TOKEN)) as receiver:
        held = showing(trusting(subscribe(receiver.url), OURS), OURS.issue("F6", names=[]))
        asking(held, at(endpoint), method="tls_client_auth", clientSecret=None)
        assert pinged(held).outcome == Outcome.DELIVERED
    assert endpoint.received[0].certificate == "F6"
    assert asked_with(endpoint.received[0]) == {"grant_type": "client_credentials", "client_id": "f6:voorbeeldstad"}


# -- a token that the receiver does not take ---------------------------------------------------------------------------


def test_a_token_that_is_not_taken_any_more_is_asked_anew_and_the_event_sent_again() -> None:
    with token_endpoint(giving(TOKEN, OTHER_TOKEN)) as endpoint, gateway(taking(TOKEN)) as receiver:
        behind_a_gateway(receiver, endpoint)
        with deliverers():
            happen()
            receiver.wait_for(1)
            receiver.answer = taking(OTHER_TOKEN)
            (event,) = happen()
            assert receiver.wait_for(2)[-1] == event.id
    assert len(endpoint.received) == 2
    assert [(it.outcome, it.number) for it in DeliveryAttempt.objects.order_by("id")] == [
        (Outcome.DELIVERED, 1),
        (Outcome.DELIVERED, 1),
    ]


def test_a_fresh_token_that_is_refused_is_a_failure_as_any_other() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(status(401)) as receiver:
        behind_a_gateway(receiver, endpoint)
        with deliverers():
            happen()
            parked = until(ParkedDelivery.objects.first)
    attempt = DeliveryAttempt.objects.get()
    assert (attempt.outcome, attempt.status, parked.tries) == (Outcome.REFUSED, 401, 1)
    assert attempt.error == "the receiver refused a token that was just given"
    assert (len(endpoint.received), len(receiver.received)) == (1, 1)


# -- what is secret is told to nobody ----------------------------------------------------------------------------------


def repeating(received: Received) -> web.StreamResponse:
    """A receiver that says everything that it was sent, in every form, and the token once more where it is cut off."""
    bearer = received.headers.get("authorization", "")
    plain = bearer.removeprefix("Bearer ")
    said = json.dumps({"authorization": bearer, "token": plain, "escaped": plain.replace("/", "\\/")})
    filling = "x" * (16 * 1024 - len(said) - 10)
    return web.Response(
        text=said + filling + plain,
        status=400,
        headers={"X-You-Sent": bearer, "X-Short": plain, "WWW-Authenticate": bearer},
    )


def secrets_in(found: object, *secrets: str) -> list[str]:
    text = json.dumps(found, default=str)
    return [
        it for it in secrets for form in (it, it.replace("/", "\\/"), json.dumps(it)[1:-1], it[:12]) if form in text
    ]


def test_neither_token_nor_secret_stands_in_attempts_parked_deliveries_or_logs() -> None:
    pair = base64.b64encode(b"f6%3Avoorbeeldstad:").decode()[:16]
    with (
        capture_logs() as logs,
        token_endpoint(giving(TOKEN)) as endpoint,
        gateway(repeating) as receiver,
    ):
        held = behind_a_gateway(receiver, endpoint)
        with deliverers():
            happen()
            until(ParkedDelivery.objects.first)
        endpoint.answer = body(json.dumps({"error": SECRET, "error_description": TOKEN}), code=400)
        pinged(held).save()
    kept = [list(model.objects.values()) for model in (DeliveryAttempt, ParkedDelivery, Subscription)]
    assert len(kept[0]) == 2
    assert secrets_in(kept, TOKEN, SECRET, pair) == []
    assert secrets_in(logs, TOKEN, SECRET, pair) == []
    assert DeliveryAttempt.objects.earliest("pk").request_headers["Authorization"] == "…"


def test_the_test_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: what the receiver repeats is kept as it is."""
    monkeypatch.setattr(entering, "without", lambda _token, text: text)
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(repeating) as receiver:
        attempt = pinged(behind_a_gateway(receiver, endpoint))
    assert secrets_in(attempt.answer, TOKEN)


@pytest.mark.parametrize(
    "changed",
    [
        lambda held, at: asking(held, at, clientSecret="ander geheim"),
        lambda held, _at: trusting(held, OURS),
    ],
)
def test_when_what_was_given_changes_the_token_is_dropped(changed: Callable[[Subscription, str], Subscription]) -> None:
    with token_endpoint(giving(TOKEN, OTHER_TOKEN)) as endpoint, gateway(taking(TOKEN, OTHER_TOKEN)) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        with deliverers():
            happen()
            receiver.wait_for(1)
            changed(held, at(endpoint))
            (event,) = happen()
            until(lambda: event.id in receiver.told)
    assert receiver.received[-1].headers["authorization"] == f"Bearer {OTHER_TOKEN}"
