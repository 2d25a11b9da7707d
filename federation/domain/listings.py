"""What another manager lists (FSC Core 2.0.0, 4.3): peers and services. What is not well-formed is passed over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from federation.domain import peer_addresses
from federation.domain.grants import DELEGATED_SERVICE, SERVICE

BYTES_MAX: Final = 5 * 1024 * 1024
NAME_LENGTH_MAX: Final = 255
SERVICE_LENGTH_MAX: Final = 100


class NoListing(ValueError):
    """The JSON is no list of what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPeer:
    """A peer as it is listed. `manager_address` is one that we may ask."""

    id: str
    name: str
    manager_address: str

    def rendered(self) -> dict[str, Any]:
        """As it is kept."""
        return {"id": self.id, "name": self.name, "manager_address": self.manager_address}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedService:
    """A service as it is listed. `delegator`: on whose behalf its peer publishes it."""

    peer: ListedPeer
    name: str
    protocol: str
    properties: Mapping[str, Any]
    delegator: str | None = None
    delegator_name: str = ""

    def rendered(self) -> dict[str, Any]:
        """As it is kept: the shape that it came in."""
        data: dict[str, Any] = {
            "type": SERVICE if self.delegator is None else DELEGATED_SERVICE,
            "peer": self.peer.rendered(),
            "name": self.name,
            "protocol": self.protocol,
            "properties": dict(self.properties),
        }
        if self.delegator is not None:
            data["delegator"] = {"peer_id": self.delegator, "peer_name": self.delegator_name}
        return {"data": data}


def cursor_of(raw: object) -> str:
    """The cursor of the next page; empty at the end."""
    paging = raw.get("pagination") if isinstance(raw, Mapping) else None
    found = paging.get("next_cursor") if isinstance(paging, Mapping) else None
    return found if isinstance(found, str) else ""


def peers_of(raw: object, *, ports: Collection[int]) -> list[ListedPeer]:
    """The peers of a page. Raises `NoListing`."""
    return [it for it in (_peer(one, ports=ports) for one in _rows(raw, "peers")) if it is not None]


def services_of(raw: object, *, ports: Collection[int]) -> list[ListedService]:
    """The services of a page. Raises `NoListing`."""
    return [it for it in (_service(one, ports=ports) for one in _rows(raw, "services")) if it is not None]


def contracts_of(raw: object) -> list[Mapping[str, Any]]:
    """The contracts of a page: not read yet. Raises `NoListing`."""
    return [it for it in _rows(raw, "contracts") if isinstance(it, Mapping)]


def _rows(raw: object, name: str) -> list[Any]:
    found = raw.get(name) if isinstance(raw, Mapping) else None
    if not isinstance(found, list):
        raise NoListing(f"The answer has no list of {name}.")
    return found


def _peer(raw: object, *, ports: Collection[int]) -> ListedPeer | None:
    if not isinstance(raw, Mapping):
        return None
    id_, name, address = (_text(raw.get(it)) for it in ("id", "name", "manager_address"))
    try:
        checked = peer_addresses.manager_address(address, ports=ports)
    except peer_addresses.AddressRefused:
        return None
    return ListedPeer(id=id_, name=name, manager_address=checked) if id_ else None


def _service(raw: object, *, ports: Collection[int]) -> ListedService | None:
    data = raw.get("data") if isinstance(raw, Mapping) else None
    if not isinstance(data, Mapping):
        return None
    peer = _peer(data.get("peer"), ports=ports)
    name, given = _text(data.get("name"), most=SERVICE_LENGTH_MAX), data.get("properties")
    if peer is None or not name:
        return None
    delegator = data.get("delegator") if data.get("type") == DELEGATED_SERVICE else None
    behalf = delegator if isinstance(delegator, Mapping) else {}
    return ListedService(
        peer=peer,
        name=name,
        protocol=_text(data.get("protocol")),
        properties=given if isinstance(given, Mapping) else {},
        delegator=_text(behalf.get("peer_id")) or None,
        delegator_name=_text(behalf.get("peer_name")),
    )


def _text(value: object, *, most: int = NAME_LENGTH_MAX) -> str:
    fits = isinstance(value, str) and 0 < len(value) <= most and value.isprintable()
    return str(value) if fits else ""
