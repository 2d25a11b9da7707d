"""What who looks at connections is told no with, beside `agreement_refusals`."""

from dataclasses import dataclass

from events.domain.refusals import Refusal


@dataclass(kw_only=True)
class PeerNotFound(Refusal):
    """Nothing is known here of a peer with this id."""

    peer_id: str
