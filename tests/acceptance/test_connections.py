"""Federation over the API: what administrators ask, read and decide of connections with other organisations."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from events.domain.permissions import OFFICIAL, Permission
from events.models import AdministrativeChange, Zone
from federation.domain.contracts import SignatureKind
from federation.models import Outgoing, StoredContract
from tests import federation_story as story
from tests import registry
from tests.callers import Caller, caller, content, problem
from tests.federation.pki import Organisation

CONNECTIONS = "federation/connections"
SERVICE = "f6-zone-burgerlijke-stand"


@pytest.fixture
def by(furnished: None) -> Caller:
    return caller(OFFICIAL, Permission.MANAGE, zones=[*Zone.objects.values_list("slug", flat=True)])


@pytest.fixture
def own(furnished: None, tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found, transaction.atomic():
        story.peer()
        story.peer(story.DIRECTORY)
        story.directory_reading(*story.offers(), *story.offers(story.SOUTH, "adreshuishouding"))
        yield found
        transaction.set_rollback(True)


def request(**more: Any) -> dict[str, Any]:
    return {
        "peerId": story.NORTH,
        "service": SERVICE,
        "eventTypes": ["Geboorte"],
        "purpose": story.PURPOSE,
        "validUntil": (timezone.now() + timedelta(days=30)).isoformat(),
        **more,
    }


def asked_of_us() -> StoredContract:
    return story.contract(story.reads(story.NORTH, story.OWN), signed=[story.NORTH])


def test_while_federation_is_off_it_says_so_and_what_is_kept_can_be_read(by: Caller) -> None:
    assert content(by.get("federation/own-peer"))["enabled"] is False
    assert content(by.get(CONNECTIONS))["connections"] == []
    problem(by.get("federation/directory-services"), 409, "federation-is-off")
    problem(by.get("federation/publications"), 409, "federation-is-off")
    problem(by.post(CONNECTIONS, request()), 409, "federation-is-off")


def test_who_we_are_is_told_with_until_when(by: Caller, own: Organisation) -> None:
    told = content(by.get("federation/own-peer"))
    assert told["peer"] == {"id": story.OWN, "name": "Gemeente Lindenveen"}
    assert told["managerAddress"] == own.address
    assert told["certificate"]["validUntil"].endswith("Z")
    assert told["fault"] is None


def test_a_connection_is_asked_read_and_taken_back(by: Caller, own: Organisation) -> None:
    response = by.post(CONNECTIONS, request(announcements=True))
    made = response.json()
    assert response.status_code == 201
    assert response["Location"].endswith(f"/api/v1/{CONNECTIONS}/{made['hash']}")
    assert (made["state"], made["directions"], made["awaits"]) == ("proposed", ["reading"], [story.NORTH])
    grant = made["grants"][0]
    assert (grant["eventTypes"], grant["announcements"], grant["purpose"]) == (["Geboorte"], True, story.PURPOSE)
    assert made["underWay"][0]["peerId"] == story.NORTH
    assert {it["name"] for it in made["peers"]} == {"Gemeente Lindenveen", "Gemeente Noorderhaven"}
    assert made["content"]["grants"][0]["data"]["service"]["name"] == SERVICE
    again = by.post(CONNECTIONS, request(announcements=True, validUntil=made["validUntil"]))
    assert (again.status_code, again.json()["hash"]) == (200, made["hash"])
    assert content(by.get(f"{CONNECTIONS}/{made['hash']}"))["hash"] == made["hash"]
    gone = by.send("POST", f"{CONNECTIONS}/{made['hash']}/revocation")
    assert gone.json()["state"] == "revoked"
    actions = list(AdministrativeChange.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["contract-proposed", "contract-revoked"]


def test_what_is_asked_of_us_is_accepted_once_however_often_it_is_said(by: Caller, own: Organisation) -> None:
    row = asked_of_us()
    for _ in range(2):
        told = content(by.send("POST", f"{CONNECTIONS}/{row.pk}/acceptance"))
        assert told["state"] == "valid"
    assert [it["kind"] for it in told["signatures"] if it["peerId"] == story.OWN] == ["accept"]
    assert Outgoing.objects.filter(contract=row).count() == 1


def test_what_was_revoked_meanwhile_is_not_accepted(by: Caller, own: Organisation) -> None:
    row = asked_of_us()
    story.says(row, story.NORTH, SignatureKind.REVOKE)
    told = problem(by.send("POST", f"{CONNECTIONS}/{row.pk}/acceptance"), 409, "contract-not-open")
    assert told["state"] == "revoked"
    assert row.signatures.count() == 2


def test_what_is_asked_of_us_is_rejected(by: Caller, own: Organisation) -> None:
    row = asked_of_us()
    assert content(by.send("POST", f"{CONNECTIONS}/{row.pk}/rejection"))["state"] == "rejected"
    problem(by.send("POST", f"{CONNECTIONS}/{row.pk}/revocation"), 409, "contract-not-open")


@pytest.mark.parametrize(
    ("more", "status", "name"),
    [
        ({"validUntil": "2020-01-01T00:00:00Z"}, 422, "contract-ends"),
        ({"peerId": "9" * 20}, 422, "peer-unknown"),
        ({"peerId": story.OWN}, 422, None),
        ({"eventTypes": []}, 400, "invalid-request"),
        ({"purpose": ""}, 400, "invalid-request"),
        ({"validUntil": "straks"}, 400, "invalid-request"),
        ({"validUntil": "0186-11-21T13:57:43+17:26"}, 400, "invalid-request"),
        ({"validUntil": "9999-12-31T23:59:59Z"}, 400, "invalid-request"),
        ({"validFrom": "0001-01-01T00:00:00Z"}, 400, "invalid-request"),
        ({"validFrom": "2090-01-01T00:00:00Z"}, 422, "contract-ends"),
        ({"service": "een dienst"}, 400, "invalid-request"),
        ({"anders": 1}, 400, "invalid-request"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    by: Caller, own: Organisation, more: dict[str, Any], status: int, name: str | None
) -> None:
    response = by.post(CONNECTIONS, request(**more))
    assert response.status_code == status, response.content
    if name:
        problem(response, status, name)
    assert not StoredContract.objects.exists()
    assert not Outgoing.objects.exists()


def test_connections_are_found_and_read_page_by_page(by: Caller, own: Organisation) -> None:
    made = {story.contract(story.reads(story.NORTH, story.OWN)).pk for _ in range(3)}
    waiting = asked_of_us()
    seen, path = [], f"{CONNECTIONS}?state=valid&pageSize=2"
    while path:
        page = content(by.get(path))
        seen += [it["hash"] for it in page["connections"]]
        path = page["next"].partition("/api/v1/")[2] if page["next"] else ""
    assert sorted(seen) == sorted(made)
    told = content(by.get(f"{CONNECTIONS}?awaits={story.OWN}"))["connections"]
    assert [it["hash"] for it in told] == [waiting.pk]
    assert content(by.get(f"{CONNECTIONS}?direction=listed"))["connections"] == []
    problem(by.get(f"{CONNECTIONS}?state=iets"), 400, "invalid-query")


def test_a_cursor_of_another_filter_is_refused(by: Caller, own: Organisation) -> None:
    for _ in range(2):
        story.contract(story.reads(story.NORTH, story.OWN))
    cursor = content(by.get(f"{CONNECTIONS}?pageSize=1"))["cursor"]
    problem(by.get(f"{CONNECTIONS}?state=valid&cursor={cursor}"), 400, "invalid-query")
    problem(by.get(f"federation/transactions?cursor={cursor}"), 400, "invalid-query")


def test_peers_tell_how_it_goes(by: Caller, own: Organisation) -> None:
    story.peer(story.SOUTH, failing_since=timezone.now(), failure="timeout: after 10 s")
    told = content(by.get("federation/peers"))["peers"]
    assert told[0]["id"] == story.SOUTH
    assert told[0]["failure"] == "timeout: after 10 s"
    row = asked_of_us()
    story.under_way(story.NORTH, row=row)
    one = content(by.get(f"federation/peers/{story.NORTH}"))
    assert one["connections"] == {"proposed": 1}
    assert one["underWay"][0]["contractHash"] == row.pk
    problem(by.get("federation/peers/niemand"), 404, "peer-not-found")


def test_what_the_directories_list_is_told_with_when_they_were_read(by: Caller, own: Organisation) -> None:
    told = content(by.get("federation/directory-services"))
    assert [it["peer"]["id"] for it in told["organisations"]] == [story.NORTH, story.SOUTH]
    assert told["organisations"][0]["services"][0]["eventTypes"] == ["Erkenning", "Geboorte", "Verhuizing"]
    assert told["directories"][0]["readAt"]


def test_a_zone_is_published_and_withdrawn(by: Caller, own: Organisation) -> None:
    path = f"federation/publications/{registry.CIVIL}"
    told = content(by.send("PUT", path, body={"eventTypes": ["Geboorte"], "responsibleFor": ["Geboorte"]}))
    assert told["publications"][0]["state"] == "proposed"
    assert by.send("DELETE", path).status_code == 204
    zones = content(by.get("federation/publications"))["zones"]
    assert all(it["publications"] == [] for it in zones)


def test_a_sensitive_zone_is_never_published(by: Caller, own: Organisation) -> None:
    Zone.objects.filter(slug=registry.CIVIL).update(sensitive=True)
    response = by.send("PUT", f"federation/publications/{registry.CIVIL}", body={"eventTypes": ["Geboorte"]})
    problem(response, 422, "zone-not-publishable")
    problem(by.send("PUT", "federation/publications/geen", body={"eventTypes": ["Geboorte"]}), 422)
    assert not StoredContract.objects.exists()
    told = {it["zone"]: it["publishable"] for it in content(by.get("federation/publications"))["zones"]}
    assert told[registry.CIVIL] is False


def test_the_transaction_log_is_searched(by: Caller, own: Organisation) -> None:
    row = story.contract(story.reads(story.NORTH, story.OWN))
    found = story.call(row, reader=story.NORTH, provider=story.OWN)
    story.call(row, reader=story.SOUTH, provider=story.OWN, at=timezone.now() - timedelta(days=9))
    told = content(by.get("federation/transactions"))["transactions"]
    assert [it["outwayPeerId"] for it in told] == [story.NORTH, story.SOUTH]
    assert told[0]["contractHash"] == row.pk
    for asked in (
        f"peerId={story.NORTH}",
        f"transactionId={found.transaction_id}",
        f"createdFrom={timezone.localdate() - timedelta(days=1)}",
    ):
        told = content(by.get(f"federation/transactions?{asked}"))["transactions"]
        assert [it["transactionId"] for it in told] == [str(found.transaction_id)], asked
    by_grant = content(by.get("federation/transactions", {"grantHash": found.grant_hash}))["transactions"]
    assert len(by_grant) == 2
    assert content(by.get(f"federation/transactions?transactionId={uuid4()}"))["transactions"] == []
    problem(by.get("federation/transactions?grantHash=iets"), 400, "invalid-query")
    problem(by.get("federation/transactions?createdFrom=gisteren"), 400, "invalid-query")


def test_what_is_not_there_is_not_found(by: Caller, own: Organisation) -> None:
    problem(by.get(f"{CONNECTIONS}/$1$1$niets"), 404, "contract-not-found")
    problem(by.send("POST", f"{CONNECTIONS}/niets/acceptance"), 404, "contract-not-found")


def test_who_administers_one_zone_only_is_told_nothing(own: Organisation) -> None:
    row = asked_of_us()
    nobody = caller(OFFICIAL, Permission.MANAGE)
    for path in (CONNECTIONS, f"{CONNECTIONS}/{row.pk}", "federation/peers", "federation/own-peer"):
        problem(nobody.get(path), 403, "zone-forbidden")
    problem(nobody.send("POST", f"{CONNECTIONS}/{row.pk}/acceptance"), 403, "zone-forbidden")
    assert row.signatures.count() == 1
