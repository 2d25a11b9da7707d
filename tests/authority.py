"""A certificate authority of tests: what it issues is real, and nobody else trusts it."""

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY: Final = timedelta(days=1)
NAMES: Final = ("localhost", "127.0.0.1")
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH

Key = CertificateIssuerPrivateKeyTypes
Hash = hashes.SHA224 | hashes.SHA256 | hashes.SHA384


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A certificate with its key, and the certificates of those who issued it, the nearest first."""

    certificate: x509.Certificate
    key: Key
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> str:
        return pem_of(self.certificate)

    @property
    def chain(self) -> str:
        """Itself and the intermediates: a root is not sent along."""
        return self.pem + "".join(pem_of(it) for it in self.issuers if it.subject != it.issuer)

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def asked(self) -> dict[str, str]:
        """As it is given to a subscription."""
        return {"certificate": self.chain, "privateKey": self.key_pem}

    def server(self, *, clients_of: str = "", context: ssl.SSLContext | None = None) -> ssl.SSLContext:
        """How a server shows it; with `clients_of` (PEM) it demands a certificate that those issued."""
        made = context or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with TemporaryDirectory() as place:
            file = Path(place, "server.pem")
            file.write_text(self.chain + self.key_pem)
            made.load_cert_chain(file)
        if clients_of:
            made.load_verify_locations(cadata=clients_of)
            made.verify_mode = ssl.CERT_REQUIRED
        return made


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who issues. Made by `root`, or by another authority (`below`)."""

    certificate: x509.Certificate
    key: Key
    issuers: tuple[x509.Certificate, ...] = ()
    pem: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pem", pem_of(self.certificate))

    def issue(
        self,
        name: str = "ontvanger",
        *,
        names: Sequence[str] = NAMES,
        purposes: Sequence[x509.ObjectIdentifier] | None = (SERVER, CLIENT),
        since: timedelta = -DAY,
        until: timedelta = 90 * DAY,
        key: Key | None = None,
        hashed: Hash | None = None,
        subject: x509.Name | None = None,
    ) -> Issued:
        """A certificate for these names, valid from `since` to `until`, counted from now."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        who = subject or _named(name)
        built = _begun(who, issuer=self.certificate.subject, key=own, since=since, until=until)
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        built = built.add_extension(_usage(authority=False), critical=True)
        if names:
            built = built.add_extension(x509.SubjectAlternativeName([_alternative(it) for it in names]), critical=False)
        if purposes is not None:
            built = built.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        signed = built.sign(self.key, hashed or hashes.SHA256())
        return Issued(certificate=signed, key=own, issuers=(self.certificate, *self.issuers))

    def below(
        self, name: str = "tussenliggend", *, key: Key | None = None, until: timedelta = 3650 * DAY
    ) -> "Authority":
        """An authority that this one vouches for."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        return Authority(
            certificate=_authority(name, issuer=self.certificate.subject, key=own, by=self.key, until=until),
            key=own,
            issuers=(self.certificate, *self.issuers),
        )

    def crl(self, *revoked: "Issued | Authority", since: timedelta = -DAY, until: timedelta = 7 * DAY) -> str:
        """Its revocation list (PEM): these have been revoked; the next is due at `until`, counted from now."""
        now = datetime.now(UTC)
        built = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        built = built.last_update(now + min(since, until - DAY)).next_update(now + until)
        for it in revoked:
            row = x509.RevokedCertificateBuilder().serial_number(it.certificate.serial_number)
            built = built.add_revoked_certificate(row.revocation_date(now - DAY).build())
        return built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def root(name: str = "PKIoverheid van tests", *, until: timedelta = 3650 * DAY, key: Key | None = None) -> Authority:
    """An authority that vouches for itself."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    return Authority(certificate=_authority(name, issuer=_named(name), key=own, by=own, until=until), key=own)


def self_signed(names: Sequence[str] = NAMES) -> Issued:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    built = _begun(_named("alleen"), issuer=_named("alleen"), key=key, since=-DAY, until=90 * DAY)
    built = built.add_extension(x509.SubjectAlternativeName([_alternative(it) for it in names]), critical=False)
    return Issued(certificate=built.sign(key, hashes.SHA256()), key=key)


def pem_of(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def _authority(name: str, *, issuer: x509.Name, key: Key, by: Key, until: timedelta = 3650 * DAY) -> x509.Certificate:
    built = _begun(_named(name), issuer=issuer, key=key, since=-2 * DAY, until=until)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return built.add_extension(_usage(authority=True), critical=True).sign(by, hashes.SHA256())


def _begun(
    who: x509.Name, *, issuer: x509.Name, key: Key, since: timedelta, until: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + min(since, until - DAY))
        .not_valid_after(now + until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
