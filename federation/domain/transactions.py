"""What is written down of one call before it goes on (FSC Logging 1.1.0): who called which service by which grant.

Only what FSC can vouch for: no path, method, status or anything of a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from federation.domain.refusals import InwayCode, InwayRefusal
from federation.domain.tokens import Claims

HEADER: Final = "Fsc-Transaction-Id"
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EXTERNAL: Final = (
    "delegation.connection.external_contract_reference",
    "delegation.publication.external_contract_reference",
)
_REFERENCE: Final = frozenset({"reference", "delegator_id", "delegator_name"})


class Direction(StrEnum):
    """Which way the call went, seen from us."""

    INCOMING = "DIRECTION_INCOMING"
    OUTGOING = "DIRECTION_OUTGOING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One call. Delegators are None where nobody acts for another."""

    id: UUID
    direction: Direction
    grant_hash: str
    outway_peer_id: str
    service_peer_id: str
    service_name: str
    outway_delegator: str | None = None
    service_delegator: str | None = None
    additional: Mapping[str, Any] | None = None

    @property
    def peers(self) -> frozenset[str]:
        """Whose business it is: who may read of it (FSC Logging 1.1.0, GET /logs)."""
        named = (self.outway_peer_id, self.service_peer_id, self.outway_delegator, self.service_delegator)
        return frozenset(it for it in named if it is not None)


def transaction_of(claims: Claims, *, transaction_id: UUID, direction: Direction) -> Transaction:
    """The call that is made with a token that claims this."""
    return Transaction(
        id=transaction_id,
        direction=direction,
        grant_hash=claims.grant_hash,
        outway_peer_id=claims.subject,
        service_peer_id=claims.issuer,
        service_name=claims.service,
        outway_delegator=claims.delegator,
        service_delegator=claims.service_delegator,
        additional=_external(claims.properties),
    )


def read_id(value: str | None) -> UUID:
    """The id that a caller gave. Raises `InwayRefusal`."""
    if not value:
        raise InwayRefusal(code=InwayCode.MISSING_LOG_RECORD_ID, message=f"Send the header {HEADER}: a UUID.")
    if not _UUID.fullmatch(value):
        raise InwayRefusal(code=InwayCode.INVALID_LOG_RECORD_ID, message=f"Give a UUID (version 7) in {HEADER}.")
    return UUID(value)


def rendered(transaction: Transaction, *, created_at: int) -> dict[str, Any]:
    """The record as the log gives it to a peer."""
    record: dict[str, Any] = {
        "transaction_id": str(transaction.id),
        "direction": transaction.direction.value,
        "grant_hash": transaction.grant_hash,
        "source": _side("SOURCE", "outway_peer_id", transaction.outway_peer_id, transaction.outway_delegator),
        "destination": _side(
            "DESTINATION", "service_peer_id", transaction.service_peer_id, transaction.service_delegator
        ),
        "service_name": transaction.service_name,
        "created_at": created_at,
    }
    if transaction.additional is not None:
        record["additional_data"] = dict(transaction.additional)
    return record


def _side(kind: str, member: str, peer_id: str, delegator: str | None) -> dict[str, str]:
    if delegator is None:
        return {"type": f"{kind}_TYPE_{kind}", member: peer_id}
    return {"type": f"{kind}_TYPE_DELEGATED_{kind}", member: peer_id, "delegator_peer_id": delegator}


def _external(properties: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The references to contracts elsewhere (FSC External Contract Reference 1.0.0), which the log must carry."""
    found = {}
    for name in _EXTERNAL:
        said = (properties or {}).get(name)
        if isinstance(said, Mapping) and all(isinstance(said.get(member), str) for member in _REFERENCE):
            found[name] = {member: said[member] for member in sorted(_REFERENCE)}
    return found or None
