"""What binds us to whom now: of every peer, how many grants of which kind are in force or wait to be signed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.domain.contracts import SignatureKind, State
from federation.domain.directions import Direction, direction
from federation.domain.grants import Grant
from federation.models import Peer, StoredContract, StoredSignature
from federation.queries.contracts import folded, with_signatures

CONTRACTS_MAX: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What binds us to one peer. `counts`: grants by our part in them and by what their contract counts for."""

    peer: Peer
    counts: Mapping[tuple[Direction, State], int]

    def number(self, part: Direction, state: State) -> int:
        """How many there are."""
        return self.counts.get((part, state), 0)


def ties(*, own: str | None, principal: Principal, now: datetime) -> tuple[Tie, ...]:
    """Of every peer that something binds us to, and of every directory; by name. Raises `ZoneForbidden`."""
    require_administrator(principal)
    counted: dict[str, Counter[tuple[Direction, State]]] = {}
    for row in with_signatures(_open(now=now)):
        contract = folded(row)
        state = contract.state(now)
        if state not in (State.VALID, State.PROPOSED):
            continue
        for grant in contract.content.grants:
            part = direction(grant, own=own)
            for other in _others(grant, part=part, own=own):
                counted.setdefault(other, Counter())[part, state] += 1
    rows = Peer.objects.filter(peer_id__in=counted) | Peer.objects.filter(is_directory=True)
    return tuple(Tie(peer=row, counts=counted.get(row.peer_id, {})) for row in rows.order_by("name", "peer_id"))


def _open(*, now: datetime) -> QuerySet[StoredContract]:
    said_no = StoredSignature.objects.filter(contract=OuterRef("pk")).exclude(kind=SignatureKind.ACCEPT.value)
    rows = StoredContract.objects.filter(~Exists(said_no), valid_until__gt=now)
    return rows.order_by("-created_at")[:CONTRACTS_MAX]


def _others(grant: Grant, *, part: Direction, own: str | None) -> frozenset[str]:
    """With whom a grant binds us: the other end of it; with all whom it names where we are at neither end."""
    match part:
        case Direction.READING | Direction.LISTED:
            return frozenset({grant.service.peer_id})
        case Direction.READ:
            return frozenset({grant.outway.peer_id}) if grant.outway else frozenset()
        case Direction.PUBLISHED:
            return frozenset({grant.directory}) if grant.directory else frozenset()
        case _:
            return grant.peers - {own or ""}
