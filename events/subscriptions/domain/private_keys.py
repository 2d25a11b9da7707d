"""The private key of a client certificate: read, and whether it fits."""

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from events.domain.refusals import Violation
from events.subscriptions.domain.messages import mistake


def read(pem: str, *, pointer: str) -> tuple[PrivateKeyTypes | None, tuple[Violation, ...]]:
    """The key (PKCS#8, or the older forms of RSA and EC; without a password), or what is wrong with it."""
    try:
        return load_pem_private_key(pem.encode(), password=None), ()
    except TypeError:
        return None, (mistake("key-encrypted", pointer=pointer),)
    except (ValueError, UnsupportedAlgorithm):
        return None, (mistake("key-pem", pointer=pointer),)


def fits(key: PrivateKeyTypes, certificate: x509.Certificate) -> bool:
    """Whether the certificate is of this key."""
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form) == certificate.public_key().public_bytes(*form)


def der_of(key: PrivateKeyTypes) -> bytes:
    """The key as DER (PKCS#8), to be sealed."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
