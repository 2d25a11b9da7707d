"""Mutual TLS between peers: who is trusted, what is spoken, and whom a client expects (FSC Core 2.0.0, 3.3).

By the TLS guidelines of the NCSC (ICT-beveiligingsrichtlijnen voor TLS): 1.3 is good, 1.2 will do with suites that
have forward secrecy, older will not. Sessions are not resumed, so every connection is judged by what holds then.
"""

import secrets
import ssl
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from django.conf import settings

from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable
from federation.transport.identity import Identity

SUITES: Final = (
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305"
    ":ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=2"
)
"""Of TLS 1.2. All those of 1.3 are good. Level 2: RSA from 2,048 bits, nothing signed with SHA-1."""
CONTEXTS_MAX: Final = 256


class WrongPeer(ssl.SSLError):
    """The server's certificate is trusted, and is another peer's than was expected."""

    def __init__(self, *, expected: str, found: str) -> None:
        super().__init__(1, f"the server is of peer {found}, where {expected} was expected")
        self.expected = expected
        self.found = found


@lru_cache(maxsize=4)
def server(identity: Identity) -> ssl.SSLContext:
    """How we are connected to: nobody without a certificate that leads to an anchor of the group."""
    made = _context(ssl.PROTOCOL_TLS_SERVER, identity)
    made.verify_mode = ssl.CERT_REQUIRED
    made.options |= ssl.OP_NO_TICKET | ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_SINGLE_ECDH_USE
    made.num_tickets = 0
    return made


@lru_cache(maxsize=CONTEXTS_MAX)
def client(identity: Identity, peer_id: str) -> ssl.SSLContext:
    """How we connect to this peer, and to no other: the handshake fails when the server's certificate is another's.

    Host name and chain are checked too; all that before a byte of a request is sent. Raises `WrongPeer` there. Reads
    and writes files: not for an event loop.
    """
    made = _context(ssl.PROTOCOL_TLS_CLIENT, identity)
    made.check_hostname = True
    made.verify_mode = ssl.CERT_REQUIRED
    made.hostname_checks_common_name = False
    made.sslobject_class = _expecting(peer_id, pattern=settings.F6_FSC_PEER_ID_PATTERN)
    return made


def reaching_ourselves(identity: Identity) -> ssl.SSLContext:
    """How we look whether our own listener answers, at whatever address it is bound to: only the name is not judged."""
    made = _context(ssl.PROTOCOL_TLS_CLIENT, identity)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def _context(protocol: int, identity: Identity) -> ssl.SSLContext:
    made = ssl.SSLContext(protocol)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers(SUITES)
    made.set_alpn_protocols(["http/1.1"])
    made.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_TRUSTED_FIRST
    made.load_verify_locations(cadata="".join(_pem(it) for it in identity.anchors))
    with TemporaryDirectory(prefix="f6-") as place:
        _show(identity, by=made, place=Path(place))
        if identity.crls:
            _revoke(identity.crls, by=made, place=Path(place))
    return made


def _show(identity: Identity, *, by: ssl.SSLContext, place: Path) -> None:
    """Load our certificate with its key. OpenSSL reads them from files here: the key stands there encrypted."""
    password = secrets.token_hex(32).encode()
    key = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    file = place / "identity.pem"
    file.touch(mode=0o600)
    file.write_bytes("".join(_pem(it) for it in identity.chain).encode() + key)
    by.load_cert_chain(file, password=password)


def _revoke(crls: Sequence[x509.CertificateRevocationList], *, by: ssl.SSLContext, place: Path) -> None:
    """From now on each certificate of a chain must stand on a current list of its issuer's, unrevoked."""
    file = place / "crls.pem"
    file.write_bytes(b"".join(it.public_bytes(Encoding.PEM) for it in crls))
    by.load_verify_locations(cafile=str(file))
    by.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN


def _expecting(peer_id: str, *, pattern: str) -> type[ssl.SSLObject]:
    """The end of a connection whose handshake is not done before the other is this peer."""

    class Expecting(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            try:
                found = certificates.read(self.getpeercert(binary_form=True) or b"", peer_id_pattern=pattern).peer_id
            except CertificateUnusable as fault:
                raise WrongPeer(expected=peer_id, found=f"nobody: {fault.reason}") from fault
            if found != peer_id:
                raise WrongPeer(expected=peer_id, found=found)

    return Expecting


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
