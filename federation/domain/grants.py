"""The four grants of FSC Core 2.0.0 (4.2.2): what a contract allows whom, and who must sign for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from federation.domain.hashes import HashType


class GrantType(StrEnum):
    """What is granted."""

    PUBLICATION = "GRANT_TYPE_SERVICE_PUBLICATION"
    CONNECTION = "GRANT_TYPE_SERVICE_CONNECTION"
    DELEGATED_CONNECTION = "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION"
    DELEGATED_PUBLICATION = "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION"


HASH_TYPES: Final[Mapping[GrantType, HashType]] = {
    GrantType.PUBLICATION: HashType.PUBLICATION,
    GrantType.CONNECTION: HashType.CONNECTION,
    GrantType.DELEGATED_CONNECTION: HashType.DELEGATED_CONNECTION,
    GrantType.DELEGATED_PUBLICATION: HashType.DELEGATED_PUBLICATION,
}
PUBLICATIONS: Final = frozenset({GrantType.PUBLICATION, GrantType.DELEGATED_PUBLICATION})
CONNECTIONS: Final = frozenset({GrantType.CONNECTION, GrantType.DELEGATED_CONNECTION})
DELEGATED: Final = frozenset({GrantType.DELEGATED_CONNECTION, GrantType.DELEGATED_PUBLICATION})

SERVICE: Final = "SERVICE_TYPE_SERVICE"
DELEGATED_SERVICE: Final = "SERVICE_TYPE_DELEGATED_SERVICE"
BY_KEY: Final = "OUTWAY_IDENTIFICATION_TYPE_PUBLIC_KEY_THUMBPRINT"
BY_NAME: Final = "OUTWAY_IDENTIFICATION_TYPE_DOMAIN_NAME"
PROTOCOLS: Final = ("PROTOCOL_TCP_HTTP_1.1", "PROTOCOL_TCP_HTTP_2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of a peer; with a delegator when its peer publishes it on behalf of that one."""

    peer_id: str
    name: str
    protocol: str | None = None
    delegator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outway:
    """Who may connect: a peer, by the key of its certificate or by a name in it (one of the two)."""

    peer_id: str
    public_key_thumbprint: str | None = None
    domain_name: str | None = None

    def is_shown_by(self, *, public_key_thumbprint: str, names: tuple[str, ...]) -> bool:
        """Whether a certificate with this key and these names (SAN) is the one meant (FSC Core 2.0.0, 4.4.1.6)."""
        if self.public_key_thumbprint is not None:
            return self.public_key_thumbprint.lower() == public_key_thumbprint.lower()
        wanted = (self.domain_name or "").rstrip(".").lower()
        return bool(wanted) and wanted in {name.rstrip(".").lower() for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant. `hash` is known once its contract is; `properties` is None where the contract has none."""

    type: GrantType
    service: Service
    hash: str
    outway: Outway | None = None
    directory: str | None = None
    delegator: str | None = None
    properties: Mapping[str, Any] | None = None

    @property
    def is_connection(self) -> bool:
        """Whether it allows an outway to connect to a service."""
        return self.type in CONNECTIONS

    @property
    def peers(self) -> frozenset[str]:
        """Every peer that it names: those who are on its contract."""
        named = (
            self.service.peer_id,
            self.service.delegator,
            self.outway.peer_id if self.outway else None,
            self.directory,
            self.delegator,
        )
        return frozenset(peer for peer in named if peer is not None)

    @property
    def signers(self) -> frozenset[str]:
        """Whose acceptance it needs. All whom it names: also the delegator of a service, to be on the safe side."""
        return self.peers
