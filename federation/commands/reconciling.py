"""Comparing contracts with a partner: what one of us missed is made good, in both directions.

A push that got lost, a database that was put back: the partner's `/contracts` says what it has. Every signature there
is verified as one that was sent; what the partner lacks of ours is queued again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from federation.commands import listing, paging, peers, queueing, storing, verifying
from federation.commands.paging import NotRead
from federation.commands.verifying import Verified
from federation.domain import ijson, listings, reading, rules
from federation.domain.contracts import Content, SignatureKind
from federation.domain.refusals import FscRefusal
from federation.domain.rules import Receiver
from federation.models import ContractPeer, Outgoing, Peer, StoredContract, StoredSignature
from federation.queries import addresses, offered
from federation.transport import identity

EVERY: Final = timedelta(minutes=5)
_Signed = dict[SignatureKind, dict[str, str]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theirs:
    """A contract as the partner has it."""

    content: Content
    signed: _Signed


def whom_to_compare_with(*, now: datetime) -> list[str]:
    """The partners with whom contracts were not compared for a while: those of contracts that have not ended."""
    own = identity.own().peer_id
    partners = ContractPeer.objects.filter(contract__valid_until__gt=now).exclude(peer_id=own).values("peer_id")
    due = Peer.objects.filter(Q(reconciled_at=None) | Q(reconciled_at__lte=now - EVERY), peer_id__in=partners)
    return list(due.order_by("peer_id").values_list("peer_id", flat=True))


def compare_with(peer_id: str, *, now: datetime, until: Callable[[], bool] = lambda: False) -> bool:
    """Compare contracts with a partner, when nobody just did. Gives whether everything was compared."""
    due = Peer.objects.filter(Q(reconciled_at=None) | Q(reconciled_at__lte=now - EVERY), peer_id=peer_id)
    address = addresses.known(peer_id)
    if address is None or not due.update(reconciled_at=now):
        return False
    try:
        found = paging.whole("contracts", peer_id=peer_id, address=address, read=listings.contracts_of, until=until)
    except NotRead as fault:
        peers.failed(peer_id, why=str(fault), now=now)
        return False
    peers.answered(peer_id, now=now)
    theirs = {it.content.hash: it for it in (_read(raw) for raw in found.rows) if it is not None}
    for it in theirs.values():
        if until():
            return False
        _take_in(it, partner=peer_id, now=now)
    if found.complete:
        _queue_what_is_missing(theirs, partner=peer_id, now=now)
    return found.complete


def _read(raw: Mapping[str, Any]) -> _Theirs | None:
    """A contract of the answer; None for what is none."""
    signatures = raw.get("signatures")
    try:
        content = reading.content_of(raw.get("content"))
    except (reading.MalformedContract, ijson.NotIJson):
        return None
    signed: _Signed = {}
    for kind in SignatureKind:
        given = signatures.get(kind.value) if isinstance(signatures, Mapping) else None
        listed = given if isinstance(given, Mapping) else {}
        signed[kind] = {who: jws for who, jws in listed.items() if who in content.peers and isinstance(jws, str)}
    return _Theirs(content=content, signed=signed)


def _take_in(theirs: _Theirs, *, partner: str, now: datetime) -> None:
    """Keep what we lack, as far as it is verified. A contract that we would not take is passed over."""
    content = theirs.content
    known = StoredContract.objects.filter(content_hash=content.hash).exists()
    try:
        _check(content, known=known, partner=partner, now=now)
    except FscRefusal as refusal:
        log.info("fsc_not_taken_in", peer=partner, code=refusal.code.value)
        return
    new = list(_verified(theirs, now=now))
    if not new:
        return
    first = {it.peer_id for it in new if all(it.peer_id in rules.may_propose(grant) for grant in content.grants)}
    with transaction.atomic():
        row = storing.keep_contract(content, proposed_by=min(first, default=""), now=now)
        for signed in new:
            storing.keep_signature(row, signed, now=now)
        listing.sign_if_published(row, now=now)


def _check(content: Content, *, known: bool, partner: str, now: datetime) -> None:
    own = identity.own().peer_id
    rules.check_terms(content, group_id=settings.F6_FSC_GROUP_ID)
    rules.check_peers(content, sender=partner, receiver=own)
    if not known:
        rules.check_times(content, now=now)
        rules.check_services(
            content, receiver=Receiver(peer_id=own, group_id=settings.F6_FSC_GROUP_ID, offers=offered.offers)
        )
        storing.check_new(content, sender=partner, own=own, now=now)


def _verified(theirs: _Theirs, *, now: datetime) -> Iterator[Verified]:
    """What is signed there and not kept here, each verified with a certificate of its signer."""
    have = set(StoredSignature.objects.filter(contract=theirs.content.hash).values_list("jws", flat=True))
    for kind, signed in theirs.signed.items():
        for signer, jws in signed.items():
            if jws in have:
                continue
            try:
                yield verifying.verified(
                    jws,
                    signer=signer,
                    manager_address=addresses.known(signer) or "",
                    content_hash=theirs.content.hash,
                    kind=kind,
                    now=now,
                )
            except FscRefusal as refusal:
                log.info("fsc_not_verified", signer=signer, code=refusal.code.value)


def _queue_what_is_missing(theirs: Mapping[str, _Theirs], *, partner: str, now: datetime) -> None:
    own = identity.own().peer_id
    rows = StoredContract.objects.filter(parties__peer_id=partner, valid_until__gt=now)
    for content_hash in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            row = storing.held(content_hash)
            if row is None:
                continue
            there = theirs.get(content_hash)
            mine = StoredSignature.objects.filter(contract=row, peer_id=own)
            kinds = [it.kind for it in mine if there is None or there.signed[SignatureKind(it.kind)].get(own) != it.jws]
            if there is None and row.proposed_by == own:
                kinds = [Outgoing.Kind.CONTRACT.value, *(it for it in kinds if it != SignatureKind.ACCEPT.value)]
            for kind in kinds:
                queueing.queue_once(partner, Outgoing.Kind(kind), row=row, now=now)
