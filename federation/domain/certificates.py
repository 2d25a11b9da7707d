"""Certificates of peers: who stands in them, and whether the group trusts them (FSC Core 2.0.0, 3.2 and 3.3).

Two thumbprints exist, and they are not each other's: that of the certificate (RFC 7515, 4.1.8: in signatures, tokens
and key sets; another after every renewal) and that of its public key (in grants; the same for as long as the key is).
"""

import base64
import binascii
import hashlib
import hmac
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID

from federation.domain import revocation

Anchors = Sequence[x509.Certificate]
Revocations = Sequence[x509.CertificateRevocationList]

CHAIN_MAX: Final = 6
"""How many certificates of authorities may stand between a certificate and the trust anchor, that one included."""
NAME_LENGTH_MAX: Final = 255
THUMBPRINT_BYTES: Final = 32


class CertificateUnusable(Exception):
    """A certificate that says nothing of a peer, or is not trusted. `reason`: a sentence that says how to mend it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCertificate:
    """What a certificate says of a peer.

    `thumbprint`: of the certificate, base64url without padding. `public_key_thumbprint`: 64 lower-case hexadecimal
    digits. `names`: the DNS names (in lower-case) and addresses of its subjectAltName.
    """

    peer_id: str
    peer_name: str
    der: bytes
    thumbprint: str
    public_key_thumbprint: str
    names: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate itself."""
        return x509.load_der_x509_certificate(self.der)


def read(der: bytes, *, peer_id_pattern: str) -> PeerCertificate:
    """Who stands in a certificate. Raises `CertificateUnusable`; says nothing of whether it is trusted."""
    found = parsed(der)
    return PeerCertificate(
        peer_id=_peer_id(found, pattern=peer_id_pattern),
        peer_name=_peer_name(found),
        der=der,
        thumbprint=thumbprint(der),
        public_key_thumbprint=public_key_thumbprint(found),
        names=names(found),
        valid_from=found.not_valid_before_utc,
        valid_until=found.not_valid_after_utc,
    )


def parsed(der: bytes) -> x509.Certificate:
    """The certificate in these bytes. Raises `CertificateUnusable` for what is none that can be read to its end."""
    try:
        found = x509.load_der_x509_certificate(der)
        # read here, or it breaks where it is used
        _ = (found.subject, found.issuer, found.extensions, found.public_key(), found.signature_hash_algorithm)
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as fault:
        raise CertificateUnusable(
            "unreadable",
            f"This is no X.509 certificate in DER form that can be read ({fault}): have it issued anew.",
        ) from fault
    return found


