"""Peers sign contracts: whose signature counts for what, and which are refused by which code."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from federation.domain import hashes, jose, reading
from federation.domain.contracts import State
from federation.models import KnownCertificate, StoredContract, StoredSignature
from federation.queries import contracts
from tests.authority import DAY
from tests.federation import agreements, pki
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group
from tests.federation.test_receiving_contracts import asks, kept, refused

KINDS = ("accept", "reject", "revoke")
Content = dict[str, Any]


def state(content: Content) -> State:
    found = contracts.contract(hashes.content_hash(content))
    assert found is not None
    return found.state(timezone.now())


def failed(verweg: ForeignPeer, signature: str, code: str) -> None:
    refused(verweg.post(asks(verweg), signature=signature), code)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_peer_signed_is_kept_byte_for_byte(verweg: ForeignPeer, kind: str) -> None:
    content = asks(verweg)
    verweg.post(content)
    signature = verweg.signs(content, kind)
    assert verweg.put(content, kind, signature=signature).status_code == 201
    assert StoredSignature.objects.get(kind=kind).jws == signature
    given = json.loads(verweg.get("contracts").content)["contracts"][0]["signatures"]
    assert given[kind] == {verweg.id: signature}


def test_one_rejection_or_revocation_is_enough(verweg: ForeignPeer) -> None:
    rejected, revoked = asks(verweg), asks(verweg)
    for content, kind in ((rejected, "reject"), (revoked, "revoke")):
        verweg.post(content)
        verweg.put(content, kind)
    assert (state(rejected), state(revoked)) == (State.REJECTED, State.REVOKED)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_may_be_here_before_its_contract(verweg: ForeignPeer, kind: str) -> None:
    content = asks(verweg)
    assert verweg.put(content, kind).status_code == 201
    assert StoredSignature.objects.get().kind == kind
    assert verweg.post(content).status_code == 201
    assert StoredContract.objects.get().proposed_by == verweg.id


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_must_be_that_of_the_content(verweg: ForeignPeer, kind: str) -> None:
    content, other = asks(verweg), hashes.content_hash(asks(verweg))
    refused(verweg.put(content, kind, at=other), "ERROR_CODE_URL_PATH_CONTENT_HASH_MISMATCH")
    refused(verweg.put(content, kind, at="nonsense"), "ERROR_CODE_URL_PATH_CONTENT_HASH_MISMATCH")
    unknown = "$2$1$" + other.rpartition("$")[2]
    refused(verweg.put(content, kind, at=unknown), "ERROR_CODE_UNKNOWN_HASH_ALGORITHM_HASH")


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_not_on_the_contract_signs_nothing(verweg: ForeignPeer, elders: ForeignPeer, kind: str) -> None:
    content = asks(verweg)
    verweg.post(content)
    before = kept()
    answer = elders.put(content, kind)
    assert answer.headers["Fsc-Error-Code"] == "ERROR_CODE_SUBMITTING_PEER_NOT_PART_OF_CONTRACT"
    assert kept() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_of_another_kind_does_not_count(verweg: ForeignPeer, kind: str) -> None:
    content = asks(verweg)
    other = verweg.signs(content, KINDS[KINDS.index(kind) - 1])
    refused(verweg.put(content, kind, signature=other), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


@pytest.mark.parametrize("signature", ["nonsense", "a.b.c", "....", "é.é.é", "x" * 40_000])
def test_what_is_no_signature_is_refused(verweg: ForeignPeer, signature: str) -> None:
    failed(verweg, signature, "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "PS256", "EdDSA"])
def test_other_algorithms_are_refused(verweg: ForeignPeer, algorithm: str) -> None:
    header, payload, rest = verweg.signs(asks(verweg)).split(".")
    told = json.loads(base64.urlsafe_b64decode(header + "==")) | {"alg": algorithm}
    other = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()
    failed(verweg, f"{other}.{payload}.{rest}", "ERROR_CODE_UNKNOWN_ALGORITHM_SIGNATURE")


def test_a_signature_over_other_content_is_refused(verweg: ForeignPeer) -> None:
    failed(verweg, verweg.signs(asks(verweg)), "ERROR_CODE_SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH")


def test_a_signature_that_was_changed_is_refused(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    header, _, rest = verweg.signs(content).split(".")
    _, payload, _ = verweg.signs(content, signed_at=1).split(".")
    refused(verweg.post(content, signature=f"{header}.{payload}.{rest}"), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


@pytest.mark.parametrize("signed_at", [4_102_444_800, -1, "now", None, 1.5, True])
def test_a_signature_says_when_and_not_later_than_now(verweg: ForeignPeer, signed_at: Any) -> None:
    content = asks(verweg)
    signature = verweg.signs(content, signed_at=signed_at)
    refused(verweg.post(content, signature=signature), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


def test_a_certificate_that_is_not_in_the_key_set_signs_nothing(verweg: ForeignPeer, group: Group) -> None:
    content = asks(verweg)
    signature = verweg.signs(content, by=group.issue("Gemeente Verweg", verweg.id))
    refused(verweg.post(content, signature=signature), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


def test_a_certificate_that_the_group_does_not_trust_signs_nothing(verweg: ForeignPeer) -> None:
    rogue = pki.group("Vreemd").issue("Gemeente Verweg", verweg.id)
    verweg.keys.append(rogue)
    content = asks(verweg)
    refused(verweg.post(content, signature=verweg.signs(content, by=rogue)), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")
    assert KnownCertificate.objects.count() == 1  # its good one, from the same key set


def test_the_certificate_of_another_peer_signs_nothing(verweg: ForeignPeer, elders: ForeignPeer) -> None:
    stolen = elders.organisation.issued
    content = asks(verweg)
    signature = verweg.signs(content, by=stolen)
    verweg.keys.append(stolen)
    refused(verweg.post(content, signature=signature), "ERROR_CODE_PEER_ID_SIGNATURE_MISMATCH")
    elders.post(asks(elders))  # now we know whose it is
    answer = verweg.post(content, signature=signature)
    assert answer.headers["Fsc-Error-Code"] == "ERROR_CODE_PEER_ID_SIGNATURE_MISMATCH"


def test_keys_are_taken_from_a_manager_of_the_sender_only(verweg: ForeignPeer, elders: ForeignPeer) -> None:
    elders.keys.append(verweg.organisation.issued)
    answer = verweg.post(asks(verweg), **{"Fsc-Manager-Address": elders.organisation.address})
    refused(answer, "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")
    assert elders.key_sets_asked == 0


def test_a_manager_that_is_not_there_cannot_be_believed(verweg: ForeignPeer) -> None:
    answer = verweg.post(asks(verweg), **{"Fsc-Manager-Address": "https://127.250.250.250:8443"})
    refused(answer, "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


KEY_SETS: list[Any] = [
    [],
    {"keys": "none"},
    {"keys": [1, {"x5c": "text"}, {"x5c": ["AAAA"]}, {"x5c": ["é"]}]},
    {"keys": [], "more": "x" * 600_000},
]


@pytest.mark.parametrize("given", KEY_SETS, ids=range(len(KEY_SETS)))
def test_a_key_set_that_is_none_is_a_refusal_and_no_fault(
    verweg: ForeignPeer, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(verweg), "key_set", property(lambda _: given))
    refused(verweg.post(asks(verweg)), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")


def test_who_sends_nonsense_makes_us_ask_his_manager_a_few_times_only(verweg: ForeignPeer, group: Group) -> None:
    content = asks(verweg)
    for _ in range(12):
        signature = verweg.signs(content, by=group.issue("Gemeente Verweg", verweg.id))
        refused(verweg.post(content, signature=signature), "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED")
    assert verweg.key_sets_asked == 10


def test_an_acceptance_ends_with_its_certificate_and_holds_again_once_signed_anew(
    verweg: ForeignPeer, group: Group
) -> None:
    short = group.issue("Gemeente Verweg", verweg.id, until=DAY)
    verweg.keys.append(short)
    content = asks(verweg)
    verweg.post(content, signature=verweg.signs(content, by=short))
    found = contracts.contract(hashes.content_hash(content))
    assert found is not None
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    assert found.accepted_by(timezone.now()) == {verweg.id}
    assert found.accepted_by(tomorrow) == set()
    verweg.put(content, "accept")
    found = contracts.contract(hashes.content_hash(content))
    assert found is not None
    assert found.accepted_by(tomorrow) == {verweg.id}


def test_what_ended_stays_what_it_ended_as_whoever_accepts_it_later(verweg: ForeignPeer) -> None:
    now = int(timezone.now().timestamp())
    content = asks(verweg, validity={"not_before": now - 100, "not_after": now - 5})
    agreements.stored(reading.content_of(content))
    late = verweg.put(content, "accept", signature=verweg.signs(content, signed_at=now - 5))
    assert (late.status_code, late.headers["Fsc-Error-Code"]) == (422, "ERROR_CODE_F6_VALIDITY")
    assert StoredSignature.objects.count() == 0
    assert verweg.put(content, "accept", signature=verweg.signs(content, signed_at=now - 6)).status_code == 201


def test_an_older_signature_does_not_take_the_place_of_a_later_one(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    verweg.post(content)
    latest = StoredSignature.objects.get().jws
    older = verweg.signs(content, signed_at=jose.claimed(latest).payload["signed_at"] - 50)
    assert verweg.put(content, "accept", signature=older).status_code == 201
    assert StoredSignature.objects.get().jws == latest


def test_certificates_of_which_we_know_are_verified_each_time(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    verweg.post(content)
    KnownCertificate.objects.update(chain=pki.group("Vreemd").issue("Gemeente Verweg", verweg.id).chain)
    answer = verweg.put(content, "revoke")
    assert answer.headers["Fsc-Error-Code"] == "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED"
