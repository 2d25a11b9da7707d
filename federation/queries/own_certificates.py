"""Certificates of ours that signed tokens: the one of now, and one that was renewed while its tokens still run."""

from datetime import datetime

from cryptography import x509

from federation.domain import certificates, tokens
from federation.domain.jose import PublicKey
from federation.models import KnownCertificate
from federation.transport.identity import Identity


def token_key(thumbprint: str, *, own: Identity, now: datetime) -> PublicKey | None:
    """The key of ours that this certificate (`x5t#S256`) holds; None when we sign no tokens with it.

    One that was renewed counts for as long as a token lives that was given just before.
    """
    if certificates.same_thumbprint(thumbprint, own.certificate.thumbprint):
        return _usable(own.certificate.certificate)
    since = now - tokens.LIFETIME - tokens.SKEW
    row = KnownCertificate.objects.filter(
        peer_id=own.peer_id, thumbprint=thumbprint, fetched_at__gt=since, valid_until__gt=now
    ).first()
    return None if row is None else _usable(x509.load_pem_x509_certificate(row.chain.encode()))


def _usable(certificate: x509.Certificate) -> PublicKey | None:
    key = certificate.public_key()
    return key if isinstance(key, PublicKey) else None
