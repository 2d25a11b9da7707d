"""Administrators propose, accept, reject and revoke: what is signed, kept, queued and recorded, and what is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils import timezone

from events.domain.permissions import Permission, Principal
from events.domain.refusals import ZoneForbidden
from events.models import AdministrativeChange
from federation.commands import agreeing, connecting
from federation.domain import hashes, jose
from federation.domain.agreement_refusals import (
    ContractEnds,
    ContractNotFound,
    ContractNotOpen,
    FederationIsOff,
    NotOurs,
    PeerUnknown,
)
from federation.domain.contracts import State
from federation.domain.properties import Terms, terms_of
from federation.domain.proposals import Validity
from federation.models import Outgoing, StoredContract, StoredSignature
from federation.queries import contracts
from tests import registry
from tests.federation.conftest import OURS, VERWEG
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Organisation
from tests.federation.test_at_once import together
from tests.federation.test_receiving_contracts import asks

TERMS = Terms(event_types=frozenset({"Geboorte"}), purpose="Bijhouden van de bevolking", announces=True)


def a_year() -> Validity:
    now = timezone.now()
    return Validity(begins=now - timedelta(minutes=1), ends=now + timedelta(days=365))


def request(by: Principal, **other: Any) -> StoredContract:
    asked = {"peer_id": VERWEG, "service": "f6-zone-verweg", "terms": TERMS, "validity": a_year(), **other}
    return connecting.request_connection(by=by, **asked)


def state_of(content_hash: str) -> State:
    found = contracts.contract(content_hash)
    assert found is not None
    return found.state(timezone.now())


def queued() -> list[tuple[str, str]]:
    return [(it.kind, it.peer_id) for it in Outgoing.objects.order_by("id")]


def recorded() -> list[str]:
    return list(
        AdministrativeChange.objects.filter(subject_type="contract").order_by("id").values_list("action", flat=True)
    )


def test_a_connection_that_is_asked_for_is_signed_queued_and_recorded(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    verweg.announces()
    row = request(administrator)
    content = contracts.content_of(row.canonical)
    assert content.iv.version == 7
    assert content.created_at <= timezone.now().timestamp() - 59
    (grant,) = content.grants
    assert (grant.outway and grant.outway.peer_id, grant.service.peer_id) == (OURS, verweg.id)
    assert terms_of(grant.properties) == TERMS
    assert state_of(row.content_hash) is State.PROPOSED
    assert queued() == [("contract", verweg.id)]
    assert recorded() == ["contract-proposed"]
    said = jose.claimed(StoredSignature.objects.get().jws).payload
    assert said["contract_content_hash"] == row.content_hash


def test_asking_twice_is_asking_once_also_at_once(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    answers = together(*[lambda: request(administrator)] * 4)
    assert len({it.content_hash for it in answers}) == 1
    assert StoredContract.objects.count() == 1
    assert recorded() == ["contract-proposed"]
    request(administrator, terms=Terms(event_types=frozenset({"Overlijden"})))
    assert StoredContract.objects.count() == 2


def test_without_waiting_for_each_other_asking_at_once_is_asking_twice(
    verweg: ForeignPeer, administrator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    verweg.announces()
    monkeypatch.setattr("federation.commands.storing.one_at_a_time", lambda _: None)
    together(*[lambda: request(administrator)] * 8)
    assert StoredContract.objects.count() > 1


@pytest.mark.parametrize(("kind", "state"), [("accept", State.VALID), ("reject", State.REJECTED)])
def test_what_was_asked_of_us_is_accepted_or_rejected_once(
    verweg: ForeignPeer, administrator: Principal, kind: str, state: State
) -> None:
    decide = {"accept": agreeing.accept_contract, "reject": agreeing.reject_contract}[kind]
    content = asks(verweg)
    verweg.post(content)
    for _ in range(2):
        decide(hashes.content_hash(content), by=administrator)
    assert state_of(hashes.content_hash(content)) is state
    assert queued() == [(kind, verweg.id)]
    change = AdministrativeChange.objects.get(subject_type="contract")
    assert change.action == f"contract-{kind}ed"
    assert change.before
    assert change.after
    assert (change.before["state"], change.after["state"]) == ("proposed", state.value)


def test_what_is_valid_is_revoked_and_ends_at_once(verweg: ForeignPeer, administrator: Principal) -> None:
    content = asks(verweg)
    verweg.post(content)
    content_hash = hashes.content_hash(content)
    agreeing.accept_contract(content_hash, by=administrator)
    found = contracts.contract(content_hash)
    assert found is not None
    assert found.may_be_used(timezone.now())
    for _ in range(2):
        agreeing.revoke_contract(content_hash, by=administrator)
    assert state_of(content_hash) is State.REVOKED
    assert recorded() == ["contract-accepted", "contract-revoked"]
    assert ("revoke", verweg.id) in queued()


def test_what_cannot_be_done_is_refused_and_leaves_nothing(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    content = asks(verweg)
    verweg.post(content)
    content_hash = hashes.content_hash(content)
    own = request(administrator)
    signed, sent = StoredSignature.objects.count(), queued()
    with pytest.raises(ContractNotOpen):  # not accepted yet: reject it
        agreeing.revoke_contract(content_hash, by=administrator)
    with pytest.raises(ContractNotOpen):  # ours: revoke it
        agreeing.reject_contract(own.content_hash, by=administrator)
    for decide in (agreeing.accept_contract, agreeing.reject_contract, agreeing.revoke_contract):
        with pytest.raises(ContractNotFound):
            decide("$1$1$unknown", by=administrator)
    verweg.put(content, "revoke")
    for decide in (agreeing.accept_contract, agreeing.reject_contract):
        with pytest.raises(ContractNotOpen):
            decide(content_hash, by=administrator)
    assert StoredSignature.objects.count() == signed + 1  # theirs
    assert queued() == sent


def test_only_who_administers_every_zone_decides_of_contracts(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    verweg.post(content)
    someone = registry.principal("ambtenaar", *Permission)  # everything, in one of two zones
    for decide in (agreeing.accept_contract, agreeing.reject_contract, agreeing.revoke_contract):
        with pytest.raises(ZoneForbidden):
            decide(hashes.content_hash(content), by=someone)
    with pytest.raises(ZoneForbidden):
        request(someone)
    assert queued() == []


def test_a_proposal_must_make_sense(verweg: ForeignPeer, administrator: Principal) -> None:
    with pytest.raises(PeerUnknown):
        request(administrator)
    verweg.announces()
    now = timezone.now()
    with pytest.raises(ContractEnds):
        request(administrator, validity=Validity(begins=now - timedelta(days=2), ends=now - timedelta(days=1)))
    with pytest.raises(NotOurs, match="service/name"):
        request(administrator, service="no name")
    with pytest.raises(NotOurs):
        agreeing.propose_contract(
            [verweg.connection(service="f6-zone-verweg", of=OURS)], validity=a_year(), by=administrator
        )
    assert StoredContract.objects.count() == 0


def test_without_federation_it_is_said_what_to_set(ours: Organisation, administrator: Principal) -> None:
    assert ours.oin == OURS
    with override_settings(F6_FSC_GROUP_ID=""), pytest.raises(FederationIsOff, match="F6_FSC_GROUP_ID"):
        agreeing.accept_contract(f"$1$1${uuid4()}", by=administrator)
