"""Contracts that we make ourselves: grants as they stand in JSON, and content around them (FSC Core 2.0.0, 4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from federation.domain import contracts, hashes
from federation.domain.grants import BY_KEY, DELEGATED_SERVICE, PROTOCOLS, SERVICE, GrantType

BACK_DATED: Final = timedelta(seconds=60)
"""Others refuse what was made after their own now: our clock may be ahead of theirs by so much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when until when a contract holds."""

    begins: datetime
    ends: datetime


def content(
    grants: Sequence[Mapping[str, Any]], *, iv: UUID, group_id: str, validity: Validity, now: datetime
) -> dict[str, Any]:
    """The content of a contract with these grants (the objects inside `data`)."""
    return {
        "fsc_version": contracts.FSC_VERSION,
        "iv": str(iv),
        "group_id": group_id,
        "validity": {
            "not_before": int(validity.begins.timestamp()),
            "not_after": int(validity.ends.timestamp()),
        },
        "grants": [{"data": dict(grant)} for grant in grants],
        "hash_algorithm": hashes.ALGORITHM,
        "created_at": int((now - BACK_DATED).timestamp()),
    }


def connection(
    *,
    outway: str,
    public_key_thumbprint: str,
    service_peer: str,
    service: str,
    delegator: str | None = None,
    properties: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A grant by which the outway with this key may connect to a service (of `delegator`, when that is named)."""
    asked: dict[str, Any] = {"type": SERVICE, "peer_id": service_peer, "name": service}
    if delegator is not None:
        asked |= {"type": DELEGATED_SERVICE, "delegator": {"peer_id": delegator}}
    return {
        "type": GrantType.CONNECTION.value,
        "outway": {
            "peer_id": outway,
            "identification": {"type": BY_KEY, "public_key_thumbprint": public_key_thumbprint},
        },
        "service": asked,
        **({"properties": dict(properties)} if properties else {}),
    }


def publication(
    *, directory: str, service_peer: str, service: str, properties: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A grant by which a directory lists a service."""
    return {
        "type": GrantType.PUBLICATION.value,
        "directory": {"peer_id": directory},
        "service": {"peer_id": service_peer, "name": service, "protocol": PROTOCOLS[0]},
        **({"properties": dict(properties)} if properties else {}),
    }
