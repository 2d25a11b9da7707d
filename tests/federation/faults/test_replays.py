"""What somebody recorded of a conversation, and sends once more: by himself or as another, in any order."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.domain.contracts import State
from federation.models import StoredContract, StoredSignature
from tests.federation.listeners import Answer
from tests.federation.scenarios import grants
from tests.federation.scenarios.outsiders import Outsider, refused
from tests.federation.scenarios.stage import SERVICE, Stage

Send = Callable[[Outsider], Answer]


def _conversation(stage: Stage) -> tuple[dict[str, Any], list[tuple[Outsider, Send]]]:
    """A contract that was proposed, accepted and revoked; and every message of it, to be sent once more by anybody."""
    given_ = grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE, delegator=stage.ec.organisation)
    content = stage.rsa.content(given_)
    signed = {
        ("rsa", "accept"): stage.rsa.signs(content),
        ("ec", "accept"): stage.ec.signs(content),
        ("rsa", "revoke"): stage.rsa.signs(content, "revoke"),
    }
    messages: list[tuple[Outsider, Send]] = [
        (stage.rsa, lambda by: by.posts(content, signature=signed["rsa", "accept"])),
        (stage.ec, lambda by: by.puts("accept", content, signature=signed["ec", "accept"])),
        (stage.rsa, lambda by: by.puts("revoke", content, signature=signed["rsa", "revoke"])),
        (stage.rsa, lambda by: by.puts("accept", content, signature=signed["rsa", "accept"])),
    ]
    for by, send in messages[:2]:
        assert send(by).status == 201
    stage.accepts(content)
    assert messages[2][1](stage.rsa).status == 201
    return content, messages


def _kept() -> tuple[list[str], set[tuple[str, str, str]]]:
    signatures = {(it.peer_id, it.kind, it.jws) for it in StoredSignature.objects.all()}
    return list(StoredContract.objects.values_list("content_hash", flat=True)), signatures


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_what_was_sent_before_changes_nothing_whatever_the_order(
    replayed: tuple[Stage, list[tuple[Outsider, Send]]], order: list[int]
) -> None:
    stage, messages = replayed
    before = _kept()
    for number in order:
        by, send = messages[number]
        assert send(by).status == 201
    assert _kept() == before
    [held] = StoredContract.objects.all()
    assert stage.state(held.content_hash) is State.REVOKED


@pytest.fixture
def replayed(stage: Stage) -> tuple[Stage, list[tuple[Outsider, Send]]]:
    return stage, _conversation(stage)[1]


def test_what_one_signed_is_not_taken_from_another(stage: Stage) -> None:
    content, messages = _conversation(stage)
    before = _kept()
    for by, send in messages:
        other = stage.ec if by is stage.rsa else stage.rsa
        refused(send(other), "PEER_ID_SIGNATURE_MISMATCH")
    ours = StoredSignature.objects.get(peer_id=stage.ours.oin)
    refused(stage.rsa.puts("accept", content, signature=ours.jws), "PEER_ID_SIGNATURE_MISMATCH")
    assert _kept() == before


def test_what_was_signed_of_one_contract_says_nothing_of_the_next(stage: Stage) -> None:
    content, _ = _conversation(stage)
    again = {**content, "iv": stage.rsa.content()["iv"]}
    old = stage.rsa.signs(content)
    refused(stage.rsa.posts(again, signature=old), "SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH")
    assert StoredContract.objects.count() == 1


def test_a_revocation_sent_as_an_acceptance_is_none(stage: Stage) -> None:
    content, _ = _conversation(stage)
    revoked = StoredSignature.objects.get(peer_id=stage.rsa.id, kind="revoke")
    refused(stage.rsa.puts("accept", content, signature=revoked.jws), "SIGNATURE_VERIFICATION_FAILED")
