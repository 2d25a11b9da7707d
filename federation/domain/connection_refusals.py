"""What who administers connections is told no with."""

from dataclasses import dataclass

from events.domain.refusals import Refusal


@dataclass(kw_only=True)
class ConnectionNotFound(Refusal):
    """There is no contract with this hash here."""

    content_hash: str


@dataclass(kw_only=True)
class PeerNotFound(Refusal):
    """Nothing is known here of a peer with this id."""

    peer_id: str
