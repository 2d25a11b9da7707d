"""Other peers as they may be, also hostile ones: servers over TLS that do byte for byte what a test says."""

import asyncio
import re
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509

from tests.authority import Issued
from tests.federation.pki import Organisation

SERVING_SECONDS: Final = 30.0
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Peer:
    """What came in at a server: `heads` of requests, from whom, over which connection."""

    address: str
    heads: list[str] = field(default_factory=list)
    connections: list[tuple[str, int]] = field(default_factory=list)
    """Where each request came from: the same for what came over one connection."""
    names: list[str] = field(default_factory=list)
    """The organisationName in the client certificate of each request."""
    opened: int = 0
    """How often a handshake was done."""

    def url(self, path: str = "/v1/peer") -> str:
        return f"{self.address}{path}"


def says(status: str = "200 OK", body: bytes = b"{}", *headers: str) -> Answer:
    """Answer like that, and keep the connection."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]

    async def answer(to: asyncio.StreamWriter) -> None:
        to.write("\r\n".join([*head, "", ""]).encode() + body)

    return answer


def sends(raw: bytes) -> Answer:
    """Send these bytes, and close."""

    async def answer(to: asyncio.StreamWriter) -> None:
        to.write(raw)
        await to.drain()
        to.close()

    return answer


def drips(raw: bytes, *, then: bytes, every: float = 0.02) -> Answer:
    """Send these bytes, and then one piece after another without end, so that no single wait is long."""

    async def answer(to: asyncio.StreamWriter) -> None:
        to.write(raw)
        while not to.is_closing():
            to.write(then)
            await to.drain()
            await asyncio.sleep(every)

    return answer


async def silent(_to: asyncio.StreamWriter) -> None:
    """Take the request in, and say nothing."""
    await asyncio.sleep(SERVING_SECONDS)


@contextmanager
def serving(
    organisation: Organisation,
    answer: Answer | None = None,
    *,
    shows: Issued | None = None,
    context: ssl.SSLContext | None = None,
    asks_certificate: bool = True,
) -> Iterator[Peer]:
    """A server at the address of this organisation. `shows`: another certificate; `context`: another kind of TLS."""
    found = Peer(organisation.address)
    tls = (shows or organisation.issued).server(
        clients_of=organisation.anchors if asks_certificate else "", context=context
    )
    with _loop() as loop:
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(_handler(found, answer or says()), organisation.host, organisation.port, ssl=tls), loop
        ).result(timeout=SERVING_SECONDS)
        try:
            yield found
        finally:
            loop.call_soon_threadsafe(server.close)


@contextmanager
def mute(organisation: Organisation) -> Iterator[None]:
    """Takes connections at its address, and never shakes hands."""

    async def wait(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(SERVING_SECONDS)

    with _loop() as loop:
        starting = asyncio.start_server(wait, organisation.host, organisation.port)
        server = asyncio.run_coroutine_threadsafe(starting, loop).result(timeout=SERVING_SECONDS)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(server.close)


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _loop, _context: None)  # handshakes fail here on purpose
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(timeout=SERVING_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _handler(found: Peer, answer: Answer) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.opened += 1
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                await reader.readexactly(_length_of(head))  # what is not read when a connection ends makes it break
                found.heads.append(head)
                found.connections.append(writer.get_extra_info("peername")[:2])
                found.names.append(_name_of(writer))
                await answer(writer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client went away, which is his right
        finally:
            writer.close()

    return handle


def _length_of(head: str) -> int:
    """Of the body that comes after this head."""
    told = re.search(r"(?im)^Content-Length: *(\d+)", head)
    return int(told[1]) if told else 0


def _name_of(writer: asyncio.StreamWriter) -> str:
    der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    if not der:
        return ""
    subject = x509.load_der_x509_certificate(der).subject
    return str(subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)[0].value)
