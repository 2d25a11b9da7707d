"""Comparing contracts with a partner: what one of us missed is made good, in both directions.

A push that got lost, a database that was put back: the partner's `/contracts` says what it has. Every signature there
is verified as one that was sent; what the partner lacks of ours is queued again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from federation.domain import back_off, ijson, listings, reading, rules
from federation.domain.contracts import Content, SignatureKind
from federation.domain.refusals import FscRefusal
from federation.domain.rules import Receiver
from federation.models import ContractPeer, Outgoing, Peer, StoredContract, StoredSignature
from federation.queries import addresses, offered
from federation.transport import identity

EVERY: Final = back_off.COMPARED_EVERY
AGAIN: Final = timedelta(minutes=30)
"""What arrived shorter ago is not sent again, whatever the partner says that it has."""
_Signed = dict[SignatureKind, dict[str, str]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theirs:
    """A contract as the partner has it."""

    content: Content
    signed: _Signed


def whom_to_compare_with(*, now: datetime) -> list[str]:
    """The partners with whom contracts were not compared for a while: those of contracts that have not ended.

    With one that does not answer ever more seldom, until he answers or is heard.
    """
    own = identity.own().peer_id
    partners = ContractPeer.objects.filter(contract__valid_until__gt=now).exclude(peer_id=own).values("peer_id")
    due = Peer.objects.filter(Q(reconciled_at=None) | Q(reconciled_at__lte=now - EVERY), peer_id__in=partners)
    return [it.peer_id for it in due.order_by("peer_id") if _is_due(it, now=now)]


def _is_due(peer: Peer, *, now: datetime) -> bool:
    last, failing_since = peer.reconciled_at, peer.failing_since
    if last is None or failing_since is None or (peer.heard_at is not None and peer.heard_at > last):
        return True
    return now - last >= back_off.until_compared(last - failing_since)


def compare_with(peer_id: str, *, now: datetime, until: Callable[[], bool] = lambda: False) -> bool:
    """Compare contracts with a partner, when nobody just did. Gives whether everything was compared."""
    due = Peer.objects.filter(Q(reconciled_at=None) | Q(reconciled_at__lte=now - EVERY), peer_id=peer_id)
    address = addresses.known(peer_id)
    if address is None or not due.update(reconciled_at=now):
        return False
    there: dict[str, _Signed] = {}
    complete = False
    try:
        for page in paging.pages("contracts", peer_id=peer_id, address=address, read=_page_of, until=until):
            peers.answered(peer_id, now=now)
            if not _take_in_page(page.rows, there, partner=peer_id, now=now, until=until):
                return False
            complete = page.complete
    except NotRead as fault:
        peers.failed(peer_id, why=str(fault), now=now)
        return False
    if complete:
        _queue_what_is_missing(there, partner=peer_id, now=now)
    return complete


def _page_of(raw: Any) -> list[_Theirs]:
    """The contracts of a page; what is none is passed over. Raises `NoListing`."""
    return [it for it in map(_read, listings.contracts_of(raw)) if it is not None]


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


def _take_in_page(
    page: Iterable[_Theirs], there: dict[str, _Signed], *, partner: str, now: datetime, until: Callable[[], bool]
) -> bool:
    """Keep what we lack of a page, and write down in `there` what stands there of ours. Gives whether all was done."""
    own = identity.own().peer_id
    theirs = {it.content.hash: it for it in page}
    ours: dict[str, set[str]] = {
        it: set() for it in StoredContract.objects.filter(pk__in=theirs).values_list("pk", flat=True)
    }
    for content_hash, jws in StoredSignature.objects.filter(contract__in=ours).values_list("contract_id", "jws"):
        ours[content_hash].add(jws)
    for content_hash, it in theirs.items():
        if until():
            return False
        if _take_in(it, have=ours.get(content_hash), partner=partner, now=now, until=until):
            there[content_hash] = {kind: {own: by[own]} for kind, by in it.signed.items() if own in by}
    return True


def _take_in(
    theirs: _Theirs, *, have: Collection[str] | None, partner: str, now: datetime, until: Callable[[], bool]
) -> bool:
    """Keep what we lack, as far as it is verified; `have` is None for a contract that we lack.

    Gives whether we have it now: a contract that we would not take is passed over.
    """
    lacking = [
        (kind, signer, jws)
        for kind, by in theirs.signed.items()
        for signer, jws in by.items()
        if jws not in (have or ())
    ]
    if not lacking:
        return have is not None
    try:
        _check(theirs.content, known=have is not None, partner=partner, now=now)
        new = list(_verified(theirs.content, lacking, partner=partner, now=now, until=until))
        if have is None:
            signers = {it.peer_id for it in new} - {identity.own().peer_id}
            storing.check_new(theirs.content, signers=signers, own=identity.own().peer_id, now=now)
        if new:
            _keep(theirs.content, new, now=now)
    except FscRefusal as refusal:
        log.info("fsc_not_taken_in", peer=partner, code=refusal.code.value)
        return have is not None
    return have is not None or bool(new)


def _keep(content: Content, new: Collection[Verified], *, now: datetime) -> None:
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


def _verified(
    content: Content,
    lacking: Iterable[tuple[SignatureKind, str, str]],
    *,
    partner: str,
    now: datetime,
    until: Callable[[], bool],
) -> Iterator[Verified]:
    """Of what is signed there, what is verified with a certificate of its signer; until there is no more time.

    What must be asked of a signer's manager counts against the partner: it may have made the signature up.
    """
    for kind, signer, jws in lacking:
        if until():
            return
        try:
            signed = verifying.verified(
                jws,
                signer=signer,
                manager_address=addresses.known(signer) or "",
                content_hash=content.hash,
                kind=kind,
                now=now,
                asked_by=partner,
            )
            rules.check_signed(content, kind=kind, signed_at=signed.signed_at)
            yield signed
        except FscRefusal as refusal:
            log.info("fsc_not_verified", signer=signer, code=refusal.code.value)


def _queue_what_is_missing(there: Mapping[str, _Signed], *, partner: str, now: datetime) -> None:
    own = identity.own().peer_id
    mine = StoredSignature.objects.filter(
        peer_id=own, contract__parties__peer_id=partner, contract__valid_until__gt=now
    ).values_list("contract_id", "kind", "jws")
    lacking = {content_hash for content_hash, kind, jws in mine if _theirs_of(there, content_hash, kind, own) != jws}
    for content_hash in sorted(lacking):
        with transaction.atomic():
            row = storing.held(content_hash)
            if row is None:
                continue
            signed = StoredSignature.objects.filter(contract=row, peer_id=own)
            kinds = [it.kind for it in signed if _theirs_of(there, content_hash, it.kind, own) != it.jws]
            if content_hash not in there and row.proposed_by == own:
                kinds = [Outgoing.Kind.CONTRACT.value, *(it for it in kinds if it != SignatureKind.ACCEPT.value)]
            for kind in kinds:
                queueing.queue_once(partner, Outgoing.Kind(kind), row=row, now=now, after=AGAIN)


def _theirs_of(there: Mapping[str, _Signed], content_hash: str, kind: str, own: str) -> str | None:
    """What stands there as our signature of this kind; None for nothing."""
    return there.get(content_hash, {}).get(SignatureKind(kind), {}).get(own)
