"""A token endpoint is as little trusted as a receiver: whatever it answers, nothing is sent without a token."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from events.models import DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription
from events.subscriptions.sending import connecting, tokens
from events.subscriptions.sending.handshake import ask_for_consent
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.reaching import (
    OTHER,
    SECRET,
    TOKEN,
    behind_a_gateway,
    body,
    gateway,
    giving,
    pinged,
    taking,
    token_endpoint,
)
from tests.receivers import Answering, Received, now, ok, running, status

pytestmark = pytest.mark.usefixtures("town")
Outcome = DeliveryAttempt.Outcome


# -- a token endpoint that gives none ----------------------------------------------------------------------------------


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


def test_without_the_guard_it_would_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: where a token is asked is not judged."""
    monkeypatch.setattr(connecting, "may_be_sent_to", lambda _address, **_: True)
    with token_endpoint(giving(TOKEN)) as endpoint, gateway(ok) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        ReceiverAllowance.objects.all().delete()
        assert pinged(held).outcome == Outcome.DELIVERED
    assert len(endpoint.received) == 1


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
