"""The local directory of F6s: those under contract with us, what we may read there, and what they may read here.

It rests on what is valid now: a contract that is revoked, or has ended, is in none of these answers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from federation.domain import contracts as agreements
from federation.domain import properties
from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from federation.models import Peer, StoredSignature
from federation.queries import contracts
from federation.queries.contracts import Granted
from federation.transport.identity import Identity

PeerOf = Callable[[Granted], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A zone of an F6 that may be read by a grant: ours by them, or theirs by us.

    `failing_since`: since when the peer does not answer; None while it does.
    """

    peer_id: str
    name: str
    service: str
    zone: str
    granted: Granted
    terms: Terms
    until: datetime
    failing_since: datetime | None
    failure: str

    @property
    def grant_hash(self) -> str:
        """By which it may be read."""
        return self.granted.grant.hash


def whom_we_read(*, own: Identity, now: datetime) -> list[Partner]:
    """The zones of others that we may read now, with the certificate that we have."""
    found = [it for it in contracts.by_outway(own.peer_id) if _is_usable(it, now=now)]
    return _partners([it for it in found if is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


def who_reads_us(*, own: Identity, now: datetime) -> list[Partner]:
    """Who may read zones of ours now."""
    found = [it for it in contracts.by_service(service_peer_id=own.peer_id) if _is_usable(it, now=now)]
    return _partners(found, of=lambda it: it.grant.outway.peer_id if it.grant.outway else "")


def with_another_certificate(*, own: Identity, now: datetime) -> list[Partner]:
    """The zones that we might read, were our certificate the one that the contract names."""
    found = [it for it in contracts.by_outway(own.peer_id) if _is_usable(it, now=now)]
    return _partners([it for it in found if not is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A zone of another that we may read no more: its organisation revoked the contract, `since` when."""

    peer_id: str
    name: str
    service: str
    since: datetime | None


def whom_we_read_no_more(*, own: Identity, now: datetime) -> list[Withdrawn]:
    """Zones that we would still read, had another not revoked the contract. What we revoked ourselves is not missed."""
    found = [it for it in contracts.by_outway(own.peer_id) if _is_of_zone(it)]
    read = {_place(it) for it in found if it.contract.may_be_used(now)}
    ended = {_place(it): it for it in found if _place(it) not in read and _is_withdrawn(it, own=own, now=now)}
    known = Peer.objects.in_bulk({peer_id for peer_id, _ in ended})
    since = _revoked_at(it.contract.content.hash for it in ended.values())
    withdrawn = (
        Withdrawn(
            peer_id=peer_id,
            name=(known[peer_id].name if peer_id in known else "") or peer_id,
            service=service,
            since=since.get(it.contract.content.hash),
        )
        for (peer_id, service), it in ended.items()
    )
    return sorted(withdrawn, key=lambda it: (it.name, it.peer_id, it.service))


def is_for(granted: Granted, *, own: Identity) -> bool:
    """Whether our certificate is the one by which its outway is known."""
    outway = granted.grant.outway
    return outway is not None and outway.is_shown_by(
        public_key_thumbprint=own.certificate.public_key_thumbprint, names=own.certificate.names
    )


def _is_usable(granted: Granted, *, now: datetime) -> bool:
    """Whether it gives access to a zone of an F6 now."""
    return _is_of_zone(granted) and granted.contract.may_be_used(now)


def _is_of_zone(granted: Granted) -> bool:
    return granted.grant.is_connection and properties.zone_of(granted.grant.service.name) is not None


def _place(granted: Granted) -> tuple[str, str]:
    return granted.grant.service.peer_id, granted.grant.service.name


def _is_withdrawn(granted: Granted, *, own: Identity, now: datetime) -> bool:
    """Whether it held, and would still, had another not revoked it."""
    contract = granted.contract
    held = contract.content.signers <= contract.accepted_by(now)
    lasts = now < agreements.moment(contract.content.not_after)
    return held and lasts and bool(contract.revoked) and own.peer_id not in contract.revoked


def _revoked_at(hashes: Iterable[str]) -> Mapping[str, datetime]:
    """Of these contracts when each was revoked first."""
    rows = StoredSignature.objects.filter(contract__in=list(hashes), kind=SignatureKind.REVOKE.value)
    return dict(rows.values_list("contract_id").annotate(first=Min("signed_at")))


def _partners(found: Iterable[Granted], *, of: PeerOf) -> list[Partner]:
    grants = list(found)
    known = Peer.objects.in_bulk({of(it) for it in grants})
    partners = [_partner(it, peer_id=of(it), peer=known.get(of(it))) for it in grants]
    return sorted(partners, key=lambda it: (it.name, it.peer_id, it.service, it.grant_hash))


def _partner(granted: Granted, *, peer_id: str, peer: Peer | None) -> Partner:
    service = granted.grant.service.name
    return Partner(
        peer_id=peer_id,
        name=(peer.name if peer else "") or peer_id,
        service=service,
        zone=properties.zone_of(service) or "",
        granted=granted,
        terms=properties.terms_of(granted.grant.properties),
        until=agreements.moment(granted.contract.content.not_after),
        failing_since=peer.failing_since if peer else None,
        failure=peer.failure if peer else "",
    )
