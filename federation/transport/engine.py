"""The connections to peers of one process: a loop in a thread of its own, and of each peer its own connections.

A connection carries who we were and whom we expected when it was made. So they are kept by both: another identity
(also a renewed one) or another peer never gets it.
"""

import asyncio
import atexit
import os
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent import futures
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorSSLError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    TraceConfig,
    TraceConnectionReuseconnParams,
)
from aiohttp.connector import Connection
from django.conf import settings

from events.subscriptions.sending.connecting import AddrInfo, ForbiddenAddress
from federation.domain import peer_addresses
from federation.domain.peer_addresses import Networks
from federation.transport import tls
from federation.transport.identity import Identity

CONNECT_SECONDS: Final = 5.0
"""To connect and shake hands."""
KEPT_OPEN_SECONDS: Final = 4.0
"""Shorter than others keep a connection: one that they close while we send would count as a failure."""
CONNECTIONS_MAX: Final = 20
"""To one peer at the same time."""
SESSIONS_MAX: Final = 128
UNUSED_SECONDS: Final = 60.0
ENDING_SECONDS: Final = 2.0
TLS_FAULTS: Final = (ssl.SSLError, ClientConnectorCertificateError, ClientConnectorSSLError)

Result = TypeVar("Result")


class Answering(ClientResponse):
    """An answer that remembers which certificate (DER) the server showed: a connection may go before the body does."""

    shown: bytes = b""

    async def start(self, connection: Connection) -> Self:
        """Begin to read it."""
        end = connection.transport and connection.transport.get_extra_info("ssl_object")
        self.shown = (end and end.getpeercert(binary_form=True)) or b""
        await super().start(connection)
        return self


@dataclass(eq=False)
class Way:
    """How one request went: over a connection that was kept or a new one, and whether an answer began."""

    was_kept: bool = False
    answered: bool = False


@dataclass(eq=False)
class _Place:
    """Where the connections to one peer are; counted as in use from before they are there."""

    making: asyncio.Task[ClientSession]
    users: int = 0
    used_at: float = 0.0


Key = tuple[Identity, str, tuple[str, ...]]


def key_of(own: Identity, peer_id: str) -> Key:
    """What connections are kept by."""
    return own, peer_id, tuple(settings.F6_FSC_NETWORKS)


class Engine:
    """A loop in a thread, and the connections that live in it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._places: dict[Key, _Place] = {}
        threading.Thread(target=self.loop.run_forever, name="fsc-client", daemon=True).start()
        atexit.register(self.end)

    @asynccontextmanager
    async def session(self, own: Identity, peer_id: str) -> AsyncIterator[ClientSession]:
        """Through which this peer is asked by this identity."""
        key = key_of(own, peer_id)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place(asyncio.create_task(_make(own, peer_id)))
        place.users += 1
        try:
            yield await asyncio.shield(place.making)
        except Exception:
            if place.making.done() and place.making.exception() is not None and self._places.get(key) is place:
                del self._places[key]
            raise
        finally:
            place.users -= 1
            place.used_at = time.monotonic()
            await self._tidy()

    async def _tidy(self) -> None:
        """Close what nobody used for a while, and of too many those that were not used for longest."""
        now, beyond = time.monotonic(), len(self._places) - SESSIONS_MAX
        idle = sorted((it for it, place in self._places.items() if not place.users), key=self._used_at)
        for at, key in enumerate(idle):
            if at < beyond or now - self._used_at(key) > UNUSED_SECONDS:
                await _close(self._places.pop(key))

    def end(self) -> None:
        """Close every connection, before the process ends."""
        with suppress(TimeoutError, futures.CancelledError):
            asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(timeout=ENDING_SECONDS)

    async def _close(self) -> None:
        while self._places:
            await _close(self._places.popitem()[1])

    def _used_at(self, key: Key) -> float:
        return self._places[key].used_at


async def _close(place: _Place) -> None:
    if place.making.done() and place.making.exception() is None:
        await place.making.result().close()


def session(own: Identity, peer_id: str) -> AbstractAsyncContextManager[ClientSession]:
    """Through which this peer is asked by this identity: an asynchronous context, inside `run`."""
    return _engine().session(own, peer_id)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of the work, done to its end in the thread of the connections; raises what it raises."""
    return begun(work).result()


def begun(work: Coroutine[Any, Any, Result]) -> futures.Future[Result]:
    """The work, in the thread of the connections, while this one goes on."""
    return asyncio.run_coroutine_threadsafe(work, _engine().loop)


_lock = threading.Lock()
_of_this_process: Engine | None = None
_of_others: Final[list[Engine]] = []
"""Kept, so that nothing of them is closed here: their selector is still that of the process that was forked."""


def _engine() -> Engine:
    global _of_this_process  # noqa: PLW0603  # one per process, made when it is first needed
    with _lock:
        if _of_this_process is None:
            _of_this_process = Engine()
        return _of_this_process


def _begin_anew() -> None:
    """In a process that was forked: the thread stayed behind, and its connections are the other's."""
    global _lock, _of_this_process
    if _of_this_process is not None:
        atexit.unregister(_of_this_process.end)
        _of_others.append(_of_this_process)
    _lock, _of_this_process = threading.Lock(), None


os.register_at_fork(after_in_child=_begin_anew)


async def _make(own: Identity, peer_id: str) -> ClientSession:
    context = await asyncio.to_thread(tls.client, own, peer_id)
    connector = TCPConnector(
        ssl=context,
        socket_factory=_guard(peer_addresses.networks(settings.F6_FSC_NETWORKS)),
        limit=CONNECTIONS_MAX,
        keepalive_timeout=KEPT_OPEN_SECONDS,
        use_dns_cache=False,
    )
    return ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        response_class=Answering,
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        trace_configs=[_watching()],
    )


def _watching() -> TraceConfig:
    """Tells the `Way` of a request that its connection was kept."""

    async def kept(_session: ClientSession, context: Any, _what: TraceConnectionReuseconnParams) -> None:
        if isinstance(context.trace_request_ctx, Way):
            context.trace_request_ctx.was_kept = True

    found = TraceConfig()
    found.on_connection_reuseconn.append(kept)
    return found


def _guard(networks: Networks) -> Callable[[AddrInfo], socket.socket]:
    """A maker of sockets that raises `ForbiddenAddress` for an address where no peer may be."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, target = info
        if not networks.hold(str(target[0])):
            raise ForbiddenAddress
        return socket.socket(family=family, type=kind, proto=protocol)

    return make
