"""A receiver behind a gateway that asks for a token: fetched once for many, kept, renewed, and told to nobody."""

import asyncio
import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from events.models import DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription
from events.subscriptions.sending import entering, tokens
from events.subscriptions.sending.handshake import ask_for_consent
from events.subscriptions.sending.ping import ping
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.reaching import (
    OTHER,
    OURS,
    SECRET,
    asked_with,
    asking,
    giving,
    showing,
    token_endpoint,
    trusting,
)
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Answering, Received, Receiver, now, ok, running, status

pytestmark = pytest.mark.usefixtures("town")
Outcome = DeliveryAttempt.Outcome
TOKEN = "tok-1/a+b_c~d.e-f=="
OTHER_TOKEN = "tok-2"


def taking(*accepted: str) -> Answering:
    """A gateway that lets in who bears one of these."""
    allowed = {f"Bearer {it}" for it in accepted}

    def answer(received: Received) -> web.StreamResponse:
        return web.Response(status=204 if received.headers.get("authorization") in allowed else 401)

    return answer


def behind_a_gateway(receiver: Receiver, endpoint: Receiver, **more: Any) -> Subscription:
    return asking(trusting(subscribe(receiver.url), OURS), at(endpoint), **more)


def at(endpoint: Receiver) -> str:
    return f"https://localhost:{endpoint.port}/token"


def gateway(answer: Answering) -> Any:
    return running(answer, tls=OURS.issue().server())


def pinged(held: Subscription) -> DeliveryAttempt:
    return ping(held, now=now()).attempt


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


# -- a token endpoint that gives none ----------------------------------------------------------------------------------


def body(text: str | bytes, *, code: int = 200, kind: str = "application/json") -> Answering:
    sent = text.encode() if isinstance(text, str) else text
    return lambda _received: web.Response(body=sent, status=code, headers={"Content-Type": kind})


def token(**members: Any) -> Answering:
    return body(json.dumps({"access_token": TOKEN, "token_type": "Bearer"} | members))


async def far_too_long(received: Received) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(received.request)
    for _ in range(200):
        await answer.write(b" " * 65_536)
    return answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (body('{"error": "invalid_client", "error_description": "x"}', code=401), "it answered 401: invalid_client"),
        (body('{"error": "invalid_scope"}', code=400), "it answered 400: invalid_scope"),
        (body(json.dumps({"error": SECRET}), code=400), "it answered 400"),
        (body(json.dumps({"error": "\r\nSet-Cookie: x"}), code=400), "it answered 400"),
        (body("<html>oeps</html>", code=502, kind="text/html"), "it answered 502"),
        (status(302, Location="https://localhost/elders"), "it answered 302: a redirect is never followed"),
        (body("<html>Log in</html>", kind="text/html"), "it answered 200 without a JSON object"),
        (body("[1]"), "it answered 200 without a JSON object"),
        (body("[" * 16_000), "it answered 200 without a JSON object"),
        (body('{"a":' * 3_000), "it answered 200 without a JSON object"),
        (body('{"expires_in": NaN}'), "it answered 200 without a JSON object"),
        (body('{"expires_in": ' + "9" * 9_000 + "}"), "it answered 200 without a JSON object"),
        (body(b"\xff\xfe\x00"), "it answered 200 without a JSON object"),
        (body(""), "it answered 200 without a JSON object"),
        (far_too_long, "its answer is longer than 16384 bytes"),
        (token(access_token="abc\r\nX-Admin: yes"), "its access_token holds characters that cannot stand in a header"),
        (token(access_token="abc\n"), "its access_token holds characters that cannot stand in a header"),
        (token(access_token="a b"), "its access_token holds characters that cannot stand in a header"),
        (token(access_token="geheim\u00e9"), "its access_token holds characters that cannot stand in a header"),
        (token(access_token=""), "there is no access_token in its answer"),
        (token(access_token=["x"]), "there is no access_token in its answer"),
        (token(access_token="x" * 9_000), "its access_token is longer than 8000 characters"),
        (token(token_type="mac"), "its token is not of the type Bearer (token_type)"),
        (token(token_type=None), "its token is not of the type Bearer (token_type)"),
    ],
)
def test_what_is_no_token_is_told_as_such_and_nothing_is_sent(answer: Answering, said: str) -> None:
    with token_endpoint(answer) as endpoint, gateway(ok) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        attempt = pinged(held)
        consent = ask_for_consent(held)
    assert (attempt.outcome, attempt.status) == (Outcome.TOKEN, None)
    assert attempt.error == f"no token from localhost: {said}"
    assert (consent.granted, consent.attempt.outcome) == (False, Outcome.TOKEN)
    assert "token" in consent.why
    assert receiver.received == []
    assert [it.path for it in endpoint.received] == ["/token", "/token"], "a redirect is not followed"


