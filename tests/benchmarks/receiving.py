"""Programs of the benchmark of deliveries: a receiver that does as little as it can, and a bare loop that sends to it.

`python -m tests.benchmarks.receiving receive` prints its port and answers 204 until it is ended; `GET /seen` tells what
came when, and forgets it. `python -m tests.benchmarks.receiving send URL COUNT BYTES` sends as many requests as the
deliverer would, and prints how many a second.
"""

import asyncio
import json
import sys
import time
from typing import Final

from aiohttp import ClientSession, TCPConnector

AT_ONCE: Final = 50


class Receiver(asyncio.Protocol):
    """Takes in whatever comes over one connection, and reads of it only whose it is and where it ends.

    A server of a library would take as much time as what is measured: sender and receiver share two cores.
    """

    def __init__(self, seen: list[tuple[str, float]]) -> None:
        self._seen = seen
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n") + 4) > 3:
            head = self._read[:end]
            whole = end + int(header(head, b"content-length") or b"0")
            if len(self._read) < whole:
                return
            self._read = self._read[whole:]
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        if not head.startswith(b"GET"):
            self._seen.append((header(head, b"webhook-id").decode(), time.time()))
            self._transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            return
        told = json.dumps(self._seen).encode()
        self._seen.clear()
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(told), told))


def header(head: bytes, name: bytes) -> bytes:
    """The value of a header, by its name in lower-case; empty when it is not there."""
    found = head.lower().find(b"\r\n" + name + b":")
    if found < 0:
        return b""
    begin = found + len(name) + 3
    return head[begin : head.index(b"\r\n", begin)].strip()


async def receive() -> None:
    """Answer until ended."""
    seen: list[tuple[str, float]] = []
    server = await asyncio.get_running_loop().create_server(lambda: Receiver(seen), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


async def send(url: str, *, count: int, size: int) -> None:
    """Send `count` requests of `size` bytes, AT_ONCE at a time."""
    left = count
    body = b"x" * size

    async def worker(session: ClientSession) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            async with session.post(url, data=body) as response:
                await response.read()

    async with ClientSession(connector=TCPConnector(limit=AT_ONCE)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(worker(session) for _ in range(AT_ONCE)))
        sys.stdout.write(f"{count / (time.perf_counter() - began)}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["receive"]:
            asyncio.run(receive())
        case ["send", url, count, size]:
            asyncio.run(send(url, count=int(count), size=int(size)))
