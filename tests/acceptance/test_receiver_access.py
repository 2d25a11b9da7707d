"""A subscriber says over the API how his receiver is reached: whom to trust, what to show, with what to ask a token."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web

from events.domain.permissions import OFFICIAL, Permission
from events.models import AdministrativeChange, DeliveryAttempt
from tests import authority, registry
from tests.callers import Caller, caller, content, pointers, problem
from tests.receivers import Received, Receiver, running

OURS = authority.root("Private root van een gemeente")
MINE = OURS.below("Uitgever").issue("F6 van Voorbeeldstad", names=[])
SECRET = "clientgeheim-dat-niemand-ziet"
TOKEN = "een.token-dat/niemand~ziet=="


def gateway(received: Received) -> web.StreamResponse:
    """Gives a token to who knows the secret, and takes in what bears it from who shows our certificate."""
    if received.path == "/token":
        return web.json_response({"access_token": TOKEN, "token_type": "bearer", "expires_in": 60})
    allowed = received.headers.get("authorization") == f"Bearer {TOKEN}"
    return web.json_response({"you": received.headers.get("authorization")}, status=200 if allowed else 403)


@pytest.fixture
def receiver(database: object) -> Iterator[Receiver]:
    registry.furnish()
    asked = {"network": "127.0.0.0/8", "reason": "De proefopstelling."}
    assert administrator().post("receiver-allowances", asked).status_code == 201
    with running(gateway, tls=OURS.issue().server(clients_of=OURS.pem)) as it:
        yield it


def administrator() -> Caller:
    return caller(OFFICIAL, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))


def subscribed(by: Caller, receiver: Receiver) -> str:
    made = content(by.post("subscriptions", {"name": "Bevolking", "url": receiver.url}))
    return f"subscriptions/{made['id']}"


def put(by: Caller, at: str, body: Any) -> dict[str, Any]:
    answer = by.send("PUT", at, body=body)
    assert answer.status_code == 200, answer.content
    return content(answer)


def asked_for(receiver: Receiver) -> dict[str, dict[str, str]]:
    return {
        "trusted-authorities": {"certificates": OURS.pem},
        "client-certificate": MINE.asked,
        "client-credentials": {
            "tokenUrl": f"https://localhost:{receiver.port}/token",
            "clientId": "voorbeeldstad",
            "clientSecret": SECRET,
            "scope": "bezorgen",
        },
    }


def test_a_receiver_that_asks_for_everything_is_reached_step_by_step(receiver: Receiver) -> None:
    by = caller("systeem", Permission.VIEW)
    at = subscribed(by, receiver)
    ping = {"kind": "ping"}
    outcomes = [content(by.post(f"{at}/verifications", ping))["attempt"]["outcome"]]
    for name, body in asked_for(receiver).items():
        problem(by.get(f"{at}/{name}"), 404, "access-not-set")
        assert put(by, f"{at}/{name}", body) == content(by.get(f"{at}/{name}"))
        asked = content(by.post(f"{at}/verifications", ping))
        outcomes.append(asked["attempt"]["outcome"])
    assert outcomes == ["unreachable", "unreachable", "refused", "delivered"]
    assert asked["outcome"] == "agreed"
    assert receiver.received[-1].certificate == "F6 van Voorbeeldstad"

    for name in reversed(asked_for(receiver)):
        assert by.send("DELETE", f"{at}/{name}").status_code == 204
        assert by.send("DELETE", f"{at}/{name}").status_code == 204
        problem(by.get(f"{at}/{name}"), 404, "access-not-set")


def test_what_is_told_of_a_certificate_and_of_credentials_is_nothing_secret(receiver: Receiver) -> None:
    by = caller("systeem", Permission.VIEW)
    at = subscribed(by, receiver)
    told = {name: put(by, f"{at}/{name}", body) for name, body in asked_for(receiver).items()}
    shown = told["client-certificate"]["certificate"]
    assert (shown["subject"], shown["issuer"], shown["key"]) == (
        "CN=F6 van Voorbeeldstad",
        "CN=Uitgever",
        "EC secp256r1",
    )
    assert (shown["endsSoon"], len(told["client-certificate"]["issuers"])) == (False, 1)
    assert told["client-credentials"]["withSecret"] is True
    assert told["client-credentials"]["method"] == "client_secret_basic"
    by.post(f"{at}/verifications", {"kind": "ping"})
    attempt = content(by.get(f"{at}/attempts"))["attempts"][0]
    everywhere = [
        told,
        content(by.get(at)),
        content(by.get(f"{at}/attempts/{attempt['id']}")),
        content(administrator().get("administrative-changes")),
        list(AdministrativeChange.objects.values_list("before", "after")),
        list(DeliveryAttempt.objects.values()),
    ]
    key = MINE.key_pem.splitlines()[1]
    assert not any(secret in str(everywhere) for secret in (SECRET, TOKEN, key))
    actions = list(AdministrativeChange.objects.order_by("pk").values_list("action", flat=True))
    assert actions.count("access-set") == 3


def test_whatever_is_wrong_is_told_at_once_in_the_language_of_who_asks(receiver: Receiver) -> None:
    by = caller("systeem", Permission.VIEW)
    at = subscribed(by, receiver)
    wrong = {"tokenUrl": "http://tokens.example.nl", "clientId": "a\nb", "scope": 'a"b'}
    told = problem(by.send("PUT", f"{at}/client-credentials", body=wrong, Accept_Language="nl"), 400, "invalid-request")
    assert pointers(told) == {"/tokenUrl", "/clientId", "/clientSecret", "/scope"}
    assert "leest iedereen onderweg het geheim mee" in str(told["errors"])
    ended = OURS.issue("F6", names=[], until=-authority.DAY)
    told = problem(by.send("PUT", f"{at}/client-certificate", body=ended.asked, Accept_Language="nl"), 400)
    assert "is verlopen op" in told["errors"][0]["detail"]
    for name in asked_for(receiver):
        problem(by.send("PUT", f"{at}/{name}", body=[]), 400, "invalid-request")
        problem(by.send("PUT", f"{at}/{name}", body={}), 400, "invalid-request")
        problem(by.get(f"{at}/{name}"), 404, "access-not-set")


def test_a_certificate_that_the_token_endpoint_is_shown_is_not_taken_away(receiver: Receiver) -> None:
    by = caller("systeem", Permission.VIEW)
    at = subscribed(by, receiver)
    put(by, f"{at}/client-certificate", MINE.asked)
    asked = {"tokenUrl": "https://tokens.example.nl/", "clientId": "x", "method": "tls_client_auth"}
    assert put(by, f"{at}/client-credentials", asked)["withSecret"] is False
    problem(by.send("DELETE", f"{at}/client-certificate"), 409, "certificate-in-use")


def test_a_token_endpoint_that_gives_none_is_named_in_the_attempt(receiver: Receiver) -> None:
    by = caller("systeem", Permission.VIEW)
    at = subscribed(by, receiver)
    for name, body in asked_for(receiver).items():
        put(by, f"{at}/{name}", body)
    receiver.answer = lambda _received: web.json_response({"error": "invalid_client"}, status=401)
    asked = content(by.post(f"{at}/verifications", {"kind": "handshake"}, Accept_Language="nl"))
    assert asked["outcome"] == "refused"
    assert asked["why"] == "Er is hem niets gevraagd: zijn tokenadres gaf geen token."
    assert asked["attempt"]["outcome"] == "token"
    assert asked["attempt"]["error"] == "no token from localhost: it answered 401: invalid_client"
    assert [it["outcome"] for it in content(by.get(f"{at}/attempts?outcome=token"))["attempts"]] == ["token"]
