"""Contracts as peers write them down, and keys to sign with: a test names only what it is about."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from federation.domain import reading
from federation.domain.contracts import Content

PROVIDER = "00000099000000001000"
CONSUMER = "00000099000000002000"
DELEGATOR = "00000099000000003000"
SERVICE_DELEGATOR = "00000099000000004000"
DIRECTORY = "00000099000000009000"
STRANGER = "00000099000000005000"
GROUP = "f6-test-group"
THUMBPRINT = "3a56f2e9269ac63f0d4394c46b96539da1625b6a985d38029ff89f34e490960c"

BEGINS = 1_767_225_600
ENDS = 1_798_761_600
NOW = datetime.fromtimestamp(BEGINS + 3_600, tz=UTC)


def service(**changed: Any) -> dict[str, Any]:
    """A service that its peer offers itself."""
    return {"type": "SERVICE_TYPE_SERVICE", "peer_id": PROVIDER, "name": "f6-zone-personen", **changed}


def delegated_service(**changed: Any) -> dict[str, Any]:
    """A service that its peer offers on behalf of another."""
    return service(type="SERVICE_TYPE_DELEGATED_SERVICE", delegator={"peer_id": SERVICE_DELEGATOR}, **changed)


def by_key(thumbprint: str = THUMBPRINT) -> dict[str, Any]:
    """An outway by the key of its certificate."""
    return {"type": "OUTWAY_IDENTIFICATION_TYPE_PUBLIC_KEY_THUMBPRINT", "public_key_thumbprint": thumbprint}


def by_name(name: str = "outway.example.com") -> dict[str, Any]:
    """An outway by a name in its certificate."""
    return {"type": "OUTWAY_IDENTIFICATION_TYPE_DOMAIN_NAME", "domain_name": name}


def connection(**changed: Any) -> dict[str, Any]:
    """The consumer may connect to a service of the provider."""
    return {
        "type": "GRANT_TYPE_SERVICE_CONNECTION",
        "outway": {"peer_id": CONSUMER, "identification": by_key()},
        "service": service(),
        **changed,
    }


def delegated_connection(**changed: Any) -> dict[str, Any]:
    """The consumer may connect on behalf of the delegator."""
    changed = {"delegator": {"peer_id": DELEGATOR}, **changed}
    return connection(type="GRANT_TYPE_DELEGATED_SERVICE_CONNECTION", **changed)


def publication(**changed: Any) -> dict[str, Any]:
    """The directory lists a service of the provider."""
    return {
        "type": "GRANT_TYPE_SERVICE_PUBLICATION",
        "directory": {"peer_id": DIRECTORY},
        "service": {"peer_id": PROVIDER, "name": "f6-zone-personen", "protocol": "PROTOCOL_TCP_HTTP_1.1"},
        **changed,
    }


def delegated_publication(**changed: Any) -> dict[str, Any]:
    """The directory lists a service that the provider offers on behalf of another."""
    changed = {"delegator": {"peer_id": SERVICE_DELEGATOR}, **changed}
    return publication(type="GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION", **changed)


EVERY_GRANT = (
    connection(),
    connection(service=delegated_service()),
    delegated_connection(),
    delegated_connection(service=delegated_service()),
    publication(),
    delegated_publication(),
)


def raw(*grants: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The content of a contract with these grants (by default one connection), as JSON."""
    return {
        "fsc_version": "2.0.0",
        "iv": "0195d3a1-7c00-7abc-8def-0123456789ab",
        "group_id": GROUP,
        "validity": {"not_before": BEGINS, "not_after": ENDS},
        "grants": [{"data": grant} for grant in grants or (connection(),)],
        "hash_algorithm": "HASH_ALGORITHM_SHA3_512",
        "created_at": BEGINS,
        **changed,
    }


def content(*grants: dict[str, Any], **changed: Any) -> Content:
    """The same, read."""
    return reading.content_of(raw(*grants, **changed))


@cache
def rsa_key(name: str = "") -> rsa.RSAPrivateKey:
    """An RSA key; the same one for a name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key(curve: str = "secp256r1", name: str = "") -> ec.EllipticCurvePrivateKey:
    """A key on a curve; the same one for a curve and name."""
    return ec.generate_private_key(_CURVES[curve]())


_CURVES: dict[str, type[ec.EllipticCurve]] = {
    it.name: it for it in (ec.SECP224R1, ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.SECP256K1, ec.BrainpoolP256R1)
}
