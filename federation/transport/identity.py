"""Who we are in the group: our certificate, its key, and whom we trust; from files, read anew when they change."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from django.conf import settings

from events.subscriptions.domain import private_keys
from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable, PeerCertificate

log = logging.getLogger(__name__)
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Loaded = TypeVar("Loaded")

FILE_BYTES_MAX: Final = 1024 * 1024
CRL_BYTES_MAX: Final = 32 * 1024 * 1024
"""Lists of large authorities are megabytes."""
HALF_RENEWED_SECONDS: Final = 60.0
"""How long the former identity still serves when the files have become unusable: a renewal replaces them one by one."""


class FederationOff(Exception):
    """This F6 is a peer of no group. Its text says what to set."""

    def __init__(self) -> None:
        super().__init__("Federation is off: set F6_FSC_GROUP_ID and what belongs to it (docs/howto/connect.md).")


class IdentityUnusable(Exception):
    """The files that say who we are cannot be used. `reason`: a sentence that says how to mend it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, eq=False)
class Identity:
    """Who we are. `chain`: our certificate and the intermediate ones. `crls`: empty when revocation is not looked at.

    `mark` is another one after every change of the files, so that nothing made of them is kept beyond that.
    """

    certificate: PeerCertificate
    chain: tuple[x509.Certificate, ...]
    key: PrivateKey = field(repr=False)
    anchors: tuple[x509.Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]
    mark: str

    @property
    def peer_id(self) -> str:
        """Our Peer ID: an OIN in Dutch groups."""
        return self.certificate.peer_id

    @property
    def peer_name(self) -> str:
        """What our certificate calls us."""
        return self.certificate.peer_name

    @cached_property
    def chain_der(self) -> tuple[bytes, ...]:
        """The chain as it goes into `x5c`: ours first."""
        return tuple(it.public_bytes(Encoding.DER) for it in self.chain)

    def verify(self, leaf: bytes, intermediates: tuple[bytes, ...] = (), *, now: datetime) -> PeerCertificate:
        """Who stands in a certificate of another peer, once it is trusted. Raises `CertificateUnusable`."""
        certificates.trusted(leaf, intermediates, anchors=self.anchors, now=now, crls=self.crls)
        return certificates.read(leaf, peer_id_pattern=settings.F6_FSC_PEER_ID_PATTERN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where an identity is read from. `crls`: a directory, or None when revocation is not looked at."""

    certificate: Path
    key: Path
    anchors: Path
    crls: Path | None

    def state(self) -> str:
        """Another text after every change of any of them."""
        marked = hashlib.sha256()
        for file in (self.certificate, self.key, self.anchors, *self.lists()):
            found = file.stat()
            marked.update(f"{file}\0{found.st_ino}\0{found.st_mtime_ns}\0{found.st_size}\0".encode())
        return marked.hexdigest()

    def lists(self) -> Iterator[Path]:
        """The files with revocation lists."""
        if self.crls is not None:
            yield from sorted(it for it in self.crls.iterdir() if it.is_file() and not it.name.startswith("."))


def is_on() -> bool:
    """Whether this F6 is a peer of a group."""
    return bool(settings.F6_FSC_GROUP_ID)


def own() -> Identity:
    """Who we are now. Raises `FederationOff` and `IdentityUnusable`, both with how to mend it."""
    return _kept.of(files())


def files() -> Files:
    """Those that the settings name. Raises `FederationOff` and `IdentityUnusable`."""
    if not is_on():
        raise FederationOff
    missing = [it for it in ("F6_FSC_CERTIFICATE", "F6_FSC_KEY", "F6_FSC_TRUST_ANCHORS") if not getattr(settings, it)]
    if missing:
        raise IdentityUnusable(f"{' and '.join(missing)} must name files: `manage.py pki check` looks at them.")
    return Files(
        certificate=Path(settings.F6_FSC_CERTIFICATE),
        key=Path(settings.F6_FSC_KEY),
        anchors=Path(settings.F6_FSC_TRUST_ANCHORS),
        crls=Path(settings.F6_FSC_CRLS) if settings.F6_FSC_CRLS else None,
    )


def load(named: Files) -> Identity:
    """The identity in these files, read now. Raises `IdentityUnusable`."""
    mark = _readable(named.certificate, lambda _: named.state())
    found = _readable(named.certificate, _certificates)
    key = _readable(named.key, _key)
    try:
        certificate = certificates.read(
            found[0].public_bytes(Encoding.DER), peer_id_pattern=settings.F6_FSC_PEER_ID_PATTERN
        )
    except CertificateUnusable as fault:
        raise IdentityUnusable(f"{named.certificate}: {fault.reason}") from fault
    if not private_keys.fits(key, found[0]):
        raise IdentityUnusable(
            f"The key in {named.key} is not that of the first certificate in {named.certificate}: name the key that "
            "the certificate was asked with, and put your own certificate first in its file."
        )
    return Identity(
        certificate=certificate,
        chain=tuple(it for at, it in enumerate(found) if at == 0 or it.subject != it.issuer),
        key=key,
        anchors=_readable(named.anchors, _certificates),
        crls=revocations(named),
        mark=mark,
    )


class _Kept:
    """What was read, for as long as the files stay as they were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[Files, Identity] = {}
        self._failing_since: dict[Files, float] = {}

    def of(self, named: Files) -> Identity:
        with self._lock:
            former = self._found.get(named)
            try:
                if former is None or _state(named) != former.mark:
                    self._found[named] = former = load(named)
            except IdentityUnusable as fault:
                return self._former(named, former, fault)
            self._failing_since.pop(named, None)
            return former

    def _former(self, named: Files, former: Identity | None, fault: IdentityUnusable) -> Identity:
        since = self._failing_since.setdefault(named, time.monotonic())
        if former is None or time.monotonic() - since > HALF_RENEWED_SECONDS:
            self._found.pop(named, None)
            raise fault
        log.warning("The certificate files have changed and cannot be used; the former ones still serve: %s", fault)
        return former


_kept = _Kept()


def _state(named: Files) -> str:
    try:
        return named.state()
    except OSError:
        return ""  # reading them says what is wrong


def _readable(file: Path, read: Callable[[Path], Loaded]) -> Loaded:
    try:
        return read(file)
    except OSError as fault:
        raise IdentityUnusable(f"{fault.filename or file} cannot be read ({fault.strerror}).") from fault
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as fault:
        raise IdentityUnusable(f"{file} cannot be used: {fault}") from fault


def _certificates(file: Path) -> tuple[x509.Certificate, ...]:
    try:
        return certificates.from_pem(_bytes(file, most=FILE_BYTES_MAX))
    except ValueError as fault:
        raise ValueError(f"it must hold certificates as PEM ({fault})") from fault


def _key(file: Path) -> PrivateKey:
    try:
        found = load_pem_private_key(_bytes(file, most=FILE_BYTES_MAX), password=None)
    except TypeError as fault:
        raise ValueError(
            "the key has a password: take it off (openssl pkey), and guard the file by its rights"
        ) from fault
    except ValueError as fault:
        raise ValueError("it must hold a private key as PEM") from fault
    if not isinstance(found, PrivateKey):
        raise ValueError("the key must be an RSA or an EC one: contracts are signed with it (FSC Core 2.0.0)")  # noqa: TRY004
    return found


def revocations(named: Files) -> tuple[x509.CertificateRevocationList, ...]:
    """The lists in their directory; none when revocation is not looked at. Raises `IdentityUnusable`."""
    if named.crls is None:
        return ()
    found = tuple(it for file in _readable(named.crls, lambda _: [*named.lists()]) for it in _readable(file, _lists))
    if not found:
        raise IdentityUnusable(
            f"{named.crls} (F6_FSC_CRLS) holds no revocation list: fetch those of the group's authorities, or leave "
            "the setting empty and accept that revocation is not looked at."
        )
    return found


def _lists(file: Path) -> tuple[x509.CertificateRevocationList, ...]:
    try:
        return certificates.lists_from(_bytes(file, most=CRL_BYTES_MAX))
    except ValueError as fault:
        raise ValueError(f"it must hold revocation lists, as PEM or DER ({fault})") from fault


def _bytes(file: Path, *, most: int) -> bytes:
    with file.open("rb") as opened:
        found = opened.read(most + 1)
    if len(found) > most:
        raise ValueError(f"it is larger than {most} bytes")
    return found
