"""What waits for another manager arrives: in order, once it can, whoever is killed, and nothing is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import agreeing, announcing, queueing, sending
from federation.domain import hashes
from federation.models import Outgoing, Peer, StoredContract, StoredSignature
from tests.federation.conftest import VERWEG
from tests.federation.foreign_peers import Answer, Came, ForeignPeer, usual
from tests.federation.pki import Organisation
from tests.federation.test_agreeing import request
from tests.federation.test_at_once import together
from tests.federation.test_receiving_contracts import asks

NOWHERE = "https://127.250.250.250:8443"


def later(**much: float) -> datetime:
    return timezone.now() + timedelta(**much)


def send(peer: str = VERWEG, *, now: datetime | None = None) -> int:
    return sending.send_to(peer, now=now or timezone.now())


def waiting() -> list[Outgoing]:
    return list(Outgoing.objects.filter(arrived_at=None).order_by("id"))


def test_a_contract_arrives_as_it_was_signed_with_where_our_manager_is(
    verweg: ForeignPeer, ours: Organisation, administrator: Principal
) -> None:
    verweg.announces()
    row = request(administrator)
    assert sending.whom_to_send_to(now=timezone.now()) == [verweg.id]
    assert send() == 1
    (came,) = verweg.came
    assert (came.method, came.path) == ("POST", "/v1/contracts")
    assert came.headers["fsc-manager-address"] == ours.address
    assert came.certificate == ours.der
    assert hashes.content_hash(came.body["content"]) == row.content_hash
    assert came.body["signature"] == StoredSignature.objects.get().jws
    assert waiting() == []
    assert sending.whom_to_send_to(now=timezone.now()) == []
    assert Peer.objects.get(peer_id=verweg.id).answered_at is not None


def test_the_contract_comes_before_what_was_signed_of_it(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    row = request(administrator)
    agreeing.revoke_contract(row.content_hash, by=administrator)
    Outgoing.objects.filter(kind="contract").update(id=10**9)  # queued again, later than the other
    assert send() == 2
    assert [it.kind for it in verweg.came] == ["contracts", "revoke"]
    assert verweg.came[1].path == f"/v1/contracts/{row.content_hash}/revoke"


def test_who_does_not_answer_is_tried_ever_later_and_it_is_kept_since_when(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    Peer.objects.update(manager_address=NOWHERE)
    now = timezone.now()
    waits = []
    for _ in range(12):
        assert send(now=now) == 0
        (row,) = waiting()
        waits.append((row.next_at - now).total_seconds())
        now = row.next_at
    longest = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert all(most / 2 <= wait <= most for wait, most in zip(waits, longest, strict=True)), waits
    peer = Peer.objects.get(peer_id=verweg.id)
    assert peer.failing_since is not None
    assert peer.failing_since < later(seconds=1)
    assert peer.failure
    Peer.objects.update(manager_address=verweg.organisation.address)
    assert send(now=now) == 1
    assert Peer.objects.filter(failing_since=None, failure="").count() == 1


def test_what_waits_for_who_does_not_answer_waits_together(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    for name in ("f6-zone-a", "f6-zone-b", "f6-zone-c"):
        request(administrator, service=name)
    verweg.answers = lambda _: (503, {"message": "Busy."})
    now = timezone.now()
    send(now=now)
    assert len(verweg.came) == 1
    assert all(row.next_at > now for row in waiting())
    assert sending.whom_to_send_to(now=now) == []


def test_what_is_refused_is_kept_with_what_was_said_and_holds_up_nothing(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    first, second = request(administrator, service="f6-zone-a"), request(administrator, service="f6-zone-b")

    def answers(came: Came) -> Answer:
        if came.body["content"]["iv"] == str(first.iv):
            return 422, {"message": "No\nsuch \u202eservice.", "domain": "ERROR_DOMAIN_MANAGER", "code": "X"}
        return 201, b""

    verweg.answers = answers
    now = timezone.now()
    assert send(now=now) == 1
    (row,) = waiting()
    assert row.contract == first
    assert row.refused
    assert row.failure == "422 No such service."
    assert row.next_at >= now + timedelta(seconds=15)
    assert Outgoing.objects.get(contract=second).arrived_at == now
    verweg.answers = usual
    assert send(now=row.next_at) == 1


@pytest.mark.parametrize("status", [200, 204, 301, 400, 404, 408, 429, 500])
def test_whatever_is_answered_nothing_is_lost(verweg: ForeignPeer, administrator: Principal, status: int) -> None:
    verweg.announces()
    request(administrator)
    verweg.answers = lambda _: (status, b"" if status < 300 else b"<html>")
    send()
    assert len(waiting()) == (0 if status < 300 else 1)
    verweg.answers = usual
    send(now=later(hours=1))
    assert waiting() == []


def test_a_worker_that_is_killed_sends_again_and_the_receiver_sees_the_same(
    verweg: ForeignPeer, administrator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    verweg.announces()
    request(administrator)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_arrived", killed)  # it arrived, and nobody wrote that down
        with pytest.raises(Killed):
            send()
    Peer.objects.update(sending=VERWEG_LEASE, sending_until=later(seconds=60))  # nor ended the lease
    assert send() == 0
    assert sending.whom_to_send_to(now=timezone.now()) == []
    assert send(now=later(seconds=61)) == 1
    assert verweg.came[0].body == verweg.came[1].body


VERWEG_LEASE = "00000000-0000-0000-0000-000000000007"


def test_two_workers_do_not_send_to_one_peer_at_once(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    for number in range(5):
        request(administrator, service=f"f6-zone-{number}")
    assert sum(together(*[send] * 6)) == 5
    assert len(verweg.came) == 5


def test_without_a_lease_two_workers_send_twice(
    verweg: ForeignPeer, administrator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    verweg.announces()
    for number in range(5):
        request(administrator, service=f"f6-zone-{number}")
    monkeypatch.setattr(sending, "LEASE", timedelta(seconds=-1))
    together(*[send] * 6)
    assert len(verweg.came) > 5


def test_what_is_signed_anew_while_it_is_sent_is_sent_again(verweg: ForeignPeer, administrator: Principal) -> None:
    content = asks(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)

    def answers(_came: Came) -> Answer:
        row = StoredContract.objects.get()
        queueing.queue(verweg.id, Outgoing.Kind.ACCEPT, row=row, now=later(seconds=1))
        return 201, b""

    verweg.answers = answers
    send()
    assert len(waiting()) == 1
    verweg.answers = usual
    send(now=later(seconds=2))
    assert waiting() == []


def test_who_we_do_not_know_is_looked_up_in_the_directory(
    verweg: ForeignPeer, lister: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    Peer.objects.filter(peer_id=verweg.id).update(manager_address="")
    listed = {"id": verweg.id, "name": "Gemeente Verweg", "manager_address": verweg.organisation.address}
    lister.answers = lambda _: (200, {"peers": [listed], "pagination": {"next_cursor": ""}})
    assert send() == 1
    assert lister.came[0].path == f"/v1/peers?peer_id={verweg.id}"
    assert Peer.objects.get(peer_id=verweg.id).manager_address == verweg.organisation.address


def test_who_has_moved_is_found_again(verweg: ForeignPeer, lister: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    request(administrator)
    Peer.objects.filter(peer_id=verweg.id).update(manager_address=NOWHERE, failing_since=timezone.now())
    listed = {"id": verweg.id, "name": "Gemeente Verweg", "manager_address": verweg.organisation.address}
    lister.answers = lambda _: (200, {"peers": [listed], "pagination": {"next_cursor": ""}})
    assert send() == 1
    assert Peer.objects.get(peer_id=verweg.id).manager_address == verweg.organisation.address


def test_another_who_answers_at_the_address_gets_nothing(
    verweg: ForeignPeer, elders: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    Peer.objects.filter(peer_id=verweg.id).update(manager_address=elders.organisation.address)
    assert send() == 0
    assert elders.came == []
    assert elders.id in Peer.objects.get(peer_id=verweg.id).failure


def test_of_a_contract_that_has_ended_nothing_is_sent(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    request(administrator)
    assert send(now=later(days=366)) == 0
    assert verweg.came == []


def test_directories_are_told_where_we_are_at_the_start_and_when_we_move(
    lister: ForeignPeer, verweg: ForeignPeer, ours: Organisation, administrator: Principal
) -> None:
    announcing.announce(now=timezone.now())
    announcing.announce(now=timezone.now())
    assert send(lister.id) == 1
    assert [(it.method, it.path, it.body) for it in lister.came] == [("PUT", "/v1/announce", None)]
    announcing.announce(now=timezone.now())
    assert waiting() == []
    announcing.announce(now=timezone.now(), starting=True)
    assert waiting() == []  # it was told just now
    announcing.announce(now=later(minutes=6), starting=True)
    assert send(lister.id, now=later(minutes=6)) == 1
    announcing.announce(now=later(days=2))
    assert send(lister.id, now=later(days=2)) == 1
    verweg.announces()
    request(administrator)
    send(verweg.id)
    with override_settings(F6_FSC_MANAGER_ADDRESS=f"https://{ours.host}:443"):
        announcing.announce(now=timezone.now())
        assert {(it.kind, it.peer_id) for it in waiting()} == {("announce", lister.id), ("announce", verweg.id)}
        send(lister.id)
        send(verweg.id)
        assert lister.came[-1].headers["fsc-manager-address"] == f"https://{ours.host}:443"
        announcing.announce(now=timezone.now())
        assert waiting() == []
