"""An authority of one's own, to try FSC with: a root, an intermediate, certificates of peers, and what is revoked.

For trials only: the keys of the authorities lie unprotected beside the certificates, and nobody checks who is who.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS: Final = 3_650
PEER_DAYS: Final = 365
LIST_DAYS: Final = 365
"""Long, so that a trial does not stop because nobody made a new list; a real authority makes one every day."""
CLOCK_SKEW: Final = timedelta(hours=1)
RSA_BITS: Final = 3_072
NAMES: Final = {"root": "F6 trial root", "intermediate": "F6 trial intermediate"}

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Exists(Exception):
    """There is something already at this place, and it is not overwritten. The text says what to do."""


class NoAuthority(Exception):
    """This directory holds no trial authority, or one that is damaged. The text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A certificate for a peer. `hosts`: DNS names and IP addresses of its manager and inway. `kind`: ec or rsa."""

    name: str
    peer_id: str
    hosts: Sequence[str]
    kind: str = "ec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Where the files of a peer are."""

    directory: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class TrialAuthority:
    """The one in a directory."""

    directory: Path

    @property
    def anchors(self) -> Path:
        """The file with the root: what every peer trusts."""
        return self.directory / "root.pem"

    @property
    def lists(self) -> Path:
        """The directory with the revocation lists."""
        return self.directory / "crls"

    def begin(self, *, now: datetime) -> bool:
        """Make root and intermediate when there are none; whether they were made. Raises `NoAuthority`."""
        kept = [(self.directory / f"{it}{end}").exists() for it in NAMES for end in (".pem", ".key")]
        if all(kept):
            return False
        if any(kept):
            raise NoAuthority(f"{self.directory} holds part of an authority: name an empty directory, or mend it.")
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        root_key, key = _key("ec"), _key("ec")
        root = _authority("root", key=root_key, by=None, signer=root_key, now=now)
        below = _authority("intermediate", key=key, by=root, signer=root_key, now=now)
        for name, certificate, own in (("root", root, root_key), ("intermediate", below, key)):
            _write(self.directory / f"{name}.key", _pem_of(own))
            _write(self.directory / f"{name}.pem", _pem(certificate), secret=False)
        self.write_lists(now=now)
        return True

    def issue(self, wanted: Sequence[Wanted], *, now: datetime) -> list[Made]:
        """Certificates with keys for these peers: all, or none. Raises `Exists` and `NoAuthority`."""
        places = [self._place(it.peer_id) for it in wanted]
        taken = [str(it) for it in places if it.exists()]
        if taken:
            remedy = "`pki renew` renews it; or remove it, or name another directory"
            raise Exists(f"{', '.join(taken)} exists: {remedy}. Nothing was made.")
        places[0].parent.mkdir(exist_ok=True, mode=0o700)
        with TemporaryDirectory(prefix=".new-", dir=places[0].parent) as beside:
            prepared = [self._prepared(it, beside=Path(beside), now=now) for it in wanted]
            for place, ready in zip(places, prepared, strict=True):
                ready.rename(place)
        return [Made(directory=it, certificate=it / "certificate.pem", key=it / "key.pem") for it in places]

    def renew(self, peer_id: str, *, new_key: bool, now: datetime) -> Made:
        """Another certificate of a year for a peer that has one, on its own key or on a new one. Raises `NoAuthority`.

        The former stays valid: it may be revoked before.
        """
        place = self._place(peer_id)
        made = Made(directory=place, certificate=place / "certificate.pem", key=place / "key.pem")
        try:
            former = x509.load_pem_x509_certificates(made.certificate.read_bytes())[0]
            key = load_pem_private_key(made.key.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as fault:
            raise NoAuthority(f"{self.directory} holds no certificate and key of {peer_id} ({fault}).") from fault
        assert isinstance(key, Key)
        issuer, signer = self._opened("intermediate")
        key = _key("rsa" if isinstance(key, rsa.RSAPrivateKey) else "ec") if new_key else key
        renewed = _peer(_of(former, peer_id), key=key, issuer=issuer, now=now).sign(signer, hashes.SHA256())
        if new_key:
            _write(made.key, _pem_of(key))
        _write(made.certificate, _pem(renewed) + _pem(issuer), secret=False)
        return made

    def revoke(self, peer_id: str, *, now: datetime) -> None:
        """Put the certificate of this peer on the list. Raises `NoAuthority` when there is none."""
        try:
            pem = (self._place(peer_id) / "certificate.pem").read_bytes()
        except OSError as fault:
            raise NoAuthority(f"{self.directory} holds no certificate of {peer_id} ({fault.strerror}).") from fault
        serial = x509.load_pem_x509_certificates(pem)[0].serial_number
        revoked = self._revoked()
        revoked.setdefault(f"{serial:x}", int(now.timestamp()))
        _write(self.directory / "revoked.json", json.dumps(revoked).encode(), secret=False)
        self.write_lists(now=now)

    def write_lists(self, *, now: datetime) -> None:
        """Make the revocation lists anew."""
        self.lists.mkdir(exist_ok=True)
        for name, revoked in (("root", {}), ("intermediate", self._revoked())):
            certificate, key = self._opened(name)
            built = x509.CertificateRevocationListBuilder().issuer_name(certificate.subject)
            built = built.last_update(now - CLOCK_SKEW).next_update(now + timedelta(days=LIST_DAYS))
            for serial, since in revoked.items():
                row = x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
                at = datetime.fromtimestamp(since, tz=now.tzinfo)
                built = built.add_revoked_certificate(row.revocation_date(at).build())
            made = built.sign(key, hashes.SHA256())
            _write(self.lists / f"{name}.crl", made.public_bytes(Encoding.PEM), secret=False)

    def _place(self, peer_id: str) -> Path:
        return self.directory / "peers" / peer_id

    def _revoked(self) -> dict[str, int]:
        try:
            found: dict[str, int] = json.loads((self.directory / "revoked.json").read_text())
        except FileNotFoundError:
            return {}
        return found

    def _opened(self, name: str) -> tuple[x509.Certificate, Key]:
        try:
            certificate = x509.load_pem_x509_certificate((self.directory / f"{name}.pem").read_bytes())
            key = load_pem_private_key((self.directory / f"{name}.key").read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as fault:
            raise NoAuthority(
                f"{self.directory} holds no trial authority ({fault}): `manage.py pki make {self.directory}` makes one."
            ) from fault
        assert isinstance(key, Key)
        return certificate, key

    def _prepared(self, wanted: Wanted, *, beside: Path, now: datetime) -> Path:
        issuer, signer = self._opened("intermediate")
        key = _key(wanted.kind)
        certificate = _peer(wanted, key=key, issuer=issuer, now=now).sign(signer, hashes.SHA256())
        place = beside / wanted.peer_id
        place.mkdir(mode=0o700)
        _write(place / "certificate.pem", _pem(certificate) + _pem(issuer), secret=False)
        _write(place / "key.pem", _pem_of(key))
        return place


def _of(former: x509.Certificate, peer_id: str) -> Wanted:
    """What a certificate of ours says, to say it again."""
    [name] = former.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    alternatives = former.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return Wanted(name=str(name.value), peer_id=peer_id, hosts=[str(it.value) for it in alternatives])


def _peer(wanted: Wanted, *, key: Key, issuer: x509.Certificate, now: datetime) -> x509.CertificateBuilder:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, wanted.name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, wanted.peer_id),
            x509.NameAttribute(NameOID.COMMON_NAME, wanted.hosts[0]),
        ]
    )
    built = _begun(subject, key=key, issuer=issuer, days=PEER_DAYS, now=now)
    alternatives = x509.SubjectAlternativeName([_alternative(it) for it in wanted.hosts])
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    return (
        built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(alternatives, critical=False)
    )


def _authority(name: str, *, key: Key, by: x509.Certificate | None, signer: Key, now: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[name])])
    built = _begun(subject, key=key, issuer=by, days=AUTHORITY_DAYS, now=now)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None if by is None else 0), critical=True)
    return built.add_extension(_usage(authority=True), critical=True).sign(signer, hashes.SHA256())


def _begun(
    subject: x509.Name, *, key: Key, issuer: x509.Certificate | None, days: int, now: datetime
) -> x509.CertificateBuilder:
    vouching = key.public_key() if issuer is None else issuer.public_key()
    assert isinstance(vouching, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(vouching), critical=False)
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


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key(kind: str) -> Key:
    return rsa.generate_private_key(65_537, RSA_BITS) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _pem_of(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes, *, secret: bool = True) -> None:
    """All of it or nothing: beside the file, and then in its place."""
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb") as opened:
        opened.write(content)
    new.rename(file)
