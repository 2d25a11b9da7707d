"""Receivers of notices: real HTTP servers on loopback that write down what came, and answer as a test says."""

import asyncio
import json
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, Final
from uuid import UUID

from aiohttp import web
from django.utils import timezone

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it came in; header names in lower-case."""

    at: float
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    request: web.Request
    connection: tuple[str, int] | None = None
    """Where it came from: the same for what came over one connection."""
    certificate: str = ""
    """The common name in the client certificate that was shown; empty without one."""

    @property
    def event_id(self) -> UUID:
        return UUID(self.headers["webhook-id"])

    @property
    def notice(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


Answering = Callable[[Received], web.StreamResponse | Awaitable[web.StreamResponse]]


def ok(_received: Received) -> web.StreamResponse:
    return web.Response(status=204)


def status(code: int, **headers: str) -> Answering:
    """Answer always with this status; `Retry_After="5"` becomes a header."""
    return lambda _received: web.Response(
        status=code, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


@dataclass
class Receiver:
    """What came in, in its order. `answer` may be replaced while it runs; `taken` were answered with 2xx."""

    answer: Answering = ok
    received: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    history: list[tuple[str, UUID]] = field(default_factory=list)
    """("came", event) and ("taken", event), as they happened."""
    busy_most: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None
    names_asked: list[str | None] = field(default_factory=list)
    """What each client over TLS named whom it looks for (SNI)."""
    _busy: int = 0

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/hook" if self.tls is None else f"https://localhost:{self.port}/hook"

    @property
    def told(self) -> list[UUID]:
        """The ids of the events that were taken in, in the order of the answers."""
        return [it.event_id for it in list(self.taken)]

    def wait_for(self, count: int, *, seconds: float = 10.0) -> list[UUID]:
        """Wait until so many were taken in; the ids. Fails when that takes too long."""
        ends = monotonic() + seconds
        while len(self.taken) < count:
            assert monotonic() < ends, f"{len(self.taken)} of {count} were taken in {seconds} s"
            threading.Event().wait(0.005)
        return self.told

    async def handle(self, request: web.Request) -> web.StreamResponse:
        received = Received(
            at=monotonic(),
            method=request.method,
            path=request.path,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
            request=request,
            connection=request.transport.get_extra_info("peername")[:2] if request.transport else None,
            certificate=_shown_by(request),
        )
        self.received.append(received)
        if "webhook-id" in received.headers:
            self.history.append(("came", received.event_id))
        self._busy += 1
        self.busy_most = max(self.busy_most, self._busy)
        try:
            found = self.answer(received)
            response = await found if isinstance(found, Awaitable) else found
        finally:
            self._busy -= 1
        if response.status < 300:
            self.taken.append(received)
            if "webhook-id" in received.headers:
                self.history.append(("taken", received.event_id))
        return response


def _shown_by(request: web.Request) -> str:
    found = request.transport.get_extra_info("peercert") if request.transport else None
    return next(
        (value for part in (found or {}).get("subject", ()) for name, value in part if name == "commonName"), ""
    )


@contextmanager
def running(
    answer: Answering = ok, *, host: str = LOOPBACK, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    """A receiver that runs in a thread of its own; without a port on one that is free; with `tls` over TLS."""
    receiver = Receiver(answer=answer, port=port, tls=tls)
    if tls is not None:
        tls.sni_callback = lambda _connection, name, _context: receiver.names_asked.append(name)
    ready, stopping = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        application = web.Application(client_max_size=16 * 1024 * 1024)
        application.router.add_route("*", "/{path:.*}", receiver.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, host, receiver.port, ssl_context=tls).start()
        receiver.port = runner.addresses[0][1]
        ready.set()
        await stopping.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield receiver
    finally:
        loops[0].call_soon_threadsafe(stopping.set)
        thread.join(10)
        assert not thread.is_alive()


def now() -> datetime:
    return timezone.now()
