"""What a member of the group can make us keep, hold, sign and send has bounds; nobody uses up those of another."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import agreeing, listing, storing, verifying
from federation.domain import contracts as agreements
from federation.domain import hashes, reading, signatures
from federation.domain.contracts import State
from federation.models import Outgoing, StoredContract
from federation.queries import contract_pages, contracts, partners
from federation.transport import identity
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group, Organisation
from tests.federation.test_agreeing import state_of
from tests.federation.test_directory import published
from tests.federation.test_receiving_contracts import SERVICE, asks
from tests.federation.test_reconciling import compare, has

Content = dict[str, Any]


def statuses(peer: ForeignPeer, *contents: Content) -> list[int]:
    return [peer.post(it).status_code for it in contents]


def on_behalf_of(delegator: ForeignPeer, outway: ForeignPeer) -> Content:
    """A contract that either of them may propose."""
    grant = outway.connection(service=SERVICE, of=OURS)
    told = {"type": "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", "delegator": {"peer_id": delegator.id}}
    return outway.content({**grant, **told})


def test_nobody_fills_what_another_may_send(
    verweg: ForeignPeer, elders: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "OPEN_MAX", 2)
    assert statuses(verweg, *(on_behalf_of(verweg, elders) for _ in range(3))) == [201, 201, 429]
    assert statuses(elders, asks(elders)) == [201]


def test_who_withdraws_what_nobody_needs_may_send_again(verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "OPEN_MAX", 1)
    first = asks(verweg)
    assert statuses(verweg, first, asks(verweg)) == [201, 429]
    assert verweg.put(first, "revoke").status_code == 201
    assert statuses(verweg, asks(verweg)) == [201]


def test_contracts_that_end_at_once_or_are_withdrawn_count_for_a_day(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "OF_A_DAY_MAX", 3)
    for _ in range(3):
        content = asks(verweg)
        assert verweg.post(content).status_code == 201
        verweg.put(content, "revoke")
    assert statuses(verweg, asks(verweg)) == [429]
    StoredContract.objects.update(received_at=timezone.now() - timedelta(days=1))
    assert statuses(verweg, asks(verweg)) == [201]


def test_what_contracts_weigh_counts_and_not_only_how_many_they_are(
    verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "OPEN_BYTES_MAX", 20_000)
    heavy = [asks(verweg, more="é" * 4_000) for _ in range(3)]
    assert statuses(verweg, *heavy) == [201, 201, 429]
    assert statuses(verweg, asks(verweg)) == [201]


def test_what_a_partner_shows_of_others_uses_up_none_of_their_requests(
    verweg: ForeignPeer, elders: ForeignPeer, group: Group
) -> None:
    for peer in (verweg, elders):
        peer.announces()
    content = on_behalf_of(verweg, elders)
    verweg.post(content)
    nobody = group.issue("Gemeente Elders", elders.id)  # a certificate that is in no key set
    made_up = [{**content, "iv": str(uuid4())} for _ in range(verifying.REQUESTS_MAX + 5)]
    has(verweg, *((it, {"accept": {elders.id: elders.signs(it, by=nobody)}}) for it in made_up))
    assert compare(verweg)
    assert elders.key_sets_asked == verifying.REQUESTS_MAX - 1  # one was for its own
    assert elders.put(content, "accept").status_code == 201


def test_of_a_list_no_more_than_a_page_is_held(verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    verweg.announces()
    contents = [asks(verweg) for _ in range(4)]
    has(verweg, *((it, {"accept": {verweg.id: verweg.signs(it)}}) for it in contents), page=2)
    kept: list[tuple[str, int]] = []
    usual = verweg.answers

    def answers(came: Any) -> Any:
        kept.append((came.path, StoredContract.objects.count()))
        return usual(came)

    verweg.answers = answers
    assert compare(verweg)
    assert [number for _, number in kept] == [0, 2]  # what stood on the first is kept before the second is asked for


def test_a_directory_signs_last_so_nobody_hears_of_what_another_made_up(
    verweg: ForeignPeer, elders: ForeignPeer
) -> None:
    with override_settings(F6_FSC_IS_DIRECTORY=True):
        for peer in (verweg, elders):
            peer.announces()
        content = published(verweg, delegator=elders.id)
        elders.post(content)
        assert Outgoing.objects.count() == 0
        assert state_of(hashes.content_hash(content)) is State.PROPOSED
        verweg.put(content, "accept")
        assert state_of(hashes.content_hash(content)) is State.VALID


def test_of_one_peer_so_many_services_are_listed_and_others_as_before(
    verweg: ForeignPeer, elders: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PUBLISHED_MAX", 1)
    with override_settings(F6_FSC_IS_DIRECTORY=True):
        for peer in (verweg, elders):
            peer.announces()
        first, second, other = published(verweg, "one"), published(verweg, "two"), published(elders, "three")
        assert statuses(verweg, first, second) == [*statuses(elders, other), 201]
        assert listed(verweg) == {"one", "three"}
        verweg.put(first, "revoke")
        listing.sign_all_published(now=timezone.now())
        assert listed(verweg) == {"two", "three"}


def test_contracts_of_a_group_that_we_left_give_nobody_anything(
    verweg: ForeignPeer, ours: Organisation, administrator: Principal
) -> None:
    content = asks(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    (grant,) = contracts.by_service(service_peer_id=ours.oin)
    assert contracts.granted(grant.grant.hash) is not None
    with override_settings(F6_FSC_GROUP_ID="another-group"):
        assert contracts.granted(grant.grant.hash) is None
        assert contracts.by_service(service_peer_id=ours.oin) == []
        assert contracts.by_outway(verweg.id) == []


def test_a_long_content_is_not_kept_in_memory(verweg: ForeignPeer) -> None:
    short, long = (reading.content_of(asks(verweg, more="x" * length)).canonical for length in (1, 20_000))
    assert contracts.content_of(short) is contracts.content_of(short)
    assert contracts.content_of(long) == contracts.content_of(long)
    assert contracts.content_of(long) is not contracts.content_of(long)


def test_who_reads_us_is_told_without_reading_what_nobody_agreed_on(
    verweg: ForeignPeer, administrator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed, *others = [asks(verweg) for _ in range(4)]
    assert statuses(verweg, agreed, *others) == [201] * 4
    for it in (agreed, others[0]):
        agreeing.accept_contract(hashes.content_hash(it), by=administrator)
    verweg.put(others[0], "revoke")
    read: list[str] = []
    usual = contracts.content_of

    def reading_it(canonical: str) -> agreements.Content:
        read.append(hashes.hash_of_text(canonical))
        return usual(canonical)

    monkeypatch.setattr(contracts, "content_of", reading_it)
    (partner,) = partners.who_reads_us(own=identity.own(), now=timezone.now())
    assert partner.granted.contract.content.hash == hashes.content_hash(agreed)
    assert read == [hashes.content_hash(agreed)]


def test_one_contract_never_keeps_two_managers_from_comparing(verweg: ForeignPeer) -> None:
    heavy = asks(verweg, more="x" * 2_100_000)
    assert verweg.post(heavy).headers["Fsc-Error-Code"] == "ERROR_CODE_F6_TOO_LARGE"
    assert verweg.post(asks(verweg, more="x" * 3_100_000)).status_code == 413
    assert statuses(verweg, asks(verweg, more="x" * 2_000_000)) == [201]
    content = asks(verweg)
    too_long = long_signature(verweg, content, length=signatures.LENGTH_MAX + 1)
    answer = verweg.post(content, signature=too_long)
    assert answer.headers["Fsc-Error-Code"] == "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED"


def test_a_page_weighs_what_is_sent_of_it_signatures_too(verweg: ForeignPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract_pages, "BYTES_MAX", 9_000)
    for content in (asks(verweg), asks(verweg)):
        assert verweg.post(content, signature=long_signature(verweg, content, length=6_000)).status_code == 201
    page = json.loads(verweg.get("contracts").content)
    assert len(page["contracts"]) == 1
    rest = json.loads(verweg.get("contracts", cursor=page["pagination"]["next_cursor"]).content)
    assert len(rest["contracts"]) == 1


def long_signature(peer: ForeignPeer, content: Content, *, length: int) -> str:
    """What it signs, with as much in the payload as it takes to be about this long."""
    return peer.signs(content, more="x" * (length * 3 // 4))


def listed(peer: ForeignPeer) -> set[str]:
    found: list[Mapping[str, Any]] = json.loads(peer.get("services").content)["services"]
    return {it["data"]["name"] for it in found}
