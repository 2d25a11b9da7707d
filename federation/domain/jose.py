"""Compact JWS (RFC 7515) as FSC uses it: six algorithms, and the signing certificate named by its thumbprint."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from federation.domain import ijson

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
THUMBPRINT: Final = "x5t#S256"
LENGTH_MAX: Final = 32_768
_PART: Final = re.compile(r"[A-Za-z0-9_-]*")
_CURVES: Final = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class NotSigned(ValueError):
    """The text is no compact JWS, or its signature is not by this key; the message says which."""


class UnknownAlgorithm(ValueError):
    """Signed by an algorithm that FSC does not allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a compact JWS says of itself, before anything of it is believed. `thumbprint` may be absent.

    It is written as in RFC 7515 (base64url without padding), whichever way it came.
    """

    algorithm: str
    thumbprint: str | None
    payload: Mapping[str, Any]


def algorithm_of(key: object) -> str:
    """How a key signs: RS256, or what its curve asks. Raises `UnknownAlgorithm` for a key that FSC has no use for."""
    if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)):
        return "RS256"
    if isinstance(key, (ec.EllipticCurvePrivateKey, ec.EllipticCurvePublicKey)) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    raise UnknownAlgorithm("Sign with an RSA key, or one on the curve P-256, P-384 or P-521.")


def sign(
    payload: Mapping[str, Any],
    *,
    key: PrivateKey,
    thumbprint: str,
    algorithm: str | None = None,
    typ: str | None = None,
) -> str:
    """The compact JWS of a payload. `thumbprint`: of the certificate of `key`; `algorithm`: by default its own."""
    chosen = algorithm or algorithm_of(key)
    header = {"alg": chosen, THUMBPRINT: thumbprint, **({"typ": typ} if typ else {})}
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return jws.serialize_compact(header, ijson.canonical(payload), _imported(pem, key=key), registry=_registry())


def claimed(text: str) -> Claimed:
    """What a compact JWS says of itself. Raises `NotSigned`, `UnknownAlgorithm`."""
    if len(text) > LENGTH_MAX or text.count(".") != 2 or not text.isascii():
        raise NotSigned("Give a compact JWS (RFC 7515, 7.1): three parts of base64url with points between.")
    try:
        header = ijson.parse(_decoded(text.split(".", maxsplit=1)[0]))
        payload = ijson.parse(_decoded(text.split(".")[1]))
    except (ijson.NotIJson, binascii.Error, ValueError):
        raise NotSigned("Give a compact JWS whose header and payload are JSON objects.") from None
    if not isinstance(header, Mapping) or not isinstance(payload, Mapping):
        raise NotSigned("Give a compact JWS whose header and payload are JSON objects.")
    algorithm, thumbprint = header.get("alg"), header.get(THUMBPRINT)
    if algorithm not in ALGORITHMS:
        raise UnknownAlgorithm(f"Sign with one of {', '.join(ALGORITHMS)}.")
    if "crit" in header or "b64" in header:
        raise NotSigned("Leave crit and b64 out of the header.")
    return Claimed(
        algorithm=str(algorithm),
        thumbprint=plain_thumbprint(thumbprint) if isinstance(thumbprint, str) else None,
        payload=payload,
    )


def verified(text: str, *, key: PublicKey) -> Mapping[str, Any]:
    """The payload of a compact JWS that this key signed. Raises `NotSigned`, `UnknownAlgorithm`."""
    said = claimed(text)
    algorithm_of(key)  # no other key or curve is of use, whatever the header says
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        jws.deserialize_compact(text, _imported(pem, key=key), registry=_registry())
    except (JoseError, ValueError) as error:
        raise NotSigned("Sign with the key of the certificate that the header names, by its algorithm.") from error
    return said.payload


def plain_thumbprint(thumbprint: str) -> str:
    """A thumbprint in base64url without padding: examples of the standard have it in plain base64 too."""
    return thumbprint.replace("+", "-").replace("/", "_").rstrip("=")


def _registry() -> jws.JWSRegistry:
    """Takes what others put in the header too, such as a chain (x5c): the whole has a limit already."""
    registry = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    registry.max_header_length = registry.max_payload_length = registry.max_signature_length = LENGTH_MAX
    return registry


def _imported(pem: bytes, *, key: object) -> RSAKey | ECKey:
    return RSAKey.import_key(pem) if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)) else ECKey.import_key(pem)


def _decoded(part: str) -> bytes:
    if not _PART.fullmatch(part):
        raise NotSigned("Give base64url without padding (RFC 7515, 2).")
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
