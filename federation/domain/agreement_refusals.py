"""What our own administrators are refused in federation: `f6_project.federation_problems` says how to mend each."""

from dataclasses import dataclass
from datetime import datetime

from events.domain.refusals import Refusal


@dataclass(kw_only=True)
class FederationIsOff(Refusal):
    """This F6 is a peer of no group, or its certificate cannot be used. `reason` says what to set."""

    reason: str


@dataclass(kw_only=True)
class ContractNotFound(Refusal):
    """There is no contract with this hash."""

    content_hash: str


@dataclass(kw_only=True)
class ContractNotOpen(Refusal):
    """What was asked cannot be done with a contract in this state."""

    content_hash: str
    state: str


@dataclass(kw_only=True)
class ContractEnds(Refusal):
    """The moment that a contract would end has been already, or is before it begins."""

    ends: datetime


@dataclass(kw_only=True)
class NotOurs(Refusal):
    """The contract does not ask our organisation to sign, or the proposal is not ours to make."""

    reason: str


@dataclass(kw_only=True)
class NoDirectory(Refusal):
    """No directory is configured to publish at."""


@dataclass(kw_only=True)
class ZoneNotPublishable(Refusal):
    """A sensitive zone is never announced, a closed one answers nothing."""

    zone: str


@dataclass(kw_only=True)
class PeerUnknown(Refusal):
    """No peer with this id is known here or in a directory, so nothing could be sent to it."""

    peer_id: str