def from_pem(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates in a text, in their order; at least one. Raises `ValueError`."""
    found = tuple(x509.load_pem_x509_certificates(pem))
    for it in found:
        try:
            parsed(it.public_bytes(Encoding.DER))
        except CertificateUnusable as fault:
            raise ValueError(fault.reason) from fault
    return found


def lists_from(content: bytes) -> tuple[x509.CertificateRevocationList, ...]:
    """The revocation lists in a file: one in DER, or any number in PEM. Raises `ValueError`."""
    if not content.lstrip().startswith(b"-----BEGIN"):
        return (x509.load_der_x509_crl(content),)
    ends = b"-----END X509 CRL-----"
    blocks = [it for it in content.split(ends) if it.strip()]
    return tuple(x509.load_pem_x509_crl(it.lstrip() + ends + b"\n") for it in blocks)


def thumbprint(der: bytes) -> str:
    """Of a whole certificate, as in `x5t#S256` (RFC 7515, 4.1.8): 43 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


def public_key_thumbprint(certificate: x509.Certificate) -> str:
    """Of its SubjectPublicKeyInfo, as in the grants of outways."""
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(key).hexdigest()


def same_thumbprint(one: str, other: str) -> bool:
    """Whether both name one certificate: also when one is written in standard base64, or with padding."""
    first, second = _bytes_of(one), _bytes_of(other)
    return first is not None and second is not None and hmac.compare_digest(first, second)


def names(certificate: x509.Certificate) -> tuple[str, ...]:
    """The DNS names and addresses that it is for; a common name is not one of them (RFC 6125, 6.4.4)."""
    try:
        listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    domains = [it.lower() for it in listed.get_values_for_type(x509.DNSName)]
    return (*domains, *(str(it) for it in listed.get_values_for_type(x509.IPAddress)))


def covers(listed: Sequence[str], host: str) -> bool:
    """Whether a certificate with these names is for this host: a name, or an address (RFC 6125, 6.4)."""
    try:
        return str(ip_address(host.strip("[]"))) in listed
    except ValueError:
        wanted = host.lower().rstrip(".")
    below = wanted.partition(".")[2]
    return wanted in listed or ("." in below and f"*.{below}" in listed)


def trusted(
    leaf: bytes, intermediates: Sequence[bytes], *, anchors: Anchors, now: datetime, crls: Revocations = ()
) -> tuple[x509.Certificate, ...]:
    """The chain from this certificate to a trust anchor of the group, itself first. Raises `CertificateUnusable`.

    Each of the chain must be valid now, and issued by the next. What a certificate may be used for is not judged: TLS
    does that. With `crls` each but the anchor must stand on a current list of its issuer's, unrevoked (Digikoppeling
    Beveiliging, PKI002 to PKI004); without any, revocation is not looked at.
    """
    own, others = parsed(leaf), [parsed(it) for it in intermediates]
    try:
        chain = tuple(_verifier(anchors, now=now).verify(own, others).chain)
    except (verification.VerificationError, ValueError) as fault:
        raise _untrusted(own, others, now=now, fault=fault) from fault
    for it, issuer in itertools.pairwise(chain):
        state = revocation.state(it, issuer=issuer, crls=crls, now=now) if crls else revocation.State.GOOD
        if state is not revocation.State.GOOD:
            raise CertificateUnusable(state.value, f"{_called(it)} {revocation.SENTENCES[state]}")
    return chain


def _verifier(anchors: Anchors, *, now: datetime) -> verification.ClientVerifier:
    """One that asks of extensions what X.509 asks (RFC 5280), and not what browsers ask of public websites."""
    everything = verification.ExtensionPolicy.permit_all()
    agnostic = verification.Criticality.AGNOSTIC
    authorities = everything.require_present(x509.BasicConstraints, agnostic, None).may_be_present(
        x509.KeyUsage, agnostic, _signs_certificates
    )
    return (
        verification.PolicyBuilder()
        .store(verification.Store(list(anchors)))
        .time(now)
        .max_chain_depth(CHAIN_MAX)
        .extension_policies(ca_policy=authorities, ee_policy=everything)
        .build_client_verifier()
    )


def _signs_certificates(_policy: verification.Policy, _it: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("the key of an issuer may not sign certificates (keyUsage)")


def _untrusted(
    own: x509.Certificate, others: Sequence[x509.Certificate], *, now: datetime, fault: Exception
) -> CertificateUnusable:
    for it in (own, *others):
        if it.not_valid_after_utc < now:
            return CertificateUnusable(
                "expired", f"{_called(it)} ended on {it.not_valid_after_utc:%Y-%m-%d}: have it renewed."
            )
        if it.not_valid_before_utc > now:
            return CertificateUnusable(
                "not-yet-valid",
                f"{_called(it)} is valid from {it.not_valid_before_utc:%Y-%m-%d %H:%M} UTC: check the clock, or wait.",
            )
    return CertificateUnusable(
        "untrusted",
        f"{_called(own)} does not lead to a trust anchor of the group ({fault}): "
        "have it issued below one, and send every intermediate certificate along.",
    )


def _peer_id(certificate: x509.Certificate, *, pattern: str) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    if len(found) != 1:
        raise CertificateUnusable(
            "peer-id-count",
            f"The subject of the certificate has {len(found)} serialNumbers: have it issued with exactly one, "
            "which holds the Peer ID (an OIN in Dutch groups).",
        )
    value = str(found[0].value)
    if not re.fullmatch(pattern, value):
        raise CertificateUnusable(
            "peer-id-format",
            f"The Peer ID in the certificate's serialNumber, “{value[:NAME_LENGTH_MAX]}”, is not one of this group: "
            f"it must look like {pattern}.",
        )
    return value


def _peer_name(certificate: x509.Certificate) -> str:
    found = [str(it.value) for it in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)]
    if len(found) != 1 or not found[0].strip():
        raise CertificateUnusable(
            "peer-name-count",
            f"The subject of the certificate has {len(found)} organizationNames: have it issued with exactly one, "
            "the name of the organisation.",
        )
    if len(found[0]) > NAME_LENGTH_MAX or not found[0].isprintable():
        raise CertificateUnusable(
            "peer-name-text",
            "The organizationName in the certificate is too long, or has characters that cannot be shown: "
            f"have it issued with at most {NAME_LENGTH_MAX} ordinary ones.",
        )
    return found[0].strip()


def _bytes_of(text: str) -> bytes | None:
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", plain):
        return None
    try:
        found = base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == THUMBPRINT_BYTES else None


def _called(certificate: x509.Certificate) -> str:
    return f"The certificate of {certificate.subject.rfc4514_string()[:NAME_LENGTH_MAX] or 'nobody'}"
