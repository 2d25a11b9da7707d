"""The private key of a client certificate: read, and whether it fits."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from events.domain.refusals import Violation
from events.subscriptions.domain.certificates import RSA_BITS_MAX
from events.subscriptions.domain.messages import mistake

PROOF = b"F6"


def read(pem: str, *, pointer: str) -> tuple[PrivateKeyTypes | None, tuple[Violation, ...]]:
    """The key (PKCS#8, or the older forms of RSA and EC; without a password), or what is wrong with it.

    Whether the numbers of an RSA key are primes is not looked at: for a large one that takes minutes, in which nothing
    else goes on. `fits` finds out whether it works.
    """
    try:
        return load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True), ()
    except TypeError:
        return None, (mistake("key-encrypted", pointer=pointer),)
    except (ValueError, UnsupportedAlgorithm):
        return None, (mistake("key-pem", pointer=pointer),)


def fits(key: PrivateKeyTypes, certificate: x509.Certificate) -> bool:
    """Whether the certificate is of this key: its public half is there, and verifies what the key signs."""
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        return False
    return not isinstance(key, rsa.RSAPrivateKey) or (key.key_size <= RSA_BITS_MAX and _signs(key))


def _signs(key: rsa.RSAPrivateKey) -> bool:
    try:
        signed = key.sign(PROOF, padding.PKCS1v15(), hashes.SHA256())
        key.public_key().verify(signed, PROOF, padding.PKCS1v15(), hashes.SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True


def der_of(key: PrivateKeyTypes) -> bytes:
    """The key as DER (PKCS#8), to be sealed."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
