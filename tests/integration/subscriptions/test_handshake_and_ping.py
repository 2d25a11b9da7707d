"""Asking a receiver for consent, and sending a ping: real requests to a real receiver on loopback."""

from datetime import UTC, datetime

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from events.models import DeliveryAttempt, Subscription, SubscriptionKey
from events.subscriptions import keys
from events.subscriptions.sending.handshake import ask_for_consent
from events.subscriptions.sending.ping import ping
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe
from tests.receivers import Received, Receiver, now, running, status

Outcome = DeliveryAttempt.Outcome


def agreeing(origin: str = "localhost", rate: str = "120") -> object:
    return lambda _received: web.Response(headers={"WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": rate})


def allowed(receiver: Receiver) -> Subscription:
    make_zone()
    allow_loopback()
    return subscribe(receiver.url, state=Subscription.State.NEW)


@pytest.mark.usefixtures("rows")
def test_a_receiver_that_names_our_origin_and_a_rate_agreed() -> None:
    with running(agreeing()) as receiver:  # type: ignore[arg-type]  # a lambda has no annotations
        consent = ask_for_consent(allowed(receiver), callback="https://f6.example.nl/hard-to-guess")
    asked = receiver.received[0]
    assert (consent.granted, consent.allowed_per_minute, consent.why) == (True, 120, "")
    assert (asked.method, asked.path) == ("OPTIONS", "/hook")
    assert asked.headers["webhook-request-origin"] == "localhost"
    assert asked.headers["webhook-request-callback"] == "https://f6.example.nl/hard-to-guess"
    assert int(asked.headers["webhook-request-rate"]) > 0
    assert consent.attempt.outcome == Outcome.DELIVERED
    assert consent.attempt.event_id is None
    assert consent.attempt._state.adding


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    "answer",
    [
        agreeing(origin="elsewhere.example"),
        agreeing(rate="soon"),
        status(200),
        status(405, WebHook_Allowed_Origin="*", WebHook_Allowed_Rate="*"),
        status(302, Location="/agree", WebHook_Allowed_Origin="*", WebHook_Allowed_Rate="*"),
    ],
)
def test_a_status_alone_another_origin_or_no_rate_is_no_consent(answer: object) -> None:
    with running(answer) as receiver:  # type: ignore[arg-type]  # idem
        consent = ask_for_consent(allowed(receiver))
    assert not consent.granted
    assert consent.why
    assert [it.path for it in receiver.received] == ["/hook"]


@pytest.mark.usefixtures("rows")
def test_a_receiver_that_is_not_there_did_not_agree() -> None:
    with running() as receiver:
        pass
    consent = ask_for_consent(allowed(receiver))
    assert (consent.granted, consent.attempt.outcome) == (False, Outcome.UNREACHABLE)
    assert consent.attempt.error


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("plain_http", [True, False])
def test_what_was_not_allowed_is_not_even_connected_to(*, plain_http: bool) -> None:
    with running() as receiver:
        make_zone()
        if not plain_http:
            allow_loopback(plain_http=False)
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"):
            subscription = subscribe(f"http://{host}:{receiver.port}/hook")
            assert ask_for_consent(subscription).attempt.outcome == Outcome.FORBIDDEN, host
    assert receiver.received == []


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "http://user:secret@127.0.0.1/x", "http:///x", "http://", "x"])
def test_an_address_that_is_none_of_http_is_not_sent_to(url: str) -> None:
    make_zone()
    allow_loopback()
    assert ask_for_consent(subscribe(url)).attempt.outcome == Outcome.FORBIDDEN


@pytest.mark.usefixtures("rows")
def test_a_ping_is_signed_with_every_key_and_tells_of_nobody() -> None:
    with running() as receiver:
        subscription = allowed(receiver)
        _, secret = keys.new_key(subscription, scheme=SubscriptionKey.Scheme.V1, now=now())
        keys.new_key(subscription, scheme=SubscriptionKey.Scheme.V1A, now=now())
        sent = ping(subscription, now=now())
    came: Received = receiver.received[0]
    assert sent.taken_in
    assert Webhook(secret).verify(came.body, dict(came.headers))["type"] == "nl.f6.ping.v1"
    assert len(came.headers["webhook-signature"].split()) == 3
    assert came.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert set(came.notice["data"]) == {"subscription"}
    assert "v1," not in str(sent.attempt.request_headers)


@pytest.mark.usefixtures("rows")
def test_of_an_answer_the_beginning_is_kept_without_secrets() -> None:
    said = b"bsn 999990342, Bearer abc.def, \x00 " + b"x" * 100_000

    def chatty(_received: Received) -> web.Response:
        return web.Response(body=said, status=400, headers={"Set-Cookie": "id=1", "X-Said": "yes"})

    with running(chatty) as receiver:
        attempt = ping(allowed(receiver), now=datetime.now(UTC)).attempt
    attempt.save()
    attempt.refresh_from_db()
    assert attempt.outcome == Outcome.REFUSED
    assert attempt.answer.startswith("bsn …, Bearer …, ")
    assert len(attempt.answer) <= 16 * 1024
    assert (attempt.answer_headers["set-cookie"], attempt.answer_headers["x-said"]) == ("…", "yes")
