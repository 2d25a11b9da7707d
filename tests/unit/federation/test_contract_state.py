"""A contract is a fold of signatures: what it counts for at any moment, whatever the order they came in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import contracts
from federation.domain.contracts import Content, Contract, Signature, SignatureKind, State
from tests import fsc_contracts
from tests.fsc_contracts import CONSUMER, DELEGATOR, DIRECTORY, NOW, PROVIDER, SERVICE_DELEGATOR

BEGIN = contracts.moment(fsc_contracts.BEGINS)
END = contracts.moment(fsc_contracts.ENDS)
ACCEPT, REJECT, REVOKE = SignatureKind
LATE = END + timedelta(days=1)

CONTENTS = [fsc_contracts.content(grant) for grant in fsc_contracts.EVERY_GRANT]
PEERS = [CONSUMER, PROVIDER, DELEGATOR, SERVICE_DELEGATOR, DIRECTORY]
moments = st.datetimes(
    BEGIN.replace(tzinfo=None) - timedelta(days=9), LATE.replace(tzinfo=None), timezones=st.just(UTC)
)
signatures = st.lists(
    st.builds(
        Signature, peer_id=st.sampled_from(PEERS), kind=st.sampled_from(SignatureKind), expires_at=st.none() | moments
    ),
    max_size=12,
)
acceptances = st.lists(
    st.builds(Signature, peer_id=st.sampled_from(PEERS), kind=st.just(ACCEPT), expires_at=st.none() | moments),
    max_size=12,
)
contents = st.sampled_from(CONTENTS)


def _signed(*by: tuple[str, SignatureKind], content: Content | None = None) -> Contract:
    said = (Signature(peer_id=peer, kind=kind) for peer, kind in by)
    return contracts.fold(content or fsc_contracts.content(), said)


def _accepted(content: Content | None = None) -> Contract:
    content = content or fsc_contracts.content()
    return _signed(*((peer, ACCEPT) for peer in sorted(content.signers)), content=content)


def test_nobody_signed_is_proposed_and_all_are_awaited() -> None:
    contract = _signed()
    assert contract.state(NOW) is State.PROPOSED
    assert contract.awaits(NOW) == {CONSUMER, PROVIDER}


def test_one_signed_awaits_the_other() -> None:
    contract = _signed((CONSUMER, ACCEPT))
    assert contract.state(NOW) is State.PROPOSED
    assert contract.awaits(NOW) == {PROVIDER}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_contract_is_valid_once_all_signed_and_no_sooner(content: Content) -> None:
    contract = Contract(content=content)
    for peer in sorted(content.signers):
        assert contract.state(NOW) is State.PROPOSED
        assert not contract.may_be_used(NOW)
        contract = contracts.evolve(contract, Signature(peer_id=peer, kind=ACCEPT))
    assert contract.state(NOW) is State.VALID
    assert contract.may_be_used(NOW)
    assert contract.awaits(NOW) == frozenset()


def test_a_stranger_s_acceptance_counts_for_nothing() -> None:
    assert _signed((CONSUMER, ACCEPT), (fsc_contracts.STRANGER, ACCEPT)).state(NOW) is State.PROPOSED


def test_it_is_used_from_its_beginning_to_just_before_its_end() -> None:
    contract, instant = _accepted(), timedelta.resolution
    assert contract.state(BEGIN - instant) is State.VALID
    assert not contract.may_be_used(BEGIN - instant)
    assert contract.may_be_used(BEGIN)
    assert contract.may_be_used(END - instant)
    assert not contract.may_be_used(END)
    assert contract.state(END) is State.EXPIRED


def test_what_not_all_accepted_in_time_is_rejected() -> None:
    assert _signed((CONSUMER, ACCEPT)).state(END) is State.REJECTED


@pytest.mark.parametrize("peer", [CONSUMER, PROVIDER])
def test_any_peer_ends_it_by_revoking(peer: str) -> None:
    contract = contracts.evolve(_accepted(), Signature(peer_id=peer, kind=REVOKE))
    assert contract.state(NOW) is contract.state(LATE) is State.REVOKED


def test_a_rejection_after_all_accepted_ends_it_too() -> None:
    assert contracts.evolve(_accepted(), Signature(peer_id=PROVIDER, kind=REJECT)).state(NOW) is State.REJECTED


def test_who_accepts_with_a_certificate_that_ended_must_sign_again() -> None:
    until = NOW + timedelta(days=1)
    contract = contracts.evolve(_accepted(), Signature(peer_id=PROVIDER, kind=ACCEPT, expires_at=until))
    assert contract.may_be_used(until - timedelta.resolution)
    assert contract.state(until) is State.PROPOSED
    assert contract.awaits(until) == {PROVIDER}
    assert contracts.evolve(contract, Signature(peer_id=PROVIDER, kind=ACCEPT)).may_be_used(until)


def test_what_ended_stays_what_it_ended_as_when_certificates_end_later() -> None:
    contract = contracts.evolve(_accepted(), Signature(peer_id=PROVIDER, kind=ACCEPT, expires_at=LATE))
    assert contract.state(END) is contract.state(LATE + timedelta(days=9)) is State.EXPIRED


@pytest.mark.parametrize("seconds", [2**53 - 1, 253_402_300_800, 253_402_300_799, 10**30])
def test_a_moment_that_no_calendar_holds_is_the_last_that_can_be_shown_everywhere(seconds: int) -> None:
    assert contracts.moment(seconds) == contracts.LAST
    for hours in (-14, 14):
        assert contracts.moment(seconds).astimezone(timezone(timedelta(hours=hours))).year == 9999
    assert _accepted(fsc_contracts.content(validity={"not_before": 0, "not_after": 2**53 - 1})).may_be_used(NOW)


def test_all_that_a_contract_names_is_on_it_and_signs() -> None:
    content = fsc_contracts.content(fsc_contracts.connection(), fsc_contracts.delegated_connection())
    assert content.peers == content.signers == {CONSUMER, PROVIDER, DELEGATOR}
    assert content.grant(content.grants[1].hash) == content.grants[1]
    assert content.grant("$1$3$other") is None


# The laws, each as a function of how a contract is folded, so that a fault in the fold shows that it bites.

Fold = Callable[[Content, list[Signature]], Contract]


def _order_does_not_matter(fold: Fold, content: Content, said: list[Signature], now: datetime, random: Any) -> None:
    last = {(it.peer_id, it.kind): it for it in said}
    mixed = list(last.values())
    random.shuffle(mixed)
    assert fold(content, mixed).state(now) is fold(content, said).state(now)
    assert fold(content, mixed).awaits(now) == fold(content, said).awaits(now)


def _valid_is_of_all_signers(fold: Fold, content: Content, said: list[Signature], now: datetime) -> None:
    if fold(content, said).state(now) is State.VALID:
        assert content.signers <= {it.peer_id for it in said if it.kind is ACCEPT}
        assert all(it.kind is ACCEPT for it in said)


def _no_is_final(fold: Fold, content: Content, said: list[Signature], later: list[Signature], now: datetime) -> None:
    if fold(content, said).state(now) is State.REVOKED:
        assert fold(content, [*said, *later]).state(now) is State.REVOKED
    if any(it.kind is REJECT for it in said):
        assert fold(content, [*said, *later]).state(now) in {State.REJECTED, State.REVOKED}


def _time_takes_access_away_once(fold: Fold, content: Content, said: list[Signature], at: list[datetime]) -> None:
    one, two, three = sorted(at)
    contract = fold(content, said)
    if contract.may_be_used(one) and not contract.may_be_used(two):
        assert not contract.may_be_used(three)
    if contract.state(two) in {State.EXPIRED, State.REJECTED, State.REVOKED}:
        assert contract.state(three) is contract.state(two)


three_moments = st.lists(moments, min_size=3, max_size=3)


@given(contents, signatures, moments, st.randoms(use_true_random=False))
def test_signatures_may_come_in_any_order(content: Content, said: list[Signature], now: datetime, random: Any) -> None:
    _order_does_not_matter(contracts.fold, content, said, now, random)


@given(contents, signatures, moments)
def test_it_is_never_valid_without_all_signers(content: Content, said: list[Signature], now: datetime) -> None:
    _valid_is_of_all_signers(contracts.fold, content, said, now)


@given(contents, signatures, signatures, moments)
def test_one_no_is_final(content: Content, said: list[Signature], later: list[Signature], now: datetime) -> None:
    _no_is_final(contracts.fold, content, said, later, now)


@given(contents, signatures, three_moments)
def test_what_time_ended_does_not_come_back(content: Content, said: list[Signature], at: list[datetime]) -> None:
    _time_takes_access_away_once(contracts.fold, content, said, at)


@given(contents, acceptances, three_moments)
def test_the_same_where_all_only_accept(content: Content, said: list[Signature], at: list[datetime]) -> None:
    _time_takes_access_away_once(contracts.fold, content, said, at)


@given(contents, signatures, signatures, moments)
def test_one_more_signature_is_one_more_step(
    content: Content, said: list[Signature], later: list[Signature], now: datetime
) -> None:
    contract = contracts.fold(content, said)
    for signature in later:
        contract = contracts.evolve(contract, signature)
    assert contract == contracts.fold(content, [*said, *later])


def _forgets_a_no(content: Content, said: list[Signature]) -> Contract:
    """Planted: who accepts takes his rejection and revocation back."""
    contract = Contract(content=content)
    for it in said:
        contract = contracts.evolve(contract, it)
        if it.kind is ACCEPT:
            contract = replace(
                contract, rejected=contract.rejected - {it.peer_id}, revoked=contract.revoked - {it.peer_id}
            )
    return contract


class _AnyoneWillDo(Contract):
    """Planted: one signature is enough."""

    def state(self, now: datetime) -> State:
        return State.VALID if self.accepted_by(now) else State.PROPOSED


def _is_soon_content(content: Content, said: list[Signature]) -> Contract:
    folded = contracts.fold(content, said)
    return _AnyoneWillDo(content=content, accepted=folded.accepted, rejected=folded.rejected, revoked=folded.revoked)


def test_the_laws_bite_on_a_fold_that_forgets_a_no() -> None:
    no, yes = Signature(peer_id=CONSUMER, kind=REVOKE), Signature(peer_id=CONSUMER, kind=ACCEPT)
    with pytest.raises(AssertionError):
        _no_is_final(_forgets_a_no, CONTENTS[0], [no], [yes], NOW)
    with pytest.raises(AssertionError):
        _order_does_not_matter(_forgets_a_no, CONTENTS[0], [no, yes], NOW, _Backwards())


def test_the_laws_bite_on_a_fold_that_is_content_with_one() -> None:
    with pytest.raises(AssertionError):
        _valid_is_of_all_signers(_is_soon_content, CONTENTS[0], [Signature(peer_id=CONSUMER, kind=ACCEPT)], NOW)


def test_the_law_of_time_bites_where_an_end_depends_on_later_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [Signature(peer_id=peer, kind=ACCEPT, expires_at=LATE) for peer in (CONSUMER, PROVIDER)]
    at = [NOW, END, LATE]
    _time_takes_access_away_once(contracts.fold, CONTENTS[0], said, at)
    monkeypatch.setattr(Contract, "state", _as_it_was)
    with pytest.raises(AssertionError):
        _time_takes_access_away_once(contracts.fold, CONTENTS[0], said, at)


def _as_it_was(contract: Contract, now: datetime) -> State:
    ended = now >= contracts.moment(contract.content.not_after)
    if contract.content.signers <= contract.accepted_by(now):
        return State.EXPIRED if ended else State.VALID
    return State.REJECTED if ended else State.PROPOSED


class _Backwards:
    def shuffle(self, it: list[Any]) -> None:
        it.reverse()
