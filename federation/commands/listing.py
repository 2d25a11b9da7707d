"""Our F6 as a directory: it accepts by itself what publishes a service of a peer that announced itself.

It signs last: until everybody else did, nothing is listed, and nobody hears from us of what he has no part in.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from federation.commands import signing, storing
from federation.domain.contracts import SignatureKind
from federation.domain.grants import PUBLICATIONS
from federation.models import Peer, StoredContract, StoredGrant, StoredSignature
from federation.transport import identity

PUBLISHED_MAX: Final = 1_000
"""Publications of the services of one peer that are open: a list must be read by everybody."""


def sign_if_published(row: StoredContract, *, now: datetime) -> None:
    """Accept a contract that is held, when we are a directory, all it does is publish at us, and all others did."""
    if not settings.F6_FSC_IS_DIRECTORY:
        return
    own = identity.own().peer_id
    contract = storing.folded(row)
    if contract.awaits(now) != {own}:
        return
    grants = contract.content.grants
    if not all(it.type in PUBLICATIONS and it.directory == own for it in grants):
        return
    wanted = {it.service.peer_id for it in grants}
    announced = Peer.objects.filter(peer_id__in=wanted, announced_at__isnull=False).values_list("peer_id", flat=True)
    if wanted == set(announced) and not any(_has_enough(it, own=own, now=now) for it in wanted):
        signing.sign(row, SignatureKind.ACCEPT, now=now)


def _has_enough(service_peer: str, *, own: str, now: datetime) -> bool:
    """Whether this peer has as much published at us as one may: what is more waits until it withdraws some."""
    signed = StoredSignature.objects.filter(contract=OuterRef("pk"))
    rows = StoredContract.objects.filter(
        Exists(
            StoredGrant.objects.filter(contract=OuterRef("pk"), directory_peer_id=own, service_peer_id=service_peer)
        ),
        Exists(signed.filter(peer_id=own, kind=SignatureKind.ACCEPT.value)),
        ~Exists(signed.filter(kind__in=storing.WITHDRAWN)),
        valid_until__gt=now,
    )
    return rows[:PUBLISHED_MAX].count() >= PUBLISHED_MAX


def sign_all_published(*, now: datetime) -> None:
    """Accept what was published at us and waits: whose peer announced itself at the same moment, for one."""
    _sign(_waiting(now=now), now=now)


def sign_what_is_published(*, now: datetime, service_peer: str) -> None:
    """Accept what this peer published before it announced itself."""
    _sign(_waiting(now=now).filter(grants__service_peer_id=service_peer), now=now)


def _waiting(*, now: datetime) -> QuerySet[StoredContract]:
    """What publishes at us and nowhere else, was withdrawn by nobody, and we signed nothing of."""
    if not settings.F6_FSC_IS_DIRECTORY:
        return StoredContract.objects.none()
    own = identity.own().peer_id
    found = StoredContract.objects.filter(grants__directory_peer_id=own, valid_until__gt=now)
    elsewhere = StoredGrant.objects.filter(contract=OuterRef("pk")).exclude(directory_peer_id=own)
    settled = StoredSignature.objects.filter(Q(peer_id=own) | Q(kind__in=storing.WITHDRAWN), contract=OuterRef("pk"))
    announced = Peer.objects.filter(peer_id=OuterRef("service_peer_id"), announced_at__isnull=False)
    unheard = StoredGrant.objects.filter(~Exists(announced), contract=OuterRef("pk"))
    return found.filter(~Exists(elsewhere), ~Exists(settled), ~Exists(unheard))


def _sign(rows: QuerySet[StoredContract], *, now: datetime) -> None:
    for content_hash in list(rows.values_list("content_hash", flat=True).distinct()):
        with transaction.atomic():
            row = storing.held(content_hash)
            if row is not None:
                sign_if_published(row, now=now)
