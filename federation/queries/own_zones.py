"""Our zones as they can be published: what each holds, and in which directories it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from events.administration import require_administrator
from events.domain.permissions import Principal
from events.models import Zone
from federation.domain import properties
from federation.domain.agreement_refusals import FederationIsOff
from federation.domain.contracts import State
from federation.domain.grants import GrantType
from federation.domain.properties import Terms
from federation.models import StoredContract
from federation.queries import held
from federation.queries.contracts import folded, with_signatures
from federation.transport import identity
from federation.transport.identity import FederationOff, IdentityUnusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A zone at one directory: by which contract, what that counts for, and what it tells."""

    directory: str
    content_hash: str
    state: State
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnZone:
    """A zone of ours, with every publication of it that is proposed or valid, the newest first."""

    zone: Zone
    publications: tuple[Publication, ...]

    @property
    def can_be_published(self) -> bool:
        """Whether it may be told of: a sensitive zone never, one that is being filled not yet."""
        return not (self.zone.sensitive or self.zone.closed)


def own_zones(*, principal: Principal, now: datetime) -> tuple[OwnZone, ...]:
    """All of them, by name. Raises `ZoneForbidden`, `FederationIsOff`."""
    require_administrator(principal)
    return _zones(Zone.objects.order_by("name"), now=now)


def own_zone(slug: str, *, principal: Principal, now: datetime) -> OwnZone | None:
    """One of them, if there is one. Raises as `own_zones`."""
    require_administrator(principal)
    return next(iter(_zones(Zone.objects.filter(slug=slug), now=now)), None)


def held_in(zone: Zone, *, principal: Principal) -> frozenset[str]:
    """The event types of which a zone holds anything. Raises `ZoneForbidden`."""
    require_administrator(principal)
    return held.event_types(zone.slug)


def directories() -> Mapping[str, str]:
    """The directories of the group that we publish at: their addresses by Peer ID."""
    return dict(settings.F6_FSC_DIRECTORIES)


def _zones(zones: Iterable[Zone], *, now: datetime) -> tuple[OwnZone, ...]:
    published = _published(now=now)
    return tuple(
        OwnZone(zone=it, publications=tuple(published.get(properties.service_name(it.slug), ()))) for it in zones
    )


def _published(*, now: datetime) -> Mapping[str, list[Publication]]:
    own = _own_id()
    rows = StoredContract.objects.filter(
        grants__type=GrantType.PUBLICATION.value, grants__service_peer_id=own, valid_until__gt=now
    ).distinct()
    found: dict[str, list[Publication]] = {}
    for row in with_signatures(rows.order_by("-created_at", "-content_hash")):
        contract = folded(row)
        state = contract.state(now)
        if state not in (State.PROPOSED, State.VALID):
            continue
        for grant in contract.content.grants:
            if grant.service.peer_id == own and grant.directory:
                made = Publication(
                    directory=grant.directory,
                    content_hash=row.content_hash,
                    state=state,
                    terms=properties.terms_of(grant.properties),
                )
                found.setdefault(grant.service.name, []).append(made)
    return found


def _own_id() -> str:
    try:
        return identity.own().peer_id
    except (FederationOff, IdentityUnusable) as fault:
        raise FederationIsOff(reason=str(fault)) from None
