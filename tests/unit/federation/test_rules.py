"""The rules of FSC Core 2.0.0 (4.2.1 and 4.2.2) as sentences, each with the code of the standard."""

from datetime import timedelta
from typing import Any

import pytest

from federation.domain import rules
from federation.domain.contracts import Content
from federation.domain.refusals import Code, FscRefusal
from tests import fsc_contracts
from tests.fsc_contracts import (
    BEGINS,
    CONSUMER,
    DELEGATOR,
    DIRECTORY,
    ENDS,
    GROUP,
    NOW,
    PROVIDER,
    SERVICE_DELEGATOR,
    STRANGER,
    connection,
    content,
    delegated_connection,
    delegated_publication,
    delegated_service,
    publication,
)

SECONDS = int(NOW.timestamp())


def _receiver(peer_id: str = PROVIDER, *, offers: bool = True) -> rules.Receiver:
    return rules.Receiver(peer_id=peer_id, group_id=GROUP, offers=lambda name: offers and name == "f6-zone-personen")


def _submit(it: Content, *, sender: str = CONSUMER, receiver: rules.Receiver | None = None) -> None:
    rules.check_submission(it, sender=sender, receiver=receiver or _receiver(), now=NOW)


def _refused(it: Content, *, sender: str = CONSUMER, receiver: rules.Receiver | None = None) -> Code:
    with pytest.raises(FscRefusal) as refused:
        _submit(it, sender=sender, receiver=receiver)
    assert refused.value.message
    assert refused.value.status == 422
    assert refused.value.code.value in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    ("grant", "peers"),
    [
        (connection(), {CONSUMER, PROVIDER}),
        (connection(service=delegated_service()), {CONSUMER, PROVIDER, SERVICE_DELEGATOR}),
        (delegated_connection(), {CONSUMER, PROVIDER, DELEGATOR}),
        (delegated_connection(service=delegated_service()), {CONSUMER, PROVIDER, DELEGATOR, SERVICE_DELEGATOR}),
        (publication(), {PROVIDER, DIRECTORY}),
        (delegated_publication(), {PROVIDER, DIRECTORY, SERVICE_DELEGATOR}),
    ],
)
def test_a_grant_asks_the_signature_of_everyone_that_it_names(grant: dict[str, Any], peers: set[str]) -> None:
    [read] = content(grant).grants
    assert read.peers == read.signers == peers


@pytest.mark.parametrize(
    ("grant", "proposers"),
    [
        (connection(), {CONSUMER}),
        (connection(service=delegated_service()), {CONSUMER}),
        (delegated_connection(), {CONSUMER, PROVIDER, DELEGATOR}),
        (publication(), {PROVIDER}),
        (delegated_publication(), {SERVICE_DELEGATOR}),
    ],
)
def test_only_whom_the_standard_names_sends_a_contract_first(grant: dict[str, Any], proposers: set[str]) -> None:
    it = content(grant)
    assert rules.may_propose(it.grants[0]) == proposers
    for peer in sorted(it.peers):
        receiver = _receiver(min(it.peers - {peer}))
        if peer in proposers:
            _submit(it, sender=peer, receiver=receiver)
        else:
            assert _refused(it, sender=peer, receiver=receiver) is Code.PEER_ROLE


def test_a_contract_of_another_version_is_refused() -> None:
    assert _refused(content(fsc_version="1.0.0")) is Code.UNKNOWN_FSC_VERSION


def test_a_contract_of_another_group_is_refused() -> None:
    assert _refused(content(group_id="another-group")) is Code.INCORRECT_GROUP_ID


def test_a_contract_hashed_otherwise_is_refused() -> None:
    assert _refused(content(hash_algorithm="HASH_ALGORITHM_MD5")) is Code.UNKNOWN_HASH_ALGORITHM_HASH


@pytest.mark.parametrize("published", [publication(), delegated_publication()])
@pytest.mark.parametrize("connects", [connection(), delegated_connection()])
def test_publishing_and_connecting_are_not_mixed(published: dict[str, Any], connects: dict[str, Any]) -> None:
    assert _refused(content(published, connects)) is Code.GRANT_COMBINATION_NOT_ALLOWED
    assert _refused(content(connects, published)) is Code.GRANT_COMBINATION_NOT_ALLOWED


def test_two_that_connect_go_together() -> None:
    _submit(content(connection(), delegated_connection()))


def test_two_that_publish_go_together() -> None:
    rules.check_terms(content(publication(), delegated_publication()), group_id=GROUP)


def test_who_is_not_on_the_contract_does_not_send_it() -> None:
    assert _refused(content(), sender=STRANGER) is Code.SUBMITTING_PEER_NOT_PART_OF_CONTRACT


def test_a_contract_is_not_sent_to_whom_it_does_not_name() -> None:
    assert _refused(content(), receiver=_receiver(STRANGER)) is Code.RECEIVING_PEER_NOT_PART_OF_CONTRACT


