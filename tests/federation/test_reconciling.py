"""What got lost between two managers is made good, in both directions; and nothing is believed that is not verified."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import agreeing, reconciling
from federation.domain import hashes
from federation.domain.contracts import State
from federation.models import KnownCertificate, Outgoing, Peer, StoredContract, StoredSignature
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import Answer, Came, ForeignPeer
from tests.federation.test_agreeing import request, state_of
from tests.federation.test_receiving_contracts import asks
from tests.federation.test_sending import NOWHERE, send, waiting

Content = dict[str, Any]


def has(peer: ForeignPeer, *contracts: tuple[Content, Mapping[str, Mapping[str, str]]], page: int = 100) -> None:
    """Let this peer's manager answer that it has these contracts, with these signatures."""
    rows = [
        {
            "content": content,
            "signatures": {kind: dict(signed.get(kind, {})) for kind in ("accept", "reject", "revoke")},
        }
        for content, signed in contracts
    ]

    def answers(came: Came) -> Answer:
        query = parse_qs(urlsplit(came.path).query)
        start = int(query.get("cursor", ["0"])[0])
        cursor = str(start + page) if start + page < len(rows) else ""
        return 200, {"contracts": rows[start : start + page], "pagination": {"next_cursor": cursor}}

    peer.answers = answers


def compare(peer: ForeignPeer, *, now: datetime | None = None) -> bool:
    return reconciling.compare_with(peer.id, now=now or timezone.now())


def queued() -> list[str]:
    return [it.kind for it in waiting()]


def forget_what_was_sent() -> None:
    Outgoing.objects.all().delete()


def content_of(row: StoredContract) -> Content:
    found: Content = json.loads(row.canonical)
    return found


def own_signature(kind: str = "accept") -> str:
    return StoredSignature.objects.get(peer_id=OURS, kind=kind).jws


