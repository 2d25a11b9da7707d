"""Contracts as who administers connections sees them: what they count for now, who signed, what is still under way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.domain import certificates
from federation.domain.agreement_refusals import ContractNotFound
from federation.domain.contracts import Contract, SignatureKind, State
from federation.domain.directions import Direction, directions
from federation.models import KnownCertificate, Outgoing, Peer, StoredContract, StoredSignature
from federation.queries.contracts import folded, with_signatures

PAGE_MAX: Final = 100
_READ_AT_ONCE: Final = 200
_CERTIFICATES_MAX: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFilter:
    """What is asked; None asks nothing. `waits_for`: a peer that has yet to sign. `own` is who we are, for directions.

    `peer_id`: who is on it. `zone_service`: the name of a service that a grant is about.
    """

    state: State | None = None
    peer_id: str | None = None
    direction: Direction | None = None
    waits_for: str | None = None
    own: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A contract with its signatures and what is still on its way, both in the order in which they came to be.

    `peers`: of whom is on it, what we know, by Peer ID. `keys`: thumbprints of the public keys with which each signs,
    as far as we know them; only where one connection is read.
    """

    row: StoredContract
    contract: Contract
    signatures: tuple[StoredSignature, ...]
    under_way: tuple[Outgoing, ...]
    peers: Mapping[str, Peer]
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """What it is known by."""
        return self.row.content_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPage:
    """Connections, the newest first. `after` goes on with older ones; empty when there are none."""

    connections: tuple[Connection, ...]
    after: str


def connections(
    asked: ConnectionFilter, *, principal: Principal, now: datetime, after: str = "", size: int = PAGE_MAX
) -> ConnectionPage:
    """Those that answer the filter, after one that was told before (its hash). Raises `ZoneForbidden`."""
    require_administrator(principal)
    limit = min(size, PAGE_MAX)
    found = list(islice(_matching(_after(_wanted(asked, now=now), after), asked, now=now), limit + 1))
    shown = found[:limit]
    known = _peers({peer for _row, contract in shown for peer in contract.content.peers})
    return ConnectionPage(
        connections=tuple(_connection(row, contract, known=known) for row, contract in shown),
        after=shown[-1][0].content_hash if len(found) > limit else "",
    )


def connection(content_hash: str, *, principal: Principal) -> Connection:
    """One of them. Raises `ZoneForbidden`, `ContractNotFound`."""
    require_administrator(principal)
    row = _told(StoredContract.objects.filter(content_hash=content_hash)).first()
    if row is None:
        raise ContractNotFound(content_hash=content_hash)
    contract = folded(row)
    found = _connection(row, contract, known=_peers(contract.content.peers))
    return replace(found, keys=_keys(contract.content.peers))


def _keys(ids: frozenset[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in KnownCertificate.objects.filter(peer_id__in=ids).order_by("-valid_until")[:_CERTIFICATES_MAX]:
        for leaf in certificates.from_pem(row.chain.encode())[:1] if row.chain else ():
            found.setdefault(row.peer_id, set()).add(certificates.public_key_thumbprint(leaf))
    return {peer: frozenset(keys) for peer, keys in found.items()}


def _connection(row: StoredContract, contract: Contract, *, known: Mapping[str, Peer]) -> Connection:
    return Connection(
        row=row,
        contract=contract,
        signatures=tuple(row.signatures.all()),
        under_way=tuple(row.outgoing.all()),
        peers={peer: known[peer] for peer in contract.content.peers if peer in known},
    )


def _peers(ids: set[str] | frozenset[str]) -> Mapping[str, Peer]:
    return {peer.peer_id: peer for peer in Peer.objects.filter(peer_id__in=ids)}


def _told(rows: QuerySet[StoredContract]) -> QuerySet[StoredContract]:
    under_way = Outgoing.objects.filter(arrived_at=None).order_by("made_at", "id")
    return with_signatures(rows).prefetch_related(Prefetch("outgoing", queryset=under_way))


def _matching(
    rows: QuerySet[StoredContract], asked: ConnectionFilter, *, now: datetime
) -> Iterator[tuple[StoredContract, Contract]]:
    for row in _told(rows).order_by("-created_at", "content_hash").iterator(chunk_size=_READ_AT_ONCE):
        contract = folded(row)
        if asked.state is not None and contract.state(now) is not asked.state:
            continue
        if asked.waits_for is not None and asked.waits_for not in contract.awaits(now):
            continue
        if asked.direction is not None and asked.direction not in directions(contract.content, own=asked.own):
            continue
        yield row, contract


def _after(rows: QuerySet[StoredContract], after: str) -> QuerySet[StoredContract]:
    """What comes after this one in the order of the list; everything when it is not there."""
    place = StoredContract.objects.filter(content_hash=after).values_list("created_at", flat=True).first()
    if place is None:
        return rows
    return rows.filter(Q(created_at__lt=place) | Q(created_at=place, content_hash__gt=after))


def _wanted(asked: ConnectionFilter, *, now: datetime) -> QuerySet[StoredContract]:
    """As few rows as the database can tell apart; what a contract counts for, its fold says."""
    rows = StoredContract.objects.all()
    if asked.peer_id is not None:
        rows = rows.filter(parties__peer_id=asked.peer_id)
    state = State.PROPOSED if asked.waits_for is not None and asked.state is None else asked.state
    return rows if state is None else rows.filter(_may_be(state, now=now))


def _may_be(state: State, *, now: datetime) -> Q:
    """What every contract in this state is."""
    said_no = Q(Exists(_signed(SignatureKind.REJECT))) | Q(Exists(_signed(SignatureKind.REVOKE)))
    match state:
        case State.REVOKED:
            return Q(Exists(_signed(SignatureKind.REVOKE)))
        case State.REJECTED:
            return Q(Exists(_signed(SignatureKind.REJECT))) | Q(valid_until__lte=now)
        case State.EXPIRED:
            return Q(valid_until__lte=now) & ~said_no
        case State.PROPOSED | State.VALID:
            return ~said_no


def _signed(kind: SignatureKind) -> QuerySet[StoredSignature]:
    return StoredSignature.objects.filter(contract=OuterRef("pk"), kind=kind.value)
