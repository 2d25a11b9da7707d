"""Requests to managers and inways of other peers, over mutual TLS; for code that is not asynchronous.

Whose certificate the server must have is part of every request. What a peer sends is bounded in size and in time,
whatever he does, and where it comes from is judged by the address that a connection really goes to.
"""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientOSError,
    ClientResponse,
    ClientSession,
    ConnectionTimeoutError,
    ServerDisconnectedError,
)
from django.conf import settings
from yarl import URL

from events.subscriptions.sending.connecting import is_forbidden, told
from federation.domain import certificates, peer_addresses
from federation.domain.certificates import CertificateUnusable, PeerCertificate
from federation.transport import engine, identity
from federation.transport.engine import Answering
from federation.transport.identity import Identity
from federation.transport.tls import WrongPeer

SECONDS: Final = 10.0
BYTES_MAX: Final = 5 * 1024 * 1024
_CHUNK: Final = 64 * 1024


class Reason(StrEnum):
    """Why there is no answer."""

    ADDRESS_REFUSED = "address-refused"
    NO_CONNECTION = "no-connection"
    TLS = "tls"
    WRONG_PEER = "wrong-peer"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    BROKEN_ANSWER = "broken-answer"


class Unreachable(Exception):
    """A peer gave no answer that can be used. `detail` says what happened, for who must mend it.

    `sent`: whether the request may have reached the peer, so that it may have had its effect.
    """

    def __init__(self, reason: Reason, detail: str, *, sent: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.sent = sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request. `peer_id`: whose certificate the server must have. `seconds`: from beginning to the answer's end.

    `url` is sent as it stands here: percent-encoded where it must be. `bytes_max` is of the answer's body.
    `repeatable`: whether it does no harm that it arrives twice. A server may end a connection that was kept at the
    moment that we send over it; what is repeatable is then sent once more, over another (RFC 9110, 9.2.2; of GET, PUT
    and DELETE the library knows it).
    """

    method: str
    url: str
    peer_id: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = SECONDS
    bytes_max: int = BYTES_MAX
    repeatable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a peer answered, whatever its status; redirects are not followed. Header names in lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    certificate: PeerCertificate


def ask(one: Ask) -> Reply:
    """The answer. Raises `Unreachable`; and `FederationOff` or `IdentityUnusable` when we are nobody ourselves."""
    (found,) = ask_all([one], seconds=one.seconds)
    if isinstance(found, Unreachable):
        raise found
    return found


def ask_all(asks: Sequence[Ask], *, seconds: float) -> list[Reply | Unreachable]:
    """The answers, in the order of the requests, which go out side by side; within so many seconds in all.

    Whoever has not answered by then is `Unreachable`. Raises `FederationOff` and `IdentityUnusable`.
    """
    own = identity.own()
    return engine.run(_all(asks, own=own, seconds=seconds)) if asks else []


def begun(one: Ask, *, own: Identity, seconds: float) -> Future[Reply | Unreachable]:
    """The answer to come, while the caller goes on; within so many seconds, or it is `Unreachable`."""
    return engine.begun(_one(one, own=own, seconds=min(seconds, one.seconds)))


async def _all(asks: Sequence[Ask], *, own: Identity, seconds: float) -> list[Reply | Unreachable]:
    return list(await asyncio.gather(*(_one(it, own=own, seconds=min(seconds, it.seconds)) for it in asks)))


async def _one(one: Ask, *, own: Identity, seconds: float) -> Reply | Unreachable:
    try:
        async with asyncio.timeout(seconds):
            return await _exchange(one, own=own)
    except Unreachable as refusal:
        return refusal
    except (TimeoutError, ClientError, OSError, ValueError) as fault:
        return _meaning_of(fault, seconds=seconds)


async def _exchange(one: Ask, *, own: Identity) -> Reply:
    try:
        target = URL(peer_addresses.checked(one.url, ports=settings.F6_FSC_PORTS), encoded=True)
    except ValueError as fault:
        raise Unreachable(Reason.ADDRESS_REFUSED, f"{one.url[:200]}: {fault}") from fault
    async with engine.session(own, one.peer_id) as through:
        while True:
            way = engine.Way()
            try:
                return await _sent(one, target, through=through, way=way)
            except (ServerDisconnectedError, ClientOSError):
                # As often as there are kept connections, and not over a new one: `way` is of this try alone.
                if not (one.repeatable and way.was_kept) or way.answered:
                    raise


async def _sent(one: Ask, target: URL, *, through: ClientSession, way: engine.Way) -> Reply:
    headers = {"User-Agent": f"F6/{settings.API_VERSION}", "Accept-Encoding": "identity", **one.headers}
    async with through.request(
        one.method, target, data=one.body, headers=headers, allow_redirects=False, trace_request_ctx=way
    ) as response:
        way.answered = True
        return await _read(response, one)


async def _read(response: ClientResponse, one: Ask) -> Reply:
    assert isinstance(response, Answering)
    read = bytearray()
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        response.close()
        raise Unreachable(Reason.BROKEN_ANSWER, "the answer is compressed, which was not asked for", sent=True)
    if (response.content_length or 0) <= one.bytes_max:
        async for chunk in response.content.iter_chunked(_CHUNK):
            read += chunk
            if len(read) > one.bytes_max:
                break
        else:
            return Reply(
                status=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=bytes(read),
                certificate=_certificate(response, one),
            )
    response.close()
    raise Unreachable(Reason.TOO_LARGE, f"the answer is larger than {one.bytes_max} bytes", sent=True)


def _certificate(response: Answering, one: Ask) -> PeerCertificate:
    """The server's. A connection is used for longer than it takes to make: what ended meanwhile is not believed."""
    try:
        found = certificates.read(response.shown, peer_id_pattern=settings.F6_FSC_PEER_ID_PATTERN)
    except CertificateUnusable as fault:
        raise Unreachable(Reason.TLS, fault.reason, sent=True) from fault
    if found.peer_id != one.peer_id:
        raise Unreachable(Reason.WRONG_PEER, f"the server is of peer {found.peer_id}", sent=True)
    if found.valid_until < datetime.now(UTC):
        raise Unreachable(Reason.TLS, f"the certificate of the server ended on {found.valid_until:%Y-%m-%d}", sent=True)
    return found


def _meaning_of(fault: Exception, *, seconds: float) -> Unreachable:
    if isinstance(fault, ClientConnectorError | ConnectionTimeoutError):
        return _no_connection(fault)
    if _of_tls(fault):
        return Unreachable(Reason.TLS, told(fault), sent=True)
    if isinstance(fault, TimeoutError):
        return Unreachable(Reason.TIMEOUT, f"no whole answer within {seconds:g} seconds", sent=True)
    return Unreachable(Reason.BROKEN_ANSWER, told(fault), sent=True)


def _no_connection(fault: ClientConnectorError | ConnectionTimeoutError) -> Unreachable:
    cause = getattr(fault, "os_error", fault)
    if isinstance(cause, WrongPeer):
        return Unreachable(Reason.WRONG_PEER, str(cause.args[-1]))
    if is_forbidden(fault):
        where = "its address lies in no network that peers may be in (F6_FSC_NETWORKS)"
        return Unreachable(Reason.ADDRESS_REFUSED, where)
    if isinstance(cause, ConnectionError) and cause.errno is None:  # what asyncio says in a handshake
        return Unreachable(Reason.TLS, f"the server ended the handshake, without saying why ({told(fault)})")
    return Unreachable(Reason.TLS if _of_tls(fault) else Reason.NO_CONNECTION, told(fault))


def _of_tls(fault: BaseException | None) -> bool:
    while fault is not None:
        if isinstance(fault, engine.TLS_FAULTS):
            return True
        fault = fault.__cause__ or fault.__context__
    return False
