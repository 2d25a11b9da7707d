"""A contract: content that never changes, and a fold of signatures over it (FSC Core 2.0.0, 4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from federation.domain.grants import Grant

FSC_VERSION: Final = "2.0.0"
LAST: Final = datetime(9999, 12, 30, tzinfo=UTC)
"""The last moment that can be shown in every time zone: who sends us a later one must not break our pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is agreed. `canonical` is the text that the hash is of; moments are Unix seconds, as in the contract."""

    canonical: str
    hash: str
    fsc_version: str
    iv: UUID
    group_id: str
    hash_algorithm: str
    not_before: int
    not_after: int
    created_at: int
    grants: tuple[Grant, ...]

    @property
    def peers(self) -> frozenset[str]:
        """Every peer that is on the contract."""
        return frozenset[str]().union(*(grant.peers for grant in self.grants))

    @property
    def signers(self) -> frozenset[str]:
        """Whose acceptance makes it valid: all that its grants ask, together."""
        return frozenset[str]().union(*(grant.signers for grant in self.grants))

    def grant(self, grant_hash: str) -> Grant | None:
        """The grant with this hash, if it is one of these."""
        return next((grant for grant in self.grants if grant.hash == grant_hash), None)


class SignatureKind(StrEnum):
    """What a signature says of a contract."""

    ACCEPT = "accept"
    REJECT = "reject"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What one peer said of a contract, verified. `expires_at`: when the certificate behind it ends."""

    peer_id: str
    kind: SignatureKind
    expires_at: datetime | None = None


class State(StrEnum):
    """What a contract counts for at one moment."""

    PROPOSED = "proposed"
    VALID = "valid"
    REJECTED = "rejected"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract with what its peers said of it. `accepted` keeps until when each acceptance can be verified."""

    content: Content
    accepted: tuple[tuple[str, datetime | None], ...] = ()
    rejected: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()

    @property
    def was_agreed(self) -> bool:
        """Whether everybody who had to accepted it at some time, whatever came of it since."""
        return self.content.signers <= {peer for peer, _ in self.accepted}

    def ended_at(self, now: datetime, *, withdrawn_at: datetime | None = None) -> datetime | None:
        """When what was agreed ceased to be in force; None while it is, or has yet to begin.

        `withdrawn_at`: when it was first rejected or revoked, if it was.
        """
        ends = (withdrawn_at, moment(self.content.not_after), *(until for _, until in self.accepted))
        return min((it for it in ends if it is not None and it <= now), default=None)

    def accepted_by(self, now: datetime) -> frozenset[str]:
        """Who accepted it, with a certificate that has not ended (4.2.7: else the peer must sign again)."""
        return frozenset(peer for peer, until in self.accepted if until is None or now < until)

    def state(self, now: datetime) -> State:
        """What it counts for. One rejection or revocation is enough, whatever else was signed: the safe side."""
        ended = now >= moment(self.content.not_after)
        if self.revoked:
            return State.REVOKED
        if self.rejected:
            return State.REJECTED
        if ended:  # what it ended as stays so, also when the certificates behind it end later
            last = moment(self.content.not_after) - timedelta.resolution
            return State.EXPIRED if self.content.signers <= self.accepted_by(last) else State.REJECTED
        return State.VALID if self.content.signers <= self.accepted_by(now) else State.PROPOSED

    def may_be_used(self, now: datetime) -> bool:
        """Whether it gives access now: valid, and begun."""
        return self.state(now) is State.VALID and now >= moment(self.content.not_before)

    def awaits(self, now: datetime) -> frozenset[str]:
        """Who has to accept it yet."""
        return self.content.signers - self.accepted_by(now) if self.state(now) is State.PROPOSED else frozenset()


def evolve(contract: Contract, signature: Signature) -> Contract:
    """The contract after one more signature. A later one of the same peer and kind takes the place of an earlier."""
    match signature.kind:
        case SignatureKind.ACCEPT:
            others = tuple(it for it in contract.accepted if it[0] != signature.peer_id)
            return replace(contract, accepted=(*others, (signature.peer_id, signature.expires_at)))
        case SignatureKind.REJECT:
            return replace(contract, rejected=contract.rejected | {signature.peer_id})
        case SignatureKind.REVOKE:
            return replace(contract, revoked=contract.revoked | {signature.peer_id})
        case _:
            assert_never(signature.kind)


def fold(content: Content, signatures: Iterable[Signature]) -> Contract:
    """A contract as these signatures have it."""
    contract = Contract(content=content)
    for signature in signatures:
        contract = evolve(contract, signature)
    return contract


def moment(unix_seconds: int) -> datetime:
    """A moment of a contract as an aware UTC instant; beyond what a calendar holds anywhere, `LAST`."""
    try:
        return min(datetime.fromtimestamp(unix_seconds, tz=UTC), LAST)
    except (OverflowError, ValueError, OSError):
        return LAST
