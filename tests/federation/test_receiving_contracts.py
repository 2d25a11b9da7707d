"""A peer sends us contracts: what is taken in, what is refused and by which code, and that a refusal leaves nothing."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client

from events.models import Zone
from federation.domain import hashes
from federation.models import ContractPeer, Outgoing, Peer, StoredContract, StoredGrant, StoredSignature
from tests.federation import pki
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group, Organisation

SERVICE = "f6-zone-burgerlijke-stand"
ADDRESSES = "f6-zone-adreshuishouding"
SOMEBODY = pki.oin(77)
Content = dict[str, Any]
KEPT = (StoredContract, StoredGrant, ContractPeer, StoredSignature, Peer, Outgoing)


def kept() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in KEPT}


def asks(peer: ForeignPeer, **other: Any) -> Content:
    return peer.asks_for(service=SERVICE, of=OURS, **other)


def refused(answer: Any, code: str, status: int = 422) -> None:
    assert (answer.status_code, answer.headers["Fsc-Error-Code"]) == (status, code), answer.content
    assert json.loads(answer.content)["message"]
    assert kept() == dict.fromkeys(kept(), 0)


def test_a_contract_that_a_peer_proposes_is_kept_with_its_acceptance(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    assert verweg.post(content).status_code == 201
    row = StoredContract.objects.get()
    assert row.content_hash == hashes.content_hash(content)
    assert row.proposed_by == verweg.id
    signature = StoredSignature.objects.get()
    assert (signature.peer_id, signature.kind) == (verweg.id, "accept")
    assert Peer.objects.get().manager_address == verweg.organisation.address


def test_the_same_contract_once_more_changes_nothing(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    verweg.post(content)
    before = kept()
    assert verweg.post(content).status_code == 201
    assert kept() == before


def test_members_that_we_do_not_know_are_kept_and_hashed(verweg: ForeignPeer) -> None:
    content = asks(verweg, more={"of": ["theirs", 1.5, None]})
    assert verweg.post(content).status_code == 201
    assert json.loads(verweg.get("contracts").content)["contracts"][0]["content"] == content


@pytest.mark.parametrize("make", [pki.rsa_key, pki.ec_key], ids=["RSA", "EC"])
def test_signatures_by_either_kind_of_key_are_taken(verweg: ForeignPeer, group: Group, make: Callable[[], Any]) -> None:
    renewed = group.issue("Gemeente Verweg", verweg.id, key=make())
    verweg.keys.append(renewed)
    content = asks(verweg)
    assert verweg.post(content, signature=verweg.signs(content, by=renewed)).status_code == 201


def test_certificates_are_asked_for_once(verweg: ForeignPeer) -> None:
    for _ in range(3):
        assert verweg.post(asks(verweg)).status_code == 201
    assert verweg.key_sets_asked == 1


WRONG: Mapping[str, tuple[Callable[[ForeignPeer], Content], str]] = {
    "another version": (lambda it: asks(it, fsc_version="1.0.0"), "ERROR_CODE_UNKNOWN_FSC_VERSION"),
    "another group": (lambda it: asks(it, group_id="other-group"), "ERROR_CODE_INCORRECT_GROUP_ID"),
    "another hash": (
        lambda it: asks(it, hash_algorithm="HASH_ALGORITHM_SHA2_256"),
        "ERROR_CODE_UNKNOWN_HASH_ALGORITHM_HASH",
    ),
    "grants that do not go together": (
        lambda it: it.content(it.connection(service=SERVICE, of=OURS), it.publication(service="verweg", at=OURS)),
        "ERROR_CODE_GRANT_COMBINATION_NOT_ALLOWED",
    ),
    "a contract of others": (
        lambda it: it.content(
            it.connection(service=SERVICE, of=OURS)
            | {"outway": it.connection(service="x", of="y")["outway"] | {"peer_id": SOMEBODY}}
        ),
        "ERROR_CODE_SUBMITTING_PEER_NOT_PART_OF_CONTRACT",
    ),
    "a contract without us": (
        lambda it: it.asks_for(service=SERVICE, of=SOMEBODY),
        "ERROR_CODE_RECEIVING_PEER_NOT_PART_OF_CONTRACT",
    ),
    "made tomorrow": (lambda it: asks(it, created_at=4_102_444_800), "ERROR_CODE_F6_VALIDITY"),
    "ended": (lambda it: asks(it, validity={"not_before": 1, "not_after": 2}), "ERROR_CODE_F6_VALIDITY"),
    "a service that we have not": (
        lambda it: it.asks_for(service="f6-zone-elders", of=OURS),
        "ERROR_CODE_F6_UNKNOWN_SERVICE",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_a_contract_is_said_by_its_code(verweg: ForeignPeer, case: str) -> None:
    made, code = WRONG[case]
    refused(verweg.post(made(verweg)), code)


def test_of_two_mistakes_the_first_in_the_order_of_the_standard_is_told(verweg: ForeignPeer) -> None:
    content = asks(verweg, fsc_version="1.0.0", group_id="other")
    refused(verweg.post(content, signature="nonsense"), "ERROR_CODE_UNKNOWN_FSC_VERSION")


def test_a_sensitive_zone_is_as_absent(verweg: ForeignPeer) -> None:
    Zone.objects.filter(slug="adreshuishouding").update(sensitive=True)
    there = verweg.post(verweg.asks_for(service=ADDRESSES, of=OURS))
    absent = verweg.post(verweg.asks_for(service="f6-zone-bestaat-niet", of=OURS))
    assert there.content == absent.content
    refused(there, "ERROR_CODE_F6_UNKNOWN_SERVICE")


SHAPES: Mapping[str, Callable[[Content], Any]] = {
    "no content": lambda _: None,
    "no grants": lambda it: it | {"grants": []},
    "too many grants": lambda it: it | {"grants": it["grants"] * 11},
    "a grant of another kind": lambda it: it | {"grants": [{"data": {"type": "GRANT_TYPE_OTHER"}}]},
    "moments as text": lambda it: it | {"created_at": "2026-01-01"},
    "no UUID": lambda it: it | {"iv": "one"},
}


@pytest.mark.parametrize("case", SHAPES)
def test_what_is_no_contract_is_malformed(verweg: ForeignPeer, case: str) -> None:
    content = asks(verweg)
    refused(verweg.post(SHAPES[case](content), signature=verweg.signs(content)), "ERROR_CODE_F6_MALFORMED", 400)


BODIES = [
    b"",
    b"[]",
    b"{",
    b'{"content": {}, "content": {}}',
    b'{"content": 1e999}',
    b'{"content": "\\ud800", "signature": "a"}',
    b"\xff\xfe",
    b"[" * 10_000,
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_what_is_no_i_json_is_malformed(verweg: ForeignPeer, body: bytes) -> None:
    refused(verweg.post_bytes(body), "ERROR_CODE_F6_MALFORMED", 400)


def test_too_much_is_too_large(verweg: ForeignPeer) -> None:
    content = asks(verweg, more="x" * 6_000_000)
    refused(verweg.post(content, signature="a.b.c"), "ERROR_CODE_F6_TOO_LARGE", 413)


ADDRESSES_REFUSED = [
    "",
    "http://127.0.0.1:8443",
    "https://127.0.0.1",
    "https://127.0.0.1:22",
    "https://user@127.0.0.1:8443",
    "https://127.0.0.1:8443/path",
    f"https://{'a' * 300}.nl:8443",
]


@pytest.mark.parametrize("address", ADDRESSES_REFUSED)
def test_a_manager_must_be_at_an_address_that_we_may_ask(verweg: ForeignPeer, address: str) -> None:
    answer = verweg.post(asks(verweg), **{"Fsc-Manager-Address": address})
    refused(answer, "ERROR_CODE_F6_MANAGER_ADDRESS", 400)


def test_the_certificate_must_be_there_and_name_a_peer_of_the_group(verweg: ForeignPeer, group: Group) -> None:
    refused(Client().get("/v1/peer"), "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED", 400)
    shown: dict[str, Any] = {"f6.client_certificate": group.issue("Kort", "123").certificate.public_bytes(Encoding.DER)}
    refused(Client().get("/v1/peer", **shown), "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED", 400)
    assert verweg.get("peer").status_code == 200


def test_one_iv_is_of_one_contract(verweg: ForeignPeer) -> None:
    iv = str(uuid4())
    assert verweg.post(asks(verweg, iv=iv)).status_code == 201
    before = kept()
    answer = verweg.post(asks(verweg, iv=iv, more=1))
    assert answer.headers["Fsc-Error-Code"] == "ERROR_CODE_F6_IV_USED"
    assert kept() == before


def test_only_who_may_propose_sends_it_first(verweg: ForeignPeer, group: Group) -> None:
    content = asks(verweg)
    content["grants"][0]["data"]["service"] |= {
        "type": "SERVICE_TYPE_DELEGATED_SERVICE",
        "delegator": {"peer_id": SOMEBODY},
    }
    content["grants"][0]["data"]["outway"]["peer_id"] = SOMEBODY
    content["grants"][0]["data"]["service"]["delegator"]["peer_id"] = verweg.id
    refused(verweg.post(content), "ERROR_CODE_F6_PEER_ROLE")
    assert group.group_id == content["group_id"]


def test_who_fills_us_with_proposals_is_stopped(verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("federation.commands.storing.OPEN_MAX", 2)
    assert [verweg.post(asks(verweg)).status_code for _ in range(3)] == [201, 201, 429]


def test_unknown_addresses_and_methods_are_answered_as_the_standard_does(ours: Organisation) -> None:
    assert ours.oin == OURS
    missing = Client().get("/v1/elsewhere")
    assert (missing.status_code, missing.headers["Fsc-Error-Code"]) == (404, "ERROR_CODE_F6_NOT_FOUND")
    wrong = Client().delete("/v1/contracts")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, POST")
