"""A subscriber arranges by himself to be told: makes a subscription, verifies, pauses, changes, and ends it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from events.domain.permissions import OFFICIAL, Permission
from events.models import AdministrativeChange, Subscription
from tests import registry
from tests.callers import Caller, caller, content, pointers, problem
from tests.receivers import Received, Receiver, running, status

NEW = {"name": "Bevolking", "url": "https://ontvanger.example.nl/hook"}
REACHING = ("/trusted-authorities", "/client-certificate", "/client-credentials")


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


@pytest.fixture
def receiver(town: None) -> Iterator[Receiver]:
    allowed = administrator().post(
        "receiver-allowances", {"network": "127.0.0.0/8", "reason": "De proefopstelling.", "plainHttp": True}
    )
    assert allowed.status_code == 201, allowed.content
    with running() as it:
        yield it


def subscriber() -> Caller:
    return caller("systeem", Permission.VIEW)


def administrator() -> Caller:
    return caller(OFFICIAL, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))


def subscribed(by: Caller, **asked: Any) -> dict[str, Any]:
    answer = by.post("subscriptions", NEW | asked)
    assert answer.status_code == 201, answer.content
    return content(answer)


def read(by: Caller, at: str) -> dict[str, Any]:
    answer = by.get(at)
    assert answer.status_code == 200, answer.content
    return content(answer)


def test_a_subscription_from_beginning_to_end(receiver: Receiver) -> None:
    by = subscriber()
    made = by.post("subscriptions", NEW | {"url": receiver.url, "filter": {"eventTypes": ["Geboorte"]}})
    assert made.status_code == 201
    one = content(made)
    at = f"subscriptions/{one['id']}"
    assert made["Location"].endswith(f"/api/v1/{at}")
    assert (one["state"], one["stateReason"], one["content"], one["ordering"]) == ("new", "begun", "thin", "object")
    assert one["health"]["lagEvents"] == 0

    asked = content(by.post(f"{at}/verifications", {"kind": "ping"}))
    assert (asked["outcome"], asked["attempt"]["outcome"]) == ("agreed", "delivered")
    came = receiver.received[0]
    assert Webhook(one["keys"][0]["secret"]).verify(came.body, dict(came.headers))["type"] == "nl.f6.ping.v1"
    assert read(by, at)["state"] == "active"

    assert content(by.send("PUT", f"{at}/pause"))["state"] == "paused"
    assert content(by.send("PUT", f"{at}/pause"))["state"] == "paused"
    assert by.send("DELETE", f"{at}/pause").status_code == 204
    assert read(by, at)["state"] == "active"

    assert one["corrections"] is False
    told = content(by.send("PATCH", at, body={"corrections": True, "filter": {"standings": ["accepted"]}}))
    assert (told["corrections"], told["filter"]) == (True, {"standings": ["accepted"]})
    problem(by.send("PATCH", at, body={"ordering": "none"}), 400, "invalid-request")
    changed = content(by.send("PATCH", at, body={"name": "Geboorten", "schedule": [5, 60]}))
    assert (changed["name"], changed["schedule"], changed["state"]) == ("Geboorten", [5, 60], "active")
    moved = content(by.send("PATCH", at, body={"url": f"{receiver.url}/2"}))
    assert (moved["state"], moved["stateReason"], moved["verifiedHow"]) == ("new", "readdressed", None)
    problem(by.send("DELETE", f"{at}/pause"), 409, "not-verified")
    problem(by.send("PUT", f"{at}/pause"), 409, "not-running")

    assert by.send("DELETE", at).status_code == 204
    problem(by.get(at), 404, "subscription-not-found")
    assert read(by, "subscriptions")["subscriptions"] == []


def test_a_receiver_agrees_to_the_handshake_at_once_or_later_without_a_token(receiver: Receiver) -> None:
    by = subscriber()
    at = f"subscriptions/{subscribed(by, url=receiver.url)['id']}"
    asked = content(by.post(f"{at}/verifications", {"kind": "handshake"}))
    assert asked["outcome"] == "awaiting"
    assert "WebHook-Allowed-Origin" in asked["why"]
    place = receiver.received[0].headers["webhook-request-callback"]
    token = place.rpartition("/")[2]
    assert token not in str(read(by, f"{at}/attempts"))
    assert token not in str(read(by, f"{at}/attempts/{asked['attempt']['id']}"))

    nobody = Caller()
    told = {
        (made_up, method): (answer.status_code, answer.content)
        for made_up in (token[:-3], "x")
        for method in ("GET", "POST")
        for answer in [nobody.send(method, f"subscription-grants/{made_up}")]
    }
    assert read(by, at)["state"] == "new"
    assert nobody.send("HEAD", f"subscription-grants/{token}").status_code == 405
    assert read(by, at)["state"] == "new"
    granted = nobody.post(f"subscription-grants/{token}", {}, WebHook_Allowed_Rate="120")
    assert {(granted.status_code, granted.content)} == set(told.values())
    assert (read(by, at)["state"], read(by, at)["allowedPerMinute"]) == ("active", 120)

    receiver.answer = agreeing
    other = f"subscriptions/{subscribed(by, name='Ander', url=receiver.url)['id']}"
    assert content(by.post(f"{other}/verifications", {"kind": "handshake"}))["outcome"] == "agreed"


def agreeing(_came: Received) -> web.StreamResponse:
    return web.Response(headers={"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "*"})


def test_a_receiver_that_refuses_is_told_of_and_its_attempt_is_kept(receiver: Receiver) -> None:
    receiver.answer = status(403)
    by = subscriber()
    at = f"subscriptions/{subscribed(by, url=receiver.url)['id']}"
    asked = content(by.post(f"{at}/verifications", {"kind": "ping"}))
    assert (asked["outcome"], asked["attempt"]["status"], asked["subscription"]["state"]) == ("refused", 403, "new")
    assert [it["status"] for it in read(by, f"{at}/attempts")["attempts"]] == [403]


def test_only_an_administrator_says_that_it_was_agreed_in_another_way(town: None) -> None:
    by, boss = subscriber(), administrator()
    at = f"subscriptions/{subscribed(by)['id']}"
    agreement = {"kind": "agreement", "reason": "Met de RvIG, 3 november."}
    problem(by.post(f"{at}/verifications", agreement), 403, "zone-forbidden")
    assert pointers(problem(boss.post(f"{at}/verifications", {"kind": "agreement"}), 400)) == {"/reason"}
    assert pointers(problem(by.post(f"{at}/verifications", {"kind": "ping", "reason": "x"}), 400)) == {"/reason"}
    agreed = content(boss.post(f"{at}/verifications", agreement))
    assert (agreed["outcome"], agreed["subscription"]["agreedReason"]) == ("agreed", "Met de RvIG, 3 november.")


# -- what is wrong -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ([], {""}),
        ({}, {"/name", "/url"}),
        (NEW | {"haast": 1}, {"/haast"}),
        (NEW | {"url": "http://ontvanger.example.nl"}, {"/url"}),
        (NEW | {"filter": {"eventTypes": ["Maanlanding"]}}, {"/filter/eventTypes/0"}),
        (NEW | {"filter": {"zones": [registry.ADDRESSES]}}, {"/filter/zones/0"}),
        (NEW | {"filter": {"data": [{"pointer": "x", "min": 3}]}}, {"/filter/data/0/pointer", "/filter/data/0/min"}),
        (NEW | {"schedule": [0], "content": "fat", "name": " "}, {"/schedule/0", "/content", "/name"}),
    ],
)
def test_whatever_is_wrong_is_told_at_once_and_leaves_nothing_behind(town: None, asked: Any, places: set[str]) -> None:
    told = problem(subscriber().post("subscriptions", asked), 400, "invalid-request")
    assert pointers(told) == places
    assert all(error["detail"] for error in told["errors"])
    assert not Subscription.objects.exists()


def test_the_same_name_again_is_refused_clearly(town: None) -> None:
    by = subscriber()
    subscribed(by)
    told = problem(by.post("subscriptions", NEW), 409, "subscription-name-in-use")
    assert (told["name"], pointers(told)) == ("Bevolking", {"/name"})
    subscribed(subscriber())


def test_somebody_elses_subscription_is_as_absent(town: None) -> None:
    stranger, mine = subscriber(), subscribed(subscriber())["id"]
    asked: list[tuple[str, str, Any]] = [
        *(("GET", it, None) for it in ("", "/keys", "/attempts", "/attempts/1", "/parked-deliveries")),
        *((method, it, {}) for it in REACHING for method in ("GET", "PUT", "DELETE")),
        ("PATCH", "", {"name": "van mij"}),
        ("DELETE", "", None),
        ("POST", "/verifications", {"kind": "ping"}),
        ("PUT", "/pause", None),
        ("DELETE", "/pause", None),
        ("POST", "/keys", {"scheme": "v1"}),
        ("DELETE", f"/keys/{uuid4()}", None),
        ("POST", "/redeliveries", {"parked": {}}),
        ("POST", "/redeliveries", {"since": "2026-01-01T00:00:00Z"}),
        ("POST", "/rewinds", {"beginning": True}),
    ]
    for method, under, body in asked:
        answers = [stranger.send(method, f"subscriptions/{pk}{under}", body=body) for pk in (mine, uuid4())]
        mine_told, absent_told = (problem(it, 404, "subscription-not-found") | {"instance": ""} for it in answers)
        assert mine_told == absent_told, (method, under)
    assert read(stranger, "subscriptions")["subscriptions"] == []
    assert Subscription.objects.filter(pk=UUID(mine), name="Bevolking").exists()


def test_an_administrator_sees_all_with_their_owners(town: None) -> None:
    by = subscriber()
    subscribed(by)
    found = read(administrator(), "subscriptions")["subscriptions"]
    assert [(it["name"], it["owner"]["sourceId"]) for it in found] == [("Bevolking", by.source_id)]


# -- keys --------------------------------------------------------------------------------------------------------------


def test_a_secret_is_shown_once(town: None, caplog: pytest.LogCaptureFixture) -> None:
    by = subscriber()
    one = subscribed(by, schemes=["v1", "v1a"])
    at = f"subscriptions/{one['id']}"
    added = by.post(f"{at}/keys", {"scheme": "v1", "overlapSeconds": 3600})
    new = content(added)
    assert added["Location"].endswith(f"{at}/keys/{new['id']}")
    secrets = [it["secret"] for it in (*one["keys"], new) if it["secret"]]
    assert len(secrets) == 2
    everywhere = [
        *(read(by, it) for it in ("subscriptions", at, f"{at}/keys", f"{at}/attempts", f"{at}/public-keys")),
        read(administrator(), "administrative-changes"),
        [(it.before, it.after) for it in AdministrativeChange.objects.all()],
        caplog.text,
    ]
    assert not any(secret.removeprefix("whsec_") in str(everywhere) for secret in secrets)
    keys = {it["id"]: it for it in read(by, f"{at}/keys")["keys"]}
    assert len(keys) == 3
    old = next(it for it in one["keys"] if it["scheme"] == "v1")
    assert keys[old["id"]]["signsUntil"] is not None
    assert by.send("DELETE", f"{at}/keys/{old['id']}").status_code == 204
    problem(by.send("DELETE", f"{at}/keys/{old['id']}"), 404, "signing-key-not-found")


def test_public_keys_are_anybodys_and_tell_of_nothing_else(town: None) -> None:
    one = subscribed(subscriber(), schemes=["v1", "v1a"])
    nobody = Caller()
    found = read(nobody, f"subscriptions/{one['id']}/public-keys")["keys"]
    assert [it["publicKey"] for it in found] == [it["publicKey"] for it in one["keys"] if it["scheme"] == "v1a"]
    assert read(nobody, f"subscriptions/{uuid4()}/public-keys") == {"keys": []}


# -- networks ----------------------------------------------------------------------------------------------------------


def test_networks_are_allowed_and_withdrawn_by_who_administers_everything(town: None) -> None:
    boss, by = administrator(), subscriber()
    asked = {"network": "10.20.0.0/16", "reason": "De zaaksystemen."}
    problem(by.post("receiver-allowances", asked), 403, "zone-forbidden")
    pointed = problem(boss.post("receiver-allowances", {"network": "0.0.0.0/0", "reason": " "}), 400)
    assert pointers(pointed) == {"/network", "/reason"}
    made = boss.post("receiver-allowances", asked)
    assert (made.status_code, made["Location"][-1]) == (201, str(content(made)["id"]))
    problem(boss.post("receiver-allowances", asked), 409, "network-allowed-already")
    assert read(boss, "receiver-allowances")["allowances"] == [content(made)]
    subscribed(by, url="https://10.20.0.7/hook")
    assert boss.send("DELETE", f"receiver-allowances/{content(made)['id']}").status_code == 204
    problem(by.post("subscriptions", NEW | {"name": "x", "url": "https://10.20.0.7/hook"}), 400)
