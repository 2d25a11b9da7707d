"""Our own key set: the certificate of now, and those that were replaced while signatures of ours still rest on them."""

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding

from federation.domain import certificates, keysets
from federation.models import KnownCertificate
from federation.transport import identity


def own(*, now: datetime) -> dict[str, Any]:
    """The certificates that others verify our signatures with, as a key set (RFC 7517)."""
    current = identity.own()
    earlier = (
        KnownCertificate.objects.filter(peer_id=current.peer_id, valid_until__gt=now)
        .exclude(thumbprint=current.certificate.thumbprint)
        .order_by("-fetched_at")[: keysets.KEYS_MAX - 1]
    )
    return keysets.rendered([current.chain_der, *(_chain(row) for row in earlier)])


def _chain(row: KnownCertificate) -> tuple[bytes, ...]:
    return tuple(it.public_bytes(Encoding.DER) for it in certificates.from_pem(row.chain.encode()))
