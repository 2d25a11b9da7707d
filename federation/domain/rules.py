"""What is checked of a contract that a peer sends: the rules of FSC Core 2.0.0, 4.2.1, in the order of its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from federation.domain import contracts, hashes, ijson
from federation.domain.contracts import Content, SignatureKind
from federation.domain.grants import Grant, GrantType
from federation.domain.refusals import Code, FscRefusal

SKEW_SECONDS: Final = 60
"""How far the clock of another may be ahead of ours."""
CONTENT_BYTES_MAX: Final = 2 * 1024 * 1024
"""Of one contract: with all its signatures it must fit in a page of `/contracts`, or nobody can compare any more."""
TOKEN_PROPERTIES_BYTES_MAX: Final = 8_000
"""Of one connection, as canonical JSON. A token carries them (FSC Core 2.0.0, 4.4) and must be taken by any inway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who receives a contract: our peer id and group, and which of our services can be asked for."""

    peer_id: str
    group_id: str
    offers: Callable[[str], bool]


def check_terms(content: Content, *, group_id: str) -> None:
    """That we speak of the same things: version, group, hash, grants that go together. Raises `FscRefusal`."""
    if len(content.canonical.encode()) > CONTENT_BYTES_MAX:
        _refuse(Code.TOO_LARGE, f"Send at most {CONTENT_BYTES_MAX} bytes of content: fewer grants or properties.")
    if content.fsc_version != contracts.FSC_VERSION:
        _refuse(Code.UNKNOWN_FSC_VERSION, f"Make the contract by version {contracts.FSC_VERSION} (fsc_version).")
    if content.group_id != group_id:
        _refuse(Code.INCORRECT_GROUP_ID, f"This manager is in the group {group_id}: set group_id to it.")
    if content.hash_algorithm != hashes.ALGORITHM:
        _refuse(Code.UNKNOWN_HASH_ALGORITHM_HASH, f"Set hash_algorithm to {hashes.ALGORITHM}.")
    if len({grant.is_connection for grant in content.grants}) > 1:
        _refuse(
            Code.GRANT_COMBINATION_NOT_ALLOWED,
            "Put grants that publish and grants that connect in contracts of their own.",
        )


def check_submission(content: Content, *, sender: str, receiver: Receiver, now: datetime) -> None:
    """That this peer may send us this contract now. Raises `FscRefusal`."""
    check_terms(content, group_id=receiver.group_id)
    check_peers(content, sender=sender, receiver=receiver.peer_id)
    check_times(content, now=now)
    check_proposal(content, sender=sender)
    check_services(content, receiver=receiver)


def check_proposal(content: Content, *, sender: str) -> None:
    """That this peer may be the first to send it. Raises `FscRefusal`."""
    for grant in content.grants:
        _check_sender(grant, sender=sender)


def check_services(content: Content, *, receiver: Receiver) -> None:
    """That we offer what is asked of us. Raises `FscRefusal`."""
    for grant in content.grants:
        ours = grant.is_connection and receiver.peer_id == grant.service.peer_id
        if ours and not receiver.offers(grant.service.name):
            _refuse(Code.UNKNOWN_SERVICE, "Ask for a service that this peer offers: GET /services of the directory.")
        if ours:
            check_fits_in_token(grant)


def check_fits_in_token(grant: Grant) -> None:
    """That the properties of a connection fit in its tokens, which are sent in a header. Raises `FscRefusal`."""
    size = len(ijson.canonical(grant.properties or {}).encode())
    if grant.is_connection and size > TOKEN_PROPERTIES_BYTES_MAX:
        _refuse(
            Code.PROPERTIES,
            f"Give a connection at most {TOKEN_PROPERTIES_BYTES_MAX} bytes of properties, not {size}: "
            "its tokens carry them, in a header.",
        )


def check_peers(content: Content, *, sender: str, receiver: str) -> None:
    """That both are on the contract. Raises `FscRefusal`."""
    if sender not in content.peers:
        _refuse(
            Code.SUBMITTING_PEER_NOT_PART_OF_CONTRACT,
            "Send contracts only that name you: the peer of your certificate is in none of the grants.",
        )
    if receiver not in content.peers:
        _refuse(Code.RECEIVING_PEER_NOT_PART_OF_CONTRACT, "Send this to the peers that it names: it does not name us.")


def check_times(content: Content, *, now: datetime) -> None:
    """That it was made before now, and ends after now and after it begins. Raises `FscRefusal`."""
    seconds = now.timestamp()
    if content.created_at > seconds + SKEW_SECONDS:
        _refuse(Code.VALIDITY, "Set created_at to a moment that has been: see to your clock.")
    if content.not_after <= content.not_before:
        _refuse(Code.VALIDITY, "Set validity.not_after later than validity.not_before.")
    if content.not_after <= seconds:
        _refuse(Code.VALIDITY, "Set validity.not_after to a moment to come.")


def check_signed(content: Content, *, kind: SignatureKind, signed_at: datetime) -> None:
    """That an acceptance was signed before the contract ended: what it ended as stays so. Raises `FscRefusal`."""
    if kind is SignatureKind.ACCEPT and signed_at >= contracts.moment(content.not_after):
        _refuse(Code.VALIDITY, "Make a new contract: this one had ended when you accepted it.")


def may_propose(grant: Grant) -> frozenset[str]:
    """Who may send a contract with this grant first (FSC Core 2.0.0, 4.2.2).

    Of a delegated connection the text names the delegator and the chapter on architecture the outway's peer: any peer
    that it names may.
    """
    match grant.type:
        case GrantType.PUBLICATION:
            return frozenset({grant.service.peer_id})
        case GrantType.DELEGATED_PUBLICATION:
            return frozenset({grant.delegator or ""})
        case GrantType.CONNECTION:
            return frozenset({grant.outway.peer_id if grant.outway else ""})
        case GrantType.DELEGATED_CONNECTION:
            return grant.peers


def _check_sender(grant: Grant, *, sender: str) -> None:
    if sender not in may_propose(grant):
        _refuse(Code.PEER_ROLE, f"Let one who may propose a {grant.type.value} send it first: not this peer.")


def _refuse(code: Code, message: str) -> None:
    raise FscRefusal(code=code, message=message)
