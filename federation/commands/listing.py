"""Our F6 as a directory: it accepts by itself what publishes a service of a peer that announced itself."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from federation.commands import signing, storing
from federation.domain.contracts import SignatureKind, State
from federation.domain.grants import PUBLICATIONS
from federation.models import Peer, StoredContract
from federation.transport import identity


def sign_if_published(row: StoredContract, *, now: datetime) -> None:
    """Accept a contract that is held, when we are a directory and all it does is publish at us."""
    if not settings.F6_FSC_IS_DIRECTORY:
        return
    own = identity.own().peer_id
    contract = storing.folded(row)
    if contract.state(now) is not State.PROPOSED or own in contract.accepted_by(now):
        return
    grants = contract.content.grants
    if not all(it.type in PUBLICATIONS and it.directory == own for it in grants):
        return
    wanted = {it.service.peer_id for it in grants}
    announced = Peer.objects.filter(peer_id__in=wanted, announced_at__isnull=False).values_list("peer_id", flat=True)
    if wanted == set(announced):
        signing.sign(row, SignatureKind.ACCEPT, now=now)


def sign_all_published(*, now: datetime) -> None:
    """Accept what was published at us and waits: whose peer announced itself at the same moment, for one."""
    _sign(_waiting(now=now), now=now)


def sign_what_is_published(*, now: datetime, service_peer: str) -> None:
    """Accept what this peer published before it announced itself."""
    _sign(_waiting(now=now).filter(grants__service_peer_id=service_peer), now=now)


def _waiting(*, now: datetime) -> QuerySet[StoredContract]:
    """What names us as its directory, and we signed nothing of."""
    if not settings.F6_FSC_IS_DIRECTORY:
        return StoredContract.objects.none()
    own = identity.own().peer_id
    found = StoredContract.objects.filter(grants__directory_peer_id=own, valid_until__gt=now)
    return found.exclude(signatures__peer_id=own)


def _sign(rows: QuerySet[StoredContract], *, now: datetime) -> None:
    for content_hash in list(rows.values_list("content_hash", flat=True).distinct()):
        with transaction.atomic():
            row = storing.held(content_hash)
            if row is not None:
                sign_if_published(row, now=now)
