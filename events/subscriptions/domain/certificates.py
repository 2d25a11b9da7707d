"""Certificates that are given for a subscription: what is wrong with them, and what is told of them.

What is accepted is what the TLS guidelines of the NCSC (ICT-beveiligingsrichtlijnen voor TLS) do not call insufficient:
RSA of 2,048 bits or more, the curves P-256, P-384 and P-521, Ed25519 and Ed448, signed with SHA-256 or better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from events.domain.refusals import Violation
from events.subscriptions.domain.messages import mistake

PEM_LENGTH_MAX: Final = 64 * 1024
AUTHORITIES_MAX: Final = 30
CHAIN_MAX: Final = 6
RSA_BITS_MIN: Final = 2_048
RSA_BITS_MAX: Final = 8_192
"""Beyond that a handshake costs more than it protects."""
SOON: Final = timedelta(days=30)
"""How long before its end somebody is warned that a certificate must be replaced."""
_CURVES: Final = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
HASHES: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512, hashes.SHA3_256, hashes.SHA3_384, hashes.SHA3_512)

Extension = TypeVar("Extension", bound=x509.ExtensionType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is told of a certificate. `fingerprint`: SHA-256 in pairs of hexadecimal digits, with colons."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    key: str
    valid_from: datetime
    valid_until: datetime

    def ends_soon(self, now: datetime) -> bool:
        """Whether it ends within SOON, or has ended."""
        return self.valid_until - now <= SOON


def parsed(pem: str) -> tuple[x509.Certificate, ...]:
    """The certificates in a text, in their order. Raises `ValueError` for one that holds none, or what is no one."""
    found = tuple(x509.load_pem_x509_certificates(pem.encode()))
    for it in found:
        # read here, or it breaks where it is used
        _ = (it.subject, it.issuer, it.extensions, it.public_key(), it.signature_hash_algorithm)
    return found


def shown(certificate: x509.Certificate) -> Shown:
    """What is told of it."""
    digits = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return Shown(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        fingerprint=":".join(digits[at : at + 2] for at in range(0, len(digits), 2)),
        key=key_text(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def pem_of(certificates: Sequence[x509.Certificate]) -> str:
    """These as PEM, without whatever else stood in the text that they came in."""
    return "".join(it.public_bytes(Encoding.PEM).decode() for it in certificates)


def read(pem: str, *, pointer: str, most: int) -> tuple[tuple[x509.Certificate, ...], tuple[Violation, ...]]:
    """The certificates of a text, or what is wrong with it."""
    if "PRIVATE KEY-----" in pem:
        return (), (mistake("pem-private-key", pointer=pointer),)
    try:
        found = parsed(pem)
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return (), (mistake("pem-certificates", pointer=pointer),)
    if len(found) > most:
        return (), (mistake("pem-many", pointer=pointer, limit=str(most)),)
    return found, ()


def mistakes_in_authorities(found: Sequence[x509.Certificate], *, pointer: str, now: datetime) -> tuple[Violation, ...]:
    """What is wrong with certificates that are to be trusted: each must be an authority that is valid now."""
    wrong: list[Violation] = []
    for it in found:
        if not _is_authority(it):
            wrong.append(mistake("authority-none", pointer=pointer, name=_name(it)))
        wrong += _dates(it, pointer=pointer, now=now)
        wrong += _strength(it, pointer=pointer, itself=False)
    return tuple(wrong)


def mistakes_in_chain(found: Sequence[x509.Certificate], *, pointer: str, now: datetime) -> tuple[Violation, ...]:
    """What is wrong with a client certificate and the authorities that follow it."""
    own = found[0]
    wrong: list[Violation] = []
    if _is_authority(own) and len(found) > 1:
        wrong.append(mistake("chain-order", pointer=pointer))
    elif not _for_clients(own):
        wrong.append(mistake("certificate-purpose", pointer=pointer))
    for at, it in enumerate(found):
        wrong += _dates(it, pointer=pointer, now=now)
        wrong += _strength(it, pointer=pointer, itself=True)
        if at and not _issued(found[at - 1], by=it):
            wrong.append(mistake("chain-broken", pointer=pointer, name=_name(found[at - 1]), next=_name(it)))
    return tuple(wrong)


def _is_authority(it: x509.Certificate) -> bool:
    constraints, usage = _extension(it, x509.BasicConstraints), _extension(it, x509.KeyUsage)
    return constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign)


def _for_clients(it: x509.Certificate) -> bool:
    """Whether it may be shown by a client (RFC 5280, 4.2.1.3 and 4.2.1.12); one that names no purpose has every one."""
    usage, purposes = _extension(it, x509.KeyUsage), _extension(it, x509.ExtendedKeyUsage)
    clients = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
    return (usage is None or usage.digital_signature) and (purposes is None or not clients.isdisjoint(purposes))


def _dates(it: x509.Certificate, *, pointer: str, now: datetime) -> tuple[Violation, ...]:
    if it.not_valid_after_utc <= now:
        return (mistake("certificate-ended", pointer=pointer, name=_name(it), on=f"{it.not_valid_after_utc:%Y-%m-%d}"),)
    if it.not_valid_before_utc > now:
        on = f"{it.not_valid_before_utc:%Y-%m-%d}"
        return (mistake("certificate-ahead", pointer=pointer, name=_name(it), on=on),)
    return ()


def _strength(it: x509.Certificate, *, pointer: str, itself: bool) -> tuple[Violation, ...]:
    """Its key, and (of what is not trusted by itself) the hash that its issuer signed it with."""
    if not is_strong(it):
        return (mistake("certificate-key", pointer=pointer, name=_name(it), key=key_text(it)),)
    signed_with = it.signature_hash_algorithm
    trusted = not itself or it.subject == it.issuer
    if not trusted and signed_with is not None and not isinstance(signed_with, HASHES):
        return (mistake("certificate-hash", pointer=pointer, name=_name(it), hash=signed_with.name.upper()),)
    return ()


def is_strong(it: x509.Certificate) -> bool:
    """Whether its key is none that the guidelines call insufficient."""
    match it.public_key():
        case rsa.RSAPublicKey(key_size=bits):
            return RSA_BITS_MIN <= bits <= RSA_BITS_MAX
        case ec.EllipticCurvePublicKey(curve=curve):
            return isinstance(curve, _CURVES)
        case ed25519.Ed25519PublicKey() | ed448.Ed448PublicKey():
            return True
        case _:
            return False


def key_text(it: x509.Certificate) -> str:
    """What kind of key it has, such as RSA 2048."""
    match it.public_key():
        case rsa.RSAPublicKey(key_size=bits):
            return f"RSA {bits}"
        case ec.EllipticCurvePublicKey(curve=curve):
            return f"EC {curve.name}"
        case ed25519.Ed25519PublicKey():
            return "Ed25519"
        case ed448.Ed448PublicKey():
            return "Ed448"
        case other:
            return type(other).__name__.lstrip("_").removesuffix("PublicKey")


def _issued(it: x509.Certificate, *, by: x509.Certificate) -> bool:
    try:
        it.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return _is_authority(by)


def _extension(it: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return it.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _name(it: x509.Certificate) -> str:
    """What it is called in a sentence."""
    return it.subject.rfc4514_string()[:200]
