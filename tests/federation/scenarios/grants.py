"""Grants between organisations of a scenario, as a peer that is no F6 writes them down (what stands inside `data`)."""

from collections.abc import Mapping
from typing import Any

from federation.domain import certificates
from tests.federation.pki import Organisation


def connection(
    outway: Organisation,
    provider: Organisation,
    *,
    service: str,
    delegator: Organisation | None = None,
    service_delegator: Organisation | None = None,
    properties: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The outway may connect to the service, on behalf of `delegator`; the service is one of `service_delegator`."""
    offered: dict[str, Any] = {"type": "SERVICE_TYPE_SERVICE", "peer_id": provider.oin, "name": service}
    if service_delegator is not None:
        offered |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": service_delegator.oin}}
    kind = "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION" if delegator else "GRANT_TYPE_SERVICE_CONNECTION"
    key = certificates.public_key_thumbprint(outway.issued.certificate)
    shown = {"type": "OUTWAY_IDENTIFICATION_TYPE_PUBLIC_KEY_THUMBPRINT", "public_key_thumbprint": key}
    return {
        "type": kind,
        "outway": {"peer_id": outway.oin, "identification": shown},
        "service": offered,
        **_more(delegator, properties),
    }


def publication(
    provider: Organisation,
    directory: Organisation,
    *,
    service: str,
    delegator: Organisation | None = None,
    properties: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The directory lists the service, which its peer offers on behalf of `delegator`."""
    kind = "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION" if delegator else "GRANT_TYPE_SERVICE_PUBLICATION"
    return {
        "type": kind,
        "directory": {"peer_id": directory.oin},
        "service": {"peer_id": provider.oin, "name": service, "protocol": "PROTOCOL_TCP_HTTP_1.1"},
        **_more(delegator, properties),
    }


def _more(delegator: Organisation | None, properties: Mapping[str, Any] | None) -> dict[str, Any]:
    by = {} if delegator is None else {"delegator": {"peer_id": delegator.oin}}
    return by | ({} if properties is None else {"properties": dict(properties)})
