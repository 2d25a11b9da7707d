"""`GET /contracts`, `/peers`, `/peer` and the keys: what a caller is told, and that he is told of nobody else."""

import base64
import json
from typing import Any

import pytest
from jsonschema import ValidationError

from federation.domain import hashes
from federation.domain.grants import HASH_TYPES, GrantType
from federation.models import Peer
from tests.federation import standard
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Organisation
from tests.federation.test_receiving_contracts import asks


def told(answer: Any, name: str) -> list[Any]:
    found: list[Any] = json.loads(answer.content)[name]
    return found


def test_a_peer_sees_the_contracts_that_it_is_on_and_no_other(verweg: ForeignPeer, elders: ForeignPeer) -> None:
    theirs, others = asks(verweg), asks(elders)
    verweg.post(theirs)
    elders.post(others)
    assert [it["content"] for it in told(verweg.get("contracts"), "contracts")] == [theirs]
    assert [it["content"] for it in told(elders.get("contracts"), "contracts")] == [others]
    grant = hashes.grant_hash(
        hashes.content_hash(others), others["grants"][0]["data"], hash_type=HASH_TYPES[GrantType.CONNECTION]
    )
    assert told(verweg.get("contracts", grant_hash=grant), "contracts") == []
    assert len(told(elders.get("contracts", grant_hash=f"{grant},$1$3$other"), "contracts")) == 1


def test_pages_hold_every_contract_once_in_either_order(verweg: ForeignPeer) -> None:
    made = [asks(verweg, created_at=1_700_000_000 + number // 2) for number in range(7)]
    for content in made:
        verweg.post(content)
    for order in ("SORT_ORDER_ASCENDING", "SORT_ORDER_DESCENDING"):
        seen: list[Any] = []
        cursor = ""
        while True:
            answer = verweg.get("contracts", limit=3, sort_order=order, cursor=cursor)
            seen += [it["content"] for it in told(answer, "contracts")]
            cursor = json.loads(answer.content)["pagination"]["next_cursor"]
            if not cursor:
                break
        moments = [it["created_at"] for it in seen]
        assert moments == sorted(moments, reverse=order == "SORT_ORDER_DESCENDING")
        assert sorted(it["iv"] for it in seen) == sorted(it["iv"] for it in made)


def test_a_page_ends_where_it_would_be_too_large(verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("federation.queries.contract_pages.BYTES_MAX", 3_000)
    made = [asks(verweg, more="x" * size) for size in (10, 4_000, 1_500, 10)]
    for content in made:
        verweg.post(content)
    seen: list[Any] = []
    cursor, pages = "", 0
    while cursor or not pages:
        answer = verweg.get("contracts", cursor=cursor)
        seen += [it["content"]["iv"] for it in told(answer, "contracts")]
        cursor, pages = json.loads(answer.content)["pagination"]["next_cursor"], pages + 1
    assert sorted(seen) == sorted(it["iv"] for it in made)
    assert pages > 1
    asked = [
        hashes.grant_hash(hashes.content_hash(it), it["grants"][0]["data"], hash_type=HASH_TYPES[GrantType.CONNECTION])
        for it in made
    ]
    assert verweg.get("contracts", grant_hash=",".join(asked)).status_code == 413
    assert len(told(verweg.get("contracts", grant_hash=asked[1]), "contracts")) == 1


def test_contracts_can_be_asked_by_the_kind_of_their_grants(verweg: ForeignPeer) -> None:
    connection = asks(verweg)
    publication = verweg.content(verweg.publication(service="verweg", at=OURS))
    for content in (connection, publication):
        assert verweg.post(content).status_code == 201
    found = told(verweg.get("contracts", grant_type="GRANT_TYPE_SERVICE_PUBLICATION"), "contracts")
    assert [it["content"] for it in found] == [publication]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 1_001},
        {"limit": "many"},
        {"sort_order": "UP"},
        {"cursor": "nonsense"},
        {"cursor": base64.urlsafe_b64encode(b'[1e400,"a"]').decode()},
        {"cursor": base64.urlsafe_b64encode(b'[99999999999999999999999,"a"]').decode()},
        {"cursor": base64.urlsafe_b64encode(b'[1,"\\u0000"]').decode()},
        {"grant_type": "OTHER"},
        {"grant_hash": ",".join(["a"] * 201)},
        {"grant_hash": "a\0"},
    ],
)
def test_a_question_that_makes_no_sense_is_malformed(verweg: ForeignPeer, query: dict[str, Any]) -> None:
    answer = verweg.get("contracts", **query)
    assert (answer.status_code, answer.headers["Fsc-Error-Code"]) == (400, "ERROR_CODE_F6_MALFORMED")


def test_who_announces_himself_is_told_to_everyone_and_partners_to_each_other_only(
    verweg: ForeignPeer, elders: ForeignPeer
) -> None:
    verweg.post(asks(verweg))
    assert told(elders.get("peers"), "peers") == []
    assert [it["id"] for it in told(verweg.get("peers"), "peers")] == [verweg.id]
    assert verweg.announces().status_code == 200
    found = told(elders.get("peers"), "peers")
    assert found == [{"id": verweg.id, "name": "Gemeente Verweg", "manager_address": verweg.organisation.address}]
    assert told(elders.get("peers", peer_name="VERWEG"), "peers") == found
    assert told(elders.get("peers", peer_name="nobody"), "peers") == []
    assert told(elders.get("peers", peer_id=f"{verweg.id},{OURS}"), "peers")[0] == found[0]
    assert {it["id"] for it in told(elders.get("peers", peer_id=f"{verweg.id},{OURS}"), "peers")} == {verweg.id, OURS}


def test_who_moves_announces_his_new_address(verweg: ForeignPeer) -> None:
    verweg.announces()
    Peer.objects.update(manager_address="https://elsewhere.nl:8443", name="Other")
    verweg.announces()
    row = Peer.objects.get()
    assert (row.manager_address, row.name) == (verweg.organisation.address, "Gemeente Verweg")


def test_we_say_who_we_are_and_which_certificates_we_sign_with(verweg: ForeignPeer, ours: Organisation) -> None:
    found = json.loads(verweg.get("peer").content)
    assert (found["peer_id"], found["peer_name"], found["fsc_version"]) == (OURS, "Gemeente Zonnendaal", "2.0.0")
    (key,) = told(verweg.get(".well-known/jwks.json"), "keys")
    assert base64.b64decode(key["x5c"][0]) == ours.der
    assert len(key["x5c"]) == 2
    assert key["kid"] == key["x5t#S256"]
    assert "d" not in key


def test_the_judge_of_answers_judges() -> None:
    with pytest.raises(ValidationError):
        standard.judge("GET", "/peers", status=200, headers={}, body={"peers": [{"id": "1"}], "pagination": {}})
    with pytest.raises(ValidationError):
        standard.check({"$ref": "#/components/schemas/grant"}, {"data": {"type": "GRANT_TYPE_SERVICE_CONNECTION"}})