def test_an_acceptance_that_did_not_reach_us_is_found(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    row = request(administrator)
    send()
    content = content_of(row)
    has(verweg, (content, {"accept": {OURS: own_signature(), verweg.id: verweg.signs(content)}}))
    assert reconciling.whom_to_compare_with(now=timezone.now()) == [verweg.id]
    assert compare(verweg)
    assert state_of(row.content_hash) is State.VALID
    assert queued() == []
    assert reconciling.whom_to_compare_with(now=timezone.now()) == []


def test_a_contract_that_did_not_reach_us_is_found(verweg: ForeignPeer) -> None:
    verweg.announces()
    content = asks(verweg)
    has(verweg, (content, {"accept": {verweg.id: verweg.signs(content)}}))
    assert compare(verweg)
    row = StoredContract.objects.get()
    assert (row.content_hash, row.proposed_by) == (hashes.content_hash(content), verweg.id)
    assert state_of(row.content_hash) is State.PROPOSED


def test_what_the_partner_lacks_is_sent_again(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    own = request(administrator)
    content = asks(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    agreeing.revoke_contract(hashes.content_hash(content), by=administrator)
    forget_what_was_sent()
    has(verweg, (content, {"accept": {verweg.id: verweg.signs(content)}}))
    assert compare(verweg)
    assert sorted(queued()) == ["accept", "contract", "revoke"]
    assert Outgoing.objects.get(kind="contract").contract == own
    assert compare(verweg, now=timezone.now() + reconciling.EVERY)
    assert len(waiting()) == 3  # once, however often it is compared


def test_who_takes_everything_and_shows_nothing_is_not_sent_it_all_the_time(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    now = timezone.now()
    for number in range(4):
        send(now=now + number * reconciling.AGAIN)
        assert waiting() == []
        for soon in (reconciling.EVERY, 2 * reconciling.EVERY):
            assert compare(verweg, now=now + number * reconciling.AGAIN + soon)
            assert waiting() == []
        assert compare(verweg, now=now + (number + 1) * reconciling.AGAIN)
        assert queued() == ["contract"]
    assert Outgoing.objects.count() == 2  # the last that arrived, and the one that waits


def test_nothing_is_sent_again_because_a_list_was_not_read_to_its_end(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    forget_what_was_sent()
    has(verweg, *((asks(verweg), {}) for _ in range(3)), page=1)
    assert not reconciling.compare_with(verweg.id, now=timezone.now(), until=lambda: True)
    assert queued() == []


def test_every_page_is_read(verweg: ForeignPeer) -> None:
    verweg.announces()
    contents = [asks(verweg) for _ in range(5)]
    has(verweg, *((it, {"accept": {verweg.id: verweg.signs(it)}}) for it in contents), page=2)
    assert compare(verweg)
    assert StoredContract.objects.count() == 5


def test_our_own_signature_comes_back_to_a_database_that_was_put_back(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    content = asks(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    ours = own_signature()
    StoredSignature.objects.filter(peer_id=OURS).delete()
    KnownCertificate.objects.all().delete()
    has(verweg, (content, {"accept": {OURS: ours, verweg.id: verweg.signs(content)}}))
    assert compare(verweg)
    assert own_signature() == ours
    assert state_of(hashes.content_hash(content)) is State.VALID


def spoilt(verweg: ForeignPeer, elders: ForeignPeer, administrator: Principal) -> Iterable[tuple[Content, Any]]:
    """Contracts and signatures in the partner's list that must not be believed."""
    content = content_of(request(administrator))
    yield content, {"accept": {verweg.id: elders.signs(content)}}
    yield content, {"accept": {verweg.id: verweg.signs(content, "reject")}}
    yield content, {"reject": {elders.id: elders.signs(content, "reject")}}  # not on the contract
    yield asks(verweg), {"accept": {verweg.id: verweg.signs(content)}}
    yield asks(verweg), {}
    yield asks(elders), {"accept": {elders.id: "nonsense"}}
    yield asks(verweg, group_id="other"), {}
    foreign = verweg.asks_for(service="f6-zone-verweg", of=verweg.id)
    yield foreign, {"accept": {verweg.id: verweg.signs(foreign)}}


def test_nothing_is_believed_that_is_not_verified(
    verweg: ForeignPeer, elders: ForeignPeer, administrator: Principal
) -> None:
    for peer in (verweg, elders):
        peer.announces()
    for number, (content, signed) in enumerate(spoilt(verweg, elders, administrator)):
        has(verweg, (content, signed))
        assert compare(verweg, now=timezone.now() + number * reconciling.EVERY)
    assert StoredContract.objects.count() == 1
    assert {(it.peer_id, it.kind) for it in StoredSignature.objects.all()} == {(OURS, "accept")}


def test_what_is_no_list_is_a_failure_of_the_partner(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    request(administrator)
    forget_what_was_sent()
    now = timezone.now()
    wrong: list[Answer] = [(500, b""), (200, b"<html>"), (200, b"[]"), (200, {"contracts": {}})]
    for number, answer in enumerate(wrong):
        verweg.answers = partial(lambda answer, _came: answer, answer)
        assert not compare(verweg, now=now + number * reconciling.EVERY)
    Peer.objects.update(manager_address=NOWHERE)
    assert not compare(verweg, now=now + timedelta(hours=1))
    assert Peer.objects.get().failing_since == now
    assert queued() == []
    Peer.objects.update(manager_address=verweg.organisation.address)
    has(verweg, ({"grants": 1}, {}), ({}, {}))
    assert compare(verweg, now=now + timedelta(hours=2))
    assert Peer.objects.get().failing_since is None


def test_with_who_does_not_answer_contracts_are_compared_ever_more_seldom(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    request(administrator)
    Peer.objects.update(manager_address=NOWHERE)
    first = timezone.now() + timedelta(seconds=1)
    compared: list[int] = []
    for minutes in range(0, 240, 5):
        now = first + timedelta(minutes=minutes)
        if reconciling.whom_to_compare_with(now=now) == [verweg.id]:
            assert not compare(verweg, now=now)
            compared.append(minutes)
    assert compared == [0, 5, 10, 20, 40, 80, 140, 200]
    later = first + timedelta(minutes=210)
    assert reconciling.whom_to_compare_with(now=later) == []
    Peer.objects.update(heard_at=later)
    assert reconciling.whom_to_compare_with(now=later) == [verweg.id]
    Peer.objects.update(heard_at=None, failing_since=None)
    assert reconciling.whom_to_compare_with(now=later) == [verweg.id]


def test_nobody_compares_twice_at_one_moment(verweg: ForeignPeer) -> None:
    verweg.announces()
    now = timezone.now()
    has(verweg)
    assert compare(verweg, now=now)
    assert not compare(verweg, now=now)
    assert len(verweg.came) == 1
