"""The same comes twice at one moment, or two things that cannot both be: one wins, whoever it is, and nothing is half.

Each is tried with real threads; and that the tests can fail is shown by taking away what holds it.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from federation.commands import storing
from federation.models import ContractPeer, StoredContract, StoredGrant, StoredSignature
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.test_receiving_contracts import asks

TOGETHER = 6
MEETING_SECONDS = 60.0
"""After which who did not come does not come any more, and the test fails."""


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each answers, begun at one moment; what it raises, when it raises."""
    start = threading.Barrier(len(calls), timeout=MEETING_SECONDS)
    answers: list[Any] = [None] * len(calls)

    def work(at: int) -> None:
        start.wait()
        try:
            answers[at] = calls[at]()
        except Exception as fault:  # noqa: BLE001  # the test asks what was raised
            answers[at] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@contextmanager
def meeting(monkeypatch: pytest.MonkeyPatch, count: int) -> Iterator[None]:
    """Everybody has checked that there is nothing yet, before anybody writes."""
    whole, gate = storing.keep_contract, threading.Barrier(count, timeout=MEETING_SECONDS)

    def kept(*given: Any, **named: Any) -> StoredContract:
        gate.wait()
        return whole(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(storing, "keep_contract", kept)
        yield


def counts() -> Sequence[int]:
    return [it.objects.count() for it in (StoredContract, StoredGrant, ContractPeer, StoredSignature)]


def test_a_contract_that_is_delivered_many_times_at_once_is_one(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asks(verweg)
    with meeting(monkeypatch, TOGETHER):
        answers = together(*[lambda: verweg.post(content)] * TOGETHER)
    assert [it.status_code for it in answers] == [201] * TOGETHER
    assert counts() == [1, 1, 2, 1]


def test_without_holding_its_row_a_contract_gets_its_parts_twice(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_held(content_hash: str) -> StoredContract | None:
        seen.wait()
        row = StoredContract.objects.filter(content_hash=content_hash).first()
        assert row is not None
        return row

    content = asks(verweg)
    verweg.post(content)
    StoredGrant.objects.all().delete()  # as in the middle of the first delivery
    seen = threading.Barrier(2, timeout=MEETING_SECONDS)
    monkeypatch.setattr(storing, "held", not_held)
    answers = together(*[lambda: verweg.post(content)] * 2)
    assert any(isinstance(it, Exception) for it in answers)


def test_of_two_contracts_with_one_iv_at_once_one_is_taken(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    iv = str(uuid4())
    contents = [asks(verweg, iv=iv, number=number) for number in range(TOGETHER)]
    with meeting(monkeypatch, TOGETHER):
        answers = together(*[lambda it=it: verweg.post(it) for it in contents])
    assert sorted(it.status_code for it in answers) == [201] + [422] * (TOGETHER - 1)
    assert {it.headers.get("Fsc-Error-Code") for it in answers} == {None, "ERROR_CODE_F6_IV_USED"}
    assert counts() == [1, 1, 2, 1]


def test_a_signature_that_is_delivered_many_times_at_once_is_one(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asks(verweg)
    verweg.post(content)
    with meeting(monkeypatch, TOGETHER):
        answers = together(*[lambda: verweg.put(content, "revoke")] * TOGETHER)
    assert [it.status_code for it in answers] == [201] * TOGETHER
    assert StoredSignature.objects.filter(kind="revoke").count() == 1
