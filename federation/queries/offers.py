"""What can be asked for: the organisations that the directories list, and one service of one of them."""

from dataclasses import dataclass
from datetime import datetime

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.domain.agreement_refusals import FederationIsOff, PeerUnknown
from federation.domain.listings import ListedPeer
from federation.queries import directory
from federation.queries.directory import Directory, Offer
from federation.transport.identity import FederationOff, IdentityUnusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One service that can be asked for, and whose it is."""

    peer: ListedPeer
    offer: Offer


def listed(*, principal: Principal, now: datetime) -> Directory:
    """What the directories list, as they were last read. Raises `ZoneForbidden`, `FederationIsOff`."""
    require_administrator(principal)
    try:
        return directory.listed(now=now)
    except (FederationOff, IdentityUnusable) as fault:
        raise FederationIsOff(reason=str(fault)) from None


def offer(peer_id: str, service: str, *, principal: Principal, now: datetime, delegator: str = "") -> Asked:
    """One of the services that are listed. Raises as `listed`, and `PeerUnknown` where none lists it."""
    for organisation in listed(principal=principal, now=now).organisations:
        for it in organisation.offers:
            if (organisation.peer.id, it.name, it.delegator or "") == (peer_id, service, delegator):
                return Asked(peer=organisation.peer, offer=it)
    raise PeerUnknown(peer_id=peer_id)
