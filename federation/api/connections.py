"""Whose connection a request came over: what its client certificate says (FSC Core 2.0.0, 3.3).

The listener ends TLS and puts the certificate on the request; no header does, so nobody can say that he is another.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable, PeerCertificate
from federation.domain.tokens import Client
from federation.transport import entering


def certificate_of(request: HttpRequest, *, now: datetime) -> PeerCertificate:
    """What the certificate of this connection says. Its chain was verified in the handshake.

    Raises `CertificateUnusable`: there is none, it names no peer, or it ended while the connection was open.
    """
    der = request.META.get(entering.CERTIFICATE)
    if not isinstance(der, bytes) or not der:
        raise CertificateUnusable("absent", "Connect with the certificate of your organisation (mutual TLS).")
    found = certificates.read(der, peer_id_pattern=settings.F6_FSC_PEER_ID_PATTERN)
    if not found.valid_from <= now < found.valid_until:
        raise CertificateUnusable("expired", f"It ended on {found.valid_until:%Y-%m-%d}: have it renewed.")
    return found


def client_of(certificate: PeerCertificate) -> Client:
    """The certificate as what tokens are bound to."""
    return Client(
        peer_id=certificate.peer_id,
        thumbprint=certificate.thumbprint,
        public_key_thumbprint=certificate.public_key_thumbprint,
        names=certificate.names,
    )