def test_a_contract_from_the_future_is_refused_but_for_the_difference_of_two_clocks() -> None:
    _submit(content(created_at=SECONDS + rules.SKEW_SECONDS))
    assert _refused(content(created_at=SECONDS + rules.SKEW_SECONDS + 1)) is Code.VALIDITY


@pytest.mark.parametrize(("begins", "ends"), [(ENDS, ENDS), (ENDS, ENDS - 1), (ENDS, BEGINS)])
def test_a_contract_ends_after_it_begins(begins: int, ends: int) -> None:
    assert _refused(content(validity={"not_before": begins, "not_after": ends})) is Code.VALIDITY


def test_a_contract_that_ended_is_refused() -> None:
    assert _refused(content(validity={"not_before": BEGINS, "not_after": SECONDS})) is Code.VALIDITY
    _submit(content(validity={"not_before": BEGINS, "not_after": SECONDS + 1}))


def test_a_contract_that_begins_later_is_taken() -> None:
    _submit(content(validity={"not_before": SECONDS + 86_400, "not_after": SECONDS + 90_000}))


def test_a_service_that_is_not_offered_cannot_be_asked_for() -> None:
    assert _refused(content(), receiver=_receiver(offers=False)) is Code.UNKNOWN_SERVICE
    assert _refused(content(delegated_connection()), receiver=_receiver(offers=False)) is Code.UNKNOWN_SERVICE


def test_whether_it_is_offered_is_the_business_of_its_peer() -> None:
    _submit(content(delegated_connection()), receiver=_receiver(DELEGATOR, offers=False))
    _submit(content(publication()), sender=PROVIDER, receiver=_receiver(DIRECTORY, offers=False))


def test_every_grant_is_judged_not_the_first_alone() -> None:
    other = connection(outway={"peer_id": STRANGER, "identification": fsc_contracts.by_key()})
    assert _refused(content(connection(), other)) is Code.PEER_ROLE
    unknown = connection(service=fsc_contracts.service(name="other"))
    assert _refused(content(connection(), unknown)) is Code.UNKNOWN_SERVICE


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"fsc_version": "1.0.0", "group_id": "x", "hash_algorithm": "x"}, Code.UNKNOWN_FSC_VERSION),
        ({"group_id": "x", "hash_algorithm": "x"}, Code.INCORRECT_GROUP_ID),
        ({"hash_algorithm": "x", "created_at": SECONDS + 900}, Code.UNKNOWN_HASH_ALGORITHM_HASH),
        ({"created_at": SECONDS + 900}, Code.SUBMITTING_PEER_NOT_PART_OF_CONTRACT),
    ],
)
def test_of_more_that_is_wrong_the_first_in_the_order_of_the_standard_is_told(wrong: Any, code: Code) -> None:
    assert _refused(content(**wrong), sender=STRANGER) is code


def test_a_clock_that_is_behind_takes_a_contract_when_its_time_has_come() -> None:
    it = content(created_at=SECONDS + 90)
    with pytest.raises(FscRefusal):
        rules.check_times(it, now=NOW)
    rules.check_times(it, now=NOW + timedelta(seconds=30))


@pytest.mark.parametrize(
    ("granted", "shown", "same"),
    [
        ("outway.example.com", ("outway.example.com",), True),
        ("Outway.Example.com.", ("other.example.com", "outway.example.com"), True),
        ("outway.example.com", ("example.com",), False),
        ("outway.example.com", ("*.example.com",), False),
        ("outway.example.com", ("evil-outway.example.com",), False),
        ("outway.example.com", (), False),
    ],
)
def test_an_outway_by_name_is_shown_by_a_certificate_with_that_name(
    granted: str, shown: tuple[str, ...], *, same: bool
) -> None:
    grant = connection(outway={"peer_id": CONSUMER, "identification": fsc_contracts.by_name(granted)})
    outway = content(grant).grants[0].outway
    assert outway is not None
    assert outway.is_shown_by(public_key_thumbprint=fsc_contracts.THUMBPRINT, names=shown) is same


def test_an_outway_by_key_is_shown_by_that_key_alone() -> None:
    outway = content().grants[0].outway
    assert outway is not None
    assert outway.is_shown_by(public_key_thumbprint=fsc_contracts.THUMBPRINT.upper(), names=())
    assert not outway.is_shown_by(public_key_thumbprint="0" * 64, names=("outway.example.com",))


def test_a_connection_carries_no_more_than_its_tokens_can() -> None:
    room = rules.TOKEN_PROPERTIES_BYTES_MAX - len('{"x":""}')
    _submit(content(connection(properties={"x": "a" * room})))
    assert _refused(content(connection(properties={"x": "a" * (room + 1)}))) is Code.PROPERTIES
    published = content(publication(properties={"x": "a" * (room + 1)}))
    _submit(published, sender=PROVIDER, receiver=_receiver(DIRECTORY))
