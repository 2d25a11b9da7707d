"""The outway: calls to services of peers, each with a token of the peer's manager (FSC Core 2.0.0, 4.6).

A call is written down before it is sent, or it is not sent. What the inway or the service answers comes back as it is,
its errors too. Calls go out side by side; all that touches the database stays in the thread of who calls.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from events import processing
from federation.domain import received_tokens, token_answers, tokens, transactions
from federation.domain.grants import Grant
from federation.domain.received_tokens import Asked, UnfitToken
from federation.domain.refusals import InwayCode
from federation.domain.token_answers import NotGiven
from federation.domain.transactions import Direction
from federation.models import Peer
from federation.transport import client, held_tokens, identity, reachability, transaction_log
from federation.transport.client import Ask, Reply, Unreachable
from federation.transport.held_tokens import HeldToken
from federation.transport.identity import Identity

SECONDS: Final = 10.0
AUTHORIZATION: Final = "Fsc-Authorization"
ASK_ANEW: Final = frozenset({InwayCode.ACCESS_TOKEN_EXPIRED.value, InwayCode.ACCESS_TOKEN_INVALID.value})
"""On which a token is asked for once more: our clock may differ, or the manager may have renewed its key."""
_OURS: Final = frozenset({"fsc-authorization", "fsc-transaction-id", "host", "content-length", "connection"})


class Why(StrEnum):
    """Why a call has no answer."""

    PEER_UNKNOWN = "peer-unknown"
    TOKEN_REFUSED = "token-refused"  # noqa: S105  # a reason
    TOKEN_UNFIT = "token-unfit"  # noqa: S105  # a reason
    NOT_WRITTEN_DOWN = "not-written-down"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to the service of a grant. `path` begins with a slash, has the query in it, and is sent as it is.

    `repeatable`: as of `client.Ask`.
    """

    grant: Grant
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = SECONDS
    bytes_max: int = client.BYTES_MAX
    repeatable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the inway or the service answered, and the id under which the call is in the transaction log of both."""

    reply: Reply
    transaction_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnswered:
    """That there is no answer. `sent`: whether the call may have reached the service all the same."""

    why: Why
    detail: str
    sent: bool = False


Steps = Generator[Ask, Reply | Unreachable, Answered | NotAnswered]


def call(one: Call, *, now: datetime) -> Answered | NotAnswered:
    """One call. Raises as `call_all`."""
    return call_all([one], seconds=one.seconds, now=now)[0]


def call_all(calls: Sequence[Call], *, seconds: float, now: datetime) -> list[Answered | NotAnswered]:
    """The answers in the order of the calls, which go out side by side; within so many seconds in all.

    Must be called outside any transaction (`RuntimeError`): a call is sent once its record is committed. Raises
    `FederationOff` and `IdentityUnusable`; of peers nothing is raised.
    """
    if not calls:
        return []
    own = identity.own()
    ends = time.monotonic() + seconds
    known = Peer.objects.in_bulk({it.grant.service.peer_id for it in calls})
    begun = [_Calling(it, own=own, peer=known.get(it.grant.service.peer_id), ends=ends, now=now) for it in calls]
    return _side_by_side([it.steps() for it in begun], own=own)


def _side_by_side(works: Sequence[Steps], *, own: Identity) -> list[Answered | NotAnswered]:
    """Do each to its end: whenever an answer comes in, that work goes on here, in this thread."""
    results: dict[int, Answered | NotAnswered] = {}
    waiting: dict[Future[Reply | Unreachable], int] = {}

    def go_on(number: int, came: Reply | Unreachable | None) -> None:
        try:
            asks = works[number].send(came)  # type: ignore[arg-type]  # None begins a generator
        except StopIteration as done:
            results[number] = done.value
        else:
            waiting[client.begun(asks, own=own, seconds=asks.seconds)] = number

    try:
        for number in range(len(works)):
            go_on(number, None)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                go_on(waiting.pop(future), future.result())
    finally:
        for future in waiting:
            future.cancel()
    return [results[number] for number in range(len(works))]


class _Calling:
    """One call in the making."""

    def __init__(self, one: Call, *, own: Identity, peer: Peer | None, ends: float, now: datetime) -> None:
        self._call = one
        self._own = own
        self._peer = peer
        self._ends = ends
        self._now = now
        self._key = (one.grant.hash, own.certificate.thumbprint)
        self._id = transaction_log.new_id(now=now)

    def steps(self) -> Steps:
        """What to ask, one after another; each answer comes back by `send`."""
        token = held_tokens.find(self._key, now=self._now) or (yield from self._token())
        if isinstance(token, NotAnswered):
            return token
        refused = self._write_down(token)
        if refused is not None:
            return refused
        came = yield from self._asked(self._request(token))
        if isinstance(came, Reply) and _wants_another_token(came):
            held_tokens.forget(self._key)
            token = yield from self._token()
            if isinstance(token, NotAnswered):
                return token
            came = yield from self._asked(self._request(token))
        if isinstance(came, Unreachable):
            return NotAnswered(why=Why.UNREACHABLE, detail=str(came), sent=came.sent)
        return Answered(reply=came, transaction_id=self._id)

    def _token(self) -> Generator[Ask, Reply | Unreachable, HeldToken | NotAnswered]:
        """A token of the manager of who offers the service."""
        if self._peer is None or not self._peer.manager_address:
            return NotAnswered(why=Why.PEER_UNKNOWN, detail="We do not know where the manager of this peer is.")
        came = yield from self._asked(self._token_request(self._peer.manager_address))
        if isinstance(came, Unreachable):
            return NotAnswered(why=Why.UNREACHABLE, detail=str(came))
        asked = Asked(
            grant=self._call.grant,
            group_id=settings.F6_FSC_GROUP_ID,
            peer_id=self._own.peer_id,
            thumbprint=self._own.certificate.thumbprint,
        )
        try:
            text = token_answers.token_in(came.status, came.body)
            claims = received_tokens.check(text, asked=asked, ports=settings.F6_FSC_PORTS, now=self._now)
        except NotGiven as refusal:
            return NotAnswered(why=Why.TOKEN_REFUSED, detail=str(refusal))
        except UnfitToken as fault:
            return NotAnswered(why=Why.TOKEN_UNFIT, detail=str(fault))
        token = HeldToken(text=text, claims=claims)
        held_tokens.keep(self._key, token)
        return token

    def _token_request(self, manager_address: str) -> Ask:
        form = {"grant_type": tokens.GRANT_TYPE, "scope": self._call.grant.hash, "client_id": self._own.peer_id}
        return Ask(
            method="POST",
            url=f"{manager_address}/v1/token",
            peer_id=self._call.grant.service.peer_id,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            body=urlencode(form).encode(),
            bytes_max=token_answers.BYTES_MAX,
            repeatable=True,
        )

    def _request(self, token: HeldToken) -> Ask:
        """To where the token says, and nowhere else: the path alone is of who calls."""
        given = {name: value for name, value in self._call.headers.items() if name.lower() not in _OURS}
        trace = processing.traceparent()
        return Ask(
            method=self._call.method,
            url=token.claims.audience.rstrip("/") + self._call.path,
            peer_id=self._call.grant.service.peer_id,
            headers={
                **given,
                **({"traceparent": trace} if trace else {}),
                AUTHORIZATION: f"Bearer {token.text}",
                transactions.HEADER: str(self._id),
            },
            body=self._call.body,
            bytes_max=self._call.bytes_max,
            repeatable=self._call.repeatable,
        )

    def _asked(self, one: Ask) -> Generator[Ask, Reply | Unreachable, Reply | Unreachable]:
        """One request within the time that is left, and less for a peer that just failed; how it went is kept."""
        seconds = min(self._ends - time.monotonic(), self._call.seconds)
        if self._peer is not None:
            seconds = reachability.seconds_for(self._peer, seconds=seconds, now=self._now)
        seconds = max(seconds, 0.0)
        came = yield replace(one, seconds=seconds)
        reachability.note(one.peer_id, came, seconds=seconds, now=self._now)
        return came

    def _write_down(self, token: HeldToken) -> NotAnswered | None:
        made = transactions.transaction_of(token.claims, transaction_id=self._id, direction=Direction.OUTGOING)
        try:
            transaction_log.write([made], now=self._now)
        except (transaction_log.NotWritten, transaction_log.UsedId):
            return NotAnswered(why=Why.NOT_WRITTEN_DOWN, detail="The call could not be written down: it was not sent.")
        return None


def _wants_another_token(came: Reply) -> bool:
    return came.status == 401 and came.headers.get("fsc-error-code") in ASK_ANEW
