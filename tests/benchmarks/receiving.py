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

from aiohttp import ClientSession, TCPConnector, web

AT_ONCE: Final = 50


async def receive() -> None:
    """Answer until ended."""
    seen: list[tuple[str, float]] = []

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if request.method == "GET":
            told = json.dumps(seen)
            seen.clear()
            return web.Response(text=told)
        await request.read()
        seen.append((request.headers.get("webhook-id", ""), time.time()))
        return web.Response(status=204)

    runner = web.ServerRunner(web.Server(handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
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
