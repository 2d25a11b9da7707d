"""Acceptances that rest on a certificate which its authority has revoked since: they end when the lists say so.

A signature is verified once, when it comes; a revocation list may be newer (Digikoppeling Beveiliging, PKI002 to 004).
"""

from datetime import datetime

import structlog
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from federation.commands import storing, verifying
from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable
from federation.domain.contracts import SignatureKind
from federation.domain.revocation import State
from federation.models import KnownCertificate, StoredSignature
from federation.transport import identity

log = structlog.get_logger(__name__)
_judged: set[str] = set()
"""By which lists (`Identity.mark`) this process judged everything: only newer ones can say something else."""


def end_what_is_revoked(*, now: datetime) -> int:
    """End the acceptances of certificates that are revoked, as their peers must sign again. Gives how many.

    What was rejected or revoked stays so. Without revocation lists nothing is looked at, and by the same lists nothing
    twice: a certificate that came since was judged by them when it came.
    """
    own = identity.own()
    if not own.crls or own.mark in _judged:
        return 0
    known = KnownCertificate.objects.filter(valid_until__gt=now).exclude(peer_id=own.peer_id)
    ended = sum(_end(row, now=now) for row in known if _is_revoked(row, now=now))
    _judged.clear()
    _judged.add(own.mark)
    return ended


def _is_revoked(row: KnownCertificate, *, now: datetime) -> bool:
    chain = [it.public_bytes(Encoding.DER) for it in certificates.from_pem(row.chain.encode())]
    try:
        identity.own().verify(chain[0], tuple(chain[1:]), now=now)
    except CertificateUnusable as fault:
        return fault.code == State.REVOKED.value
    return False


def _end(certificate: KnownCertificate, *, now: datetime) -> int:
    accepted = StoredSignature.objects.filter(
        peer_id=certificate.peer_id, kind=SignatureKind.ACCEPT.value, expires_at__gt=now
    )
    ended = 0
    for signature in accepted:
        if verifying.certificate_of(signature.jws) != certificate.thumbprint:
            continue
        with transaction.atomic():
            storing.held(signature.contract_id)
            ended += accepted.filter(pk=signature.pk, jws=signature.jws).update(expires_at=now)
    if ended:
        log.warning("fsc_certificate_revoked", peer=certificate.peer_id, acceptances=ended)
    return ended
