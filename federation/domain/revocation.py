"""Whether an authority has revoked a certificate, by its lists (RFC 5280, 5 and 6.3).

A list counts when it was signed by the issuer of the certificate and is current. Where none counts nothing is known,
and what is not known to be good is not trusted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

_KEYS: Final = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, ed25519.Ed25519PublicKey, ed448.Ed448PublicKey)


class State(StrEnum):
    """What is known of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "revocation-unknown"
    STALE = "revocation-stale"


SENTENCES: Final[Mapping[State, str]] = {
    State.REVOKED: "was revoked by its issuer: have another issued, for another key.",
    State.UNKNOWN: "stands on no revocation list that we have: put the list of its issuer with the others.",
    State.STALE: "was issued by an authority whose revocation list has ended: fetch the newest.",
}
"""What follows the name of the certificate."""


def state(
    certificate: x509.Certificate,
    *,
    issuer: x509.Certificate,
    crls: Sequence[x509.CertificateRevocationList],
    now: datetime,
) -> State:
    """What the lists say of it. One that names it counts for good, also after that list has ended."""
    own = [it for it in crls if is_of(it, issuer=issuer) and _is_about(it, certificate)]
    if any(it.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None for it in own):
        return State.REVOKED
    if any(is_current(it, now=now) for it in own):
        return State.GOOD
    return State.STALE if own else State.UNKNOWN


def is_of(crl: x509.CertificateRevocationList, *, issuer: x509.Certificate) -> bool:
    """Whether this issuer signed it."""
    key = issuer.public_key()
    if crl.issuer != issuer.subject or not isinstance(key, _KEYS):
        return False
    try:
        return crl.is_signature_valid(key)
    except (TypeError, ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False


def is_current(crl: x509.CertificateRevocationList, *, now: datetime) -> bool:
    """Whether it was made before now, and the next is not yet due."""
    until = crl.next_update_utc
    return crl.last_update_utc <= now and until is not None and now < until


def _is_about(crl: x509.CertificateRevocationList, certificate: x509.Certificate) -> bool:
    """Whether it is a whole list for certificates of this kind: no differences, none of others, none for one reason."""
    if _has(crl, x509.DeltaCRLIndicator):
        return False
    try:
        scope = crl.extensions.get_extension_for_class(x509.IssuingDistributionPoint).value
    except x509.ExtensionNotFound:
        return True
    if scope.indirect_crl or scope.only_contains_attribute_certs or scope.only_some_reasons:
        return False
    return not (scope.only_contains_user_certs if _is_authority(certificate) else scope.only_contains_ca_certs)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _has(crl: x509.CertificateRevocationList, kind: type[x509.ExtensionType]) -> bool:
    try:
        crl.extensions.get_extension_for_class(kind)
    except x509.ExtensionNotFound:
        return False
    return True
