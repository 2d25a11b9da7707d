"""Sending what waits for another manager: one worker for a peer at a time, contracts before signatures.

A worker that is killed leaves its lease to end; the next sends the same again, which changes nothing at the receiver.
Who does not answer is tried with back-off, everything for him together. What he refuses is kept with what he said, and
tried slowly: what comes after it does not wait for it.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote
from uuid import uuid4

import structlog
from django.conf import settings
from django.db.models import Max, Q, QuerySet

from federation.commands import finding, peers
from federation.domain import back_off, ijson
from federation.domain.contracts import SignatureKind
from federation.models import Outgoing, Peer, StoredSignature
from federation.queries import addresses
from federation.transport import client, identity
from federation.transport.client import Ask, Reply, Unreachable

LEASE: Final = timedelta(seconds=60)
MESSAGES_MAX: Final = 100
"""In one turn of a peer."""
FAILURE_LENGTH_MAX: Final = 500
PEER_AWAY: Final = frozenset({408, 425, 429})
"""Statuses of the client's class that say: not now."""

log = structlog.get_logger(__name__)
Kind = Outgoing.Kind


@dataclass(kw_only=True)
class _Away(Exception):
    """The peer did not take it in, and not because of what it is."""

    why: str


@dataclass(kw_only=True)
class _Refused(Exception):
    """The peer does not want it as it is."""

    why: str


def whom_to_send_to(*, now: datetime) -> list[str]:
    """The peers for whom something is due and to whom nobody sends now."""
    busy = Peer.objects.filter(sending_until__gt=now).values("peer_id")
    return list(_due(now).exclude(peer_id__in=busy).values_list("peer_id", flat=True).distinct().order_by("peer_id"))


def send_to(peer_id: str, *, now: datetime, until: Callable[[], bool] = lambda: False) -> int:
    """Send what is due to a peer, until `until` says stop. Gives how much arrived; nothing when somebody else sends."""
    lease = uuid4()
    free = Peer.objects.filter(Q(sending_until=None) | Q(sending_until__lte=now), peer_id=peer_id)
    if not free.update(sending=lease, sending_until=now + LEASE):
        return 0
    try:
        return _send_all(peer_id, now=now, until=until)
    finally:
        Peer.objects.filter(peer_id=peer_id, sending=lease).update(sending=None, sending_until=None)


def _send_all(peer_id: str, *, now: datetime, until: Callable[[], bool]) -> int:
    arrived = 0
    found = list(_due(now).filter(peer_id=peer_id).select_related("contract").order_by("id")[:MESSAGES_MAX])
    for row in sorted(found, key=lambda it: (it.kind != Kind.CONTRACT, it.pk)):
        if until():
            break
        try:
            _send(row, now=now)
        except _Refused as refusal:
            _tried(row, why=refusal.why, refused=True, now=now)
            peers.answered(peer_id, now=now)
        except _Away as fault:
            _tried(row, why=fault.why, refused=False, now=now)
            peers.failed(peer_id, why=fault.why, now=now)
            break
        else:
            _arrived(row, now=now)
            peers.answered(peer_id, now=now)
            arrived += 1
    return arrived


def _due(now: datetime) -> QuerySet[Outgoing]:
    """What is due; of a contract that has ended nothing is sent any more."""
    open_ = Q(contract=None) | Q(contract__valid_until__gt=now)
    return Outgoing.objects.filter(open_, arrived_at=None, next_at__lte=now)


def _send(row: Outgoing, *, now: datetime) -> None:
    """Send one message, at the address that we know or else where a directory says. Raises `_Away`, `_Refused`."""
    address = addresses.known(row.peer_id)
    try:
        _ask(row, address)
    except _Away:
        listed = finding.in_directories(row.peer_id)
        if listed is None or listed.manager_address == address:
            raise
        _ask(row, listed.manager_address)
        peers.learned(row.peer_id, name=listed.name, manager_address=listed.manager_address)
    if (
        row.kind == Kind.ANNOUNCE or row.peer_id not in settings.F6_FSC_DIRECTORIES
    ):  # a directory must be told by itself
        Peer.objects.filter(peer_id=row.peer_id).update(told_address=settings.F6_FSC_MANAGER_ADDRESS, told_at=now)