@pytest.mark.parametrize(
    ("expires_in", "asked"),
    [(3_600, 1), (10**400, 1), (1e308, 1), ("300", 1), (None, 1), (True, 1), ("gisteren", 1), (0, 3), (-5, 3)],
)
def test_however_long_it_is_said_to_hold_a_token_is_of_use(expires_in: object, asked: int) -> None:
    with token_endpoint(token(expires_in=expires_in)) as endpoint, gateway(taking(TOKEN)) as receiver:
        behind_a_gateway(receiver, endpoint)
        with deliverers():
            for count in (1, 2, 3):
                happen()
                receiver.wait_for(count)
    assert len(endpoint.received) == asked


def test_a_token_endpoint_at_an_address_that_may_not_be_sent_to_is_not_asked() -> None:
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(ok) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        ReceiverAllowance.objects.all().delete()
        attempt = pinged(held)
    assert (attempt.outcome, attempt.error) == (
        Outcome.TOKEN,
        "no token from localhost: an address that we do not send to",
    )
    assert endpoint.received == []
    assert endpoint.names_asked == []


def test_a_token_endpoint_that_nobody_vouches_for_is_not_asked() -> None:
    with running(giving(TOKEN), tls=OTHER.issue().server()) as endpoint, gateway(ok) as receiver:
        attempt = pinged(behind_a_gateway(receiver, endpoint))
    assert attempt.outcome == Outcome.TOKEN
    assert "CERTIFICATE_VERIFY_FAILED" in attempt.error
    assert endpoint.received == []


def test_a_token_endpoint_that_does_not_answer_costs_ten_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(_received: Received) -> web.StreamResponse:
        await asyncio.sleep(60)
        return web.Response()

    monkeypatch.setattr(tokens, "TOKEN_SECONDS", 0.3)
    with token_endpoint(silent) as endpoint, gateway(ok) as receiver:
        attempt = pinged(behind_a_gateway(receiver, endpoint))
    assert attempt.outcome == Outcome.TOKEN
    assert 300 <= attempt.duration_ms < 5_000
    assert receiver.received == []


def without_a_token(count: int) -> bool:
    return DeliveryAttempt.objects.filter(outcome=Outcome.TOKEN).count() >= count


def test_while_the_token_endpoint_is_away_no_event_uses_up_a_try_and_all_come_when_it_is_back() -> None:
    """Three times as long as its schedule is: an event that was tried would have been given up."""
    with token_endpoint(status(503, Retry_After="0")) as endpoint, gateway(taking(TOKEN)) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        Subscription.objects.update(schedule=[1])
        (event,) = happen()
        with deliverers():
            for failed in (1, 2, 3, 4):
                until(partial(without_a_token, failed))
                Subscription.objects.update(rest_until=None)
                held.parked.update(next_try_at=now())
            parked = held.parked.get()
            assert (parked.state, parked.tries) == (ParkedDelivery.State.RETRYING, 0)
            assert parked.reason == "token: no token from localhost: it answered 503"
            endpoint.answer = giving(TOKEN)
            until(lambda: Subscription.objects.update(rest_until=None) and receiver.told)
    assert receiver.told == [event.id]
    held.refresh_from_db()
    assert held.failures == 0


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
