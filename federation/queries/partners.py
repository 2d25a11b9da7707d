"""The local directory of F6s: those under contract with us, what we may read there, and what they may read here.

It rests on what is valid now: a contract that is revoked, or has ended, is in none of these answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from federation.domain import contracts as agreements
from federation.domain import properties
from federation.domain.properties import Terms
from federation.models import Peer
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
    found = _of_others(own, now=now)
    return _partners([it for it in found if is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


def who_reads_us(*, own: Identity, now: datetime) -> list[Partner]:
    """Who may read zones of ours now."""
    found = [it for it in contracts.by_service(service_peer_id=own.peer_id) if _is_usable(it, now=now)]
    return _partners(found, of=lambda it: it.grant.outway.peer_id if it.grant.outway else "")


def with_another_certificate(*, own: Identity, now: datetime) -> list[Partner]:
    """The zones that we might read, were our certificate the one that the contract names."""
    found = _of_others(own, now=now)
    return _partners([it for it in found if not is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


def is_for(granted: Granted, *, own: Identity) -> bool:
    """Whether our certificate is the one by which its outway is known."""
    outway = granted.grant.outway
    return outway is not None and outway.is_shown_by(
        public_key_thumbprint=own.certificate.public_key_thumbprint, names=own.certificate.names
    )


def _of_others(own: Identity, *, now: datetime) -> list[Granted]:
    """The grants on zones of others; of ours none: there everybody has rights of his own, and no contract adds any."""
    found = contracts.by_outway(own.peer_id)
    return [it for it in found if it.grant.service.peer_id != own.peer_id and _is_usable(it, now=now)]


def _is_usable(granted: Granted, *, now: datetime) -> bool:
    """Whether it gives access to a zone of an F6 now."""
    grant = granted.grant
    return (
        grant.is_connection and properties.zone_of(grant.service.name) is not None and granted.contract.may_be_used(now)
    )


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