def _ask(row: Outgoing, address: str | None) -> None:
    if address is None:
        raise _Away(why="nobody told where its manager is, and no directory knows it")
    try:
        reply = client.ask(_request(row, address))
    except Unreachable as fault:
        raise _Away(why=str(fault)) from fault
    if 200 <= reply.status < 300:
        return
    why = _said(reply)
    if 400 <= reply.status < 500 and reply.status not in PEER_AWAY:
        raise _Refused(why=why)
    raise _Away(why=why)


def _request(row: Outgoing, address: str) -> Ask:
    headers = {"Fsc-Manager-Address": settings.F6_FSC_MANAGER_ADDRESS}
    if row.kind == Kind.ANNOUNCE or row.contract is None:
        return Ask(method="PUT", url=f"{address}/v1/announce", peer_id=row.peer_id, headers=headers)
    signed = SignatureKind.ACCEPT if row.kind == Kind.CONTRACT else SignatureKind(row.kind)
    own = StoredSignature.objects.filter(contract=row.contract, peer_id=identity.own().peer_id, kind=signed.value)
    jws = own.values_list("jws", flat=True).first()
    if jws is None:
        raise _Refused(why="nothing was sent: there is no signature of ours (any more)")
    at = f"/{quote(row.contract.content_hash, safe='')}/{signed.value}"
    return Ask(
        method="POST" if row.kind == Kind.CONTRACT else "PUT",
        url=f"{address}/v1/contracts{'' if row.kind == Kind.CONTRACT else at}",
        peer_id=row.peer_id,
        headers={**headers, "Content-Type": "application/json"},
        body=f'{{"content":{row.contract.canonical},"signature":{json.dumps(jws)}}}'.encode(),
    )


def _said(reply: Reply) -> str:
    """What a peer answered, in one line: its message when it gives one."""
    try:
        told = ijson.parse(reply.body)
    except ijson.NotIJson:
        told = None
    message = told.get("message") if isinstance(told, dict) else None
    code = reply.headers.get("fsc-error-code", "")
    text = f"{reply.status} {code} {message if isinstance(message, str) else ''}"
    return " ".join("".join(it if it.isprintable() else " " for it in text).split())[:FAILURE_LENGTH_MAX]


def _arrived(row: Outgoing, *, now: datetime) -> None:
    """Done, unless it was put in the queue anew while it was sent: then it must go again, as it is now.

    Of the same message to the same peer the last that arrived is kept: one that does not keep it is sent it for years.
    """
    if Outgoing.objects.filter(pk=row.pk, made_at=row.made_at).update(arrived_at=now, failure="", refused=False):
        same = Outgoing.objects.filter(peer_id=row.peer_id, kind=row.kind, contract=row.contract)
        same.exclude(Q(arrived_at=None) | Q(pk=row.pk)).delete()


def _tried(row: Outgoing, *, why: str, refused: bool, now: datetime) -> None:
    waiting = Outgoing.objects.filter(peer_id=row.peer_id, arrived_at=None)
    if refused:
        attempts = row.attempts + 1
    else:
        attempts = (waiting.filter(refused=False).aggregate(most=Max("attempts"))["most"] or 0) + 1
    then = now + back_off.until_next(attempts, refused=refused, chance=random.random())  # noqa: S311  # jitter
    if not refused:
        waiting.filter(next_at__lt=then).update(next_at=then)
    told = {"attempts": attempts, "next_at": then, "failure": why[:FAILURE_LENGTH_MAX], "refused": refused}
    waiting.filter(pk=row.pk, made_at=row.made_at).update(**told)
    log.info("fsc_not_arrived", peer=row.peer_id, kind=row.kind, refused=refused, attempts=attempts)
