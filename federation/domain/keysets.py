"""Key sets (RFC 7517) as managers give them: the certificates that a peer signs with, each with those above it.

What counts of a key is its certificate (`x5c`): the thumbprint is taken of that, whatever else stands beside it.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey, RSAKey

from federation.domain import certificates, jose

BYTES_MAX: Final = 512 * 1024
"""Of a whole key set."""
KEYS_MAX: Final = 50
CERTIFICATE_BYTES_MAX: Final = 16 * 1024

Chain = tuple[bytes, ...]
"""Certificates in DER: the one that is signed with, and those above it without the root."""


class NoKeySet(ValueError):
    """The JSON is no key set."""


def rendered(chains: Iterable[Sequence[bytes]]) -> dict[str, Any]:
    """A key set of these certificates."""
    return {"keys": [_key(chain) for chain in chains]}


def read(raw: object) -> tuple[Chain, ...]:
    """The chains in a key set of another; a key that gives none which can be read is passed over. Raises `NoKeySet`."""
    keys = raw.get("keys") if isinstance(raw, Mapping) else None
    if not isinstance(keys, list):
        raise NoKeySet("A key set is an object with the member keys (RFC 7517).")
    found = (_chain(it) for it in keys[:KEYS_MAX])
    return tuple(it for it in found if it)


def _key(chain: Sequence[bytes]) -> dict[str, Any]:
    public = x509.load_der_x509_certificate(chain[0]).public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise jose.UnknownAlgorithm("Sign with an RSA key or one on a curve of NIST.")
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    read_in = RSAKey.import_key(pem) if isinstance(public, rsa.RSAPublicKey) else ECKey.import_key(pem)
    thumbprint = certificates.thumbprint(chain[0])
    return {
        **read_in.as_dict(private=False),
        "use": "sig",
        "alg": jose.algorithm_of(public),
        "kid": thumbprint,
        "x5c": [base64.b64encode(it).decode() for it in chain],
        jose.THUMBPRINT: thumbprint,
    }


def _chain(key: object) -> Chain:
    listed = key.get("x5c") if isinstance(key, Mapping) else None
    if not isinstance(listed, list) or not 0 < len(listed) <= certificates.CHAIN_MAX:
        return ()
    found = [_der(it) for it in listed]
    return tuple(found) if all(found) else ()


def _der(text: object) -> bytes:
    if not isinstance(text, str) or len(text) > CERTIFICATE_BYTES_MAX * 4 // 3 + 4:
        return b""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        der = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        certificates.parsed(der)
    except (binascii.Error, ValueError, certificates.CertificateUnusable):
        return b""
    return der
