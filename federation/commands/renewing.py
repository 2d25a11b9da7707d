"""Signing again when our certificate was renewed: an acceptance ends with the certificate that it was made with."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import F

from federation.commands import signing, storing, verifying
from federation.domain.contracts import SignatureKind, State
from federation.models import StoredSignature
from federation.transport import identity

log = structlog.get_logger(__name__)


def sign_again(*, now: datetime) -> int:
    """Accept again what we accepted with a certificate that ends before the contract and before that of now.

    Gives how many. What was rejected or revoked stays so.
    """
    own = identity.own()
    lasts = verifying.kept_as(own.peer_id, own.chain_der, now=now).valid_until
    ending = StoredSignature.objects.filter(
        peer_id=own.peer_id,
        kind=SignatureKind.ACCEPT.value,
        expires_at__lt=lasts,
        contract__valid_until__gt=F("expires_at"),
        contract__valid_until__gte=now,
    ).exclude(contract__signatures__kind__in=[SignatureKind.REJECT.value, SignatureKind.REVOKE.value])
    signed = 0
    for content_hash in list(ending.values_list("contract_id", flat=True)):
        with transaction.atomic():
            row = storing.held(content_hash)
            still = ending.filter(contract_id=content_hash).exists()  # nobody did it while we waited for the row
            if row is not None and still and storing.folded(row).state(now) in (State.PROPOSED, State.VALID):
                signing.sign(row, SignatureKind.ACCEPT, now=now)
                signed += 1
    if signed:
        log.info("fsc_signed_again", contracts=signed)
    return signed
