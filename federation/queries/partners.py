"""The local directory of F6s: those under contract with us, what we may read there, and what they may read here.

It rests on what is valid now: a contract that is revoked, or has ended, is in none of these answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from federation.domain import contracts as agreements
from federation.domain import properties
from federation.domain.properties import Terms
from federation.models import Peer
from federation.queries import contracts
from federation.queries.contracts import Granted
from federation.transport.identity import Identity

MISSED: Final = timedelta(days=365)
"""How long after a contract ended an answer is not complete without its zone: what lies there is not told any more.

Whoever relies on it has had a year by then to see that it is missing; and one that ended long ago spoils no answer.
"""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPartner:
    """A zone that we may not read now, though it was agreed that we may: no more since `ended_at`, or (None) not yet.

    `missed`: what lies there is missing in what is told now. It is for `MISSED` after the end, unless the contract
    never came into force, nobody was to be believed of anything by it, or it was we who revoked it.
    """

    peer_id: str
    name: str
    service: str
    ended_at: datetime | None
    missed: bool


def whom_we_read(*, own: Identity, now: datetime) -> list[Partner]:
    """The zones of others that we may read now, with the certificate that we have."""
    found = _of_others(own, now=now)
    return _partners([it for it in found if is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


def who_reads_us(*, own: Identity, now: datetime) -> list[Partner]:
    """Who may read zones of ours now."""
    found = [it for it in contracts.by_service(service_peer_id=own.peer_id, usable_at=now) if _is_usable(it, now=now)]
    return _partners(found, of=lambda it: it.grant.outway.peer_id if it.grant.outway else "")


def with_another_certificate(*, own: Identity, now: datetime) -> list[Partner]:
    """The zones that we might read, were our certificate the one that the contract names."""
    found = _of_others(own, now=now)
    return _partners([it for it in found if not is_for(it, own=own)], of=lambda it: it.grant.service.peer_id)


def whom_we_read_no_more(*, own: Identity, now: datetime) -> list[FormerPartner]:
    """The zones that it was agreed we may read, and for which no contract is in force now; each as it last was."""
    of_others = (it for it in contracts.by_outway(own.peer_id) if it.grant.service.peer_id != own.peer_id)
    agreed = [it for it in of_others if _is_of_a_zone(it) and it.contract.was_agreed]
    usable = {_zone_of(it) for it in agreed if it.contract.may_be_used(now)}
    withdrawn = contracts.withdrawn_at({it.contract.content.hash for it in agreed})
    names = dict(Peer.objects.filter(peer_id__in={_zone_of(it)[0] for it in agreed}).values_list("peer_id", "name"))
    found: dict[tuple[str, str], FormerPartner] = {}
    for it in agreed:
        peer_id, service = zone = _zone_of(it)
        ended_at = it.contract.ended_at(now, withdrawn_at=withdrawn.get(it.contract.content.hash))
        former = FormerPartner(
            peer_id=peer_id,
            name=names.get(peer_id) or peer_id,
            service=service,
            ended_at=ended_at,
            missed=_is_missed(it, own=own, ended_at=ended_at, now=now),
        )
        found[zone] = max(found.get(zone, former), former, key=_when_it_ended)
    return [found[it] for it in sorted(found.keys() - usable)]


def _is_missed(granted: Granted, *, own: Identity, ended_at: datetime | None, now: datetime) -> bool:
    believed = properties.terms_of(granted.grant.properties).responsible_for
    if ended_at is None or not believed or granted.contract.revoked == {own.peer_id}:
        return False
    return agreements.moment(granted.contract.content.not_before) < ended_at and now < ended_at + MISSED


def _when_it_ended(former: FormerPartner) -> tuple[bool, datetime]:
    return former.missed, former.ended_at or datetime.min.replace(tzinfo=UTC)


def is_for(granted: Granted, *, own: Identity) -> bool:
    """Whether our certificate is the one by which its outway is known."""
    outway = granted.grant.outway
    return outway is not None and outway.is_shown_by(
        public_key_thumbprint=own.certificate.public_key_thumbprint, names=own.certificate.names
    )


def _of_others(own: Identity, *, now: datetime) -> list[Granted]:
    """The grants on zones of others; of ours none: there everybody has rights of his own, and no contract adds any."""
    found = contracts.by_outway(own.peer_id, usable_at=now)
    return [it for it in found if it.grant.service.peer_id != own.peer_id and _is_usable(it, now=now)]


def _is_usable(granted: Granted, *, now: datetime) -> bool:
    """Whether it gives access to a zone of an F6 now."""
    return _is_of_a_zone(granted) and granted.contract.may_be_used(now)


def _is_of_a_zone(granted: Granted) -> bool:
    """Whether it is about a zone of an F6."""
    return granted.grant.is_connection and properties.zone_of(granted.grant.service.name) is not None


def _zone_of(granted: Granted) -> tuple[str, str]:
    """The peer and the service."""
    return granted.grant.service.peer_id, granted.grant.service.name


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
