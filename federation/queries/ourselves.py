"""Who we are in the group, for who administers connections: also when it is off, or when its files cannot be used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from events.administration import require_administrator
from events.domain.permissions import Principal
from federation.transport import identity

ENDS_SOON: Final = timedelta(days=30)
"""How long before a certificate ends it is warned of: asking another takes weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCertificate:
    """What our certificate says of us."""

    peer_id: str
    name: str
    thumbprint: str
    public_key_thumbprint: str
    names: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime

    def ends_soon(self, now: datetime) -> bool:
        """Whether another should be asked for."""
        return self.valid_until - now < ENDS_SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Ourselves:
    """`certificate` is None while federation is off (`group` is empty), or when `fault` says why it cannot be used."""

    group: str
    certificate: OwnCertificate | None
    fault: str
    manager_address: str
    inway_address: str
    is_directory: bool

    @property
    def is_on(self) -> bool:
        """Whether this F6 is a peer of a group."""
        return bool(self.group)

    @property
    def peer_id(self) -> str | None:
        """Our Peer ID, if it is known."""
        return self.certificate.peer_id if self.certificate else None


def ourselves(*, principal: Principal) -> Ourselves:
    """Who we are now. Raises `ZoneForbidden`."""
    require_administrator(principal)
    certificate, fault = _certificate()
    return Ourselves(
        group=settings.F6_FSC_GROUP_ID,
        certificate=certificate,
        fault=fault,
        manager_address=settings.F6_FSC_MANAGER_ADDRESS,
        inway_address=settings.F6_FSC_INWAY_ADDRESS,
        is_directory=settings.F6_FSC_IS_DIRECTORY,
    )


def _certificate() -> tuple[OwnCertificate | None, str]:
    try:
        found = identity.own().certificate
    except identity.FederationOff:
        return None, ""
    except identity.IdentityUnusable as fault:
        return None, fault.reason
    return (
        OwnCertificate(
            peer_id=found.peer_id,
            name=found.peer_name,
            thumbprint=found.thumbprint,
            public_key_thumbprint=found.public_key_thumbprint,
            names=found.names,
            valid_from=found.valid_from,
            valid_until=found.valid_until,
        ),
        "",
    )
