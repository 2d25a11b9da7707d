"""The network between two peers, and what it does to connections: drawn from a seed, so that a storm can be had again.

It stands where a peer is found, and passes bytes on to where its listener is; of TLS it knows nothing.
"""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tests.federation.pki import PORT

CHUNK: Final = 1_024
STARTING_SECONDS: Final = 30.0


class Fate(StrEnum):
    """What becomes of a connection."""

    FINE = "fine"
    REFUSED = "refused"
    """Ended as soon as it is there."""
    CUT_REQUEST = "cut request"
    """Ended in the middle of what is asked."""
    CUT_ANSWER = "cut answer"
    """Ended in the middle of what is answered: it was taken in, and who asked does not know."""


BAD: Final = (Fate.REFUSED, Fate.CUT_REQUEST, Fate.CUT_ANSWER)
HANDSHAKE: Final = {"asked": (1_500, 6_000), "answered": (1_800, 3_600)}
"""Between how many bytes a connection is cut: about where the handshake with both certificates is done."""


@dataclass
class Weather:
    """How it is now: `badness` is the chance that a connection comes to grief."""

    seed: int = 0
    badness: float = 0.0
    met: list[Fate] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def turn(self, *, seed: int, badness: float) -> None:
        """From now on it is so."""
        self.seed, self.badness, self._random = seed, badness, random.Random(seed)
        self.met.clear()

    def draw(self) -> tuple[Fate, int, int]:
        """What becomes of the next connection, and after how many bytes asked or answered."""
        fate = self._random.choice(BAD) if self._random.random() < self.badness else Fate.FINE
        self.met.append(fate)
        return fate, self._random.randint(*HANDSHAKE["asked"]), self._random.randint(*HANDSHAKE["answered"])


@contextmanager
def between(host: str, behind: str, weather: Weather) -> Iterator[None]:
    """Connections to `host` go on to `behind`, as far as the weather lets them."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fate, asked, answered = weather.draw()
        if fate is Fate.REFUSED:
            writer.transport.abort()
            return
        try:
            on_reader, on_writer = await asyncio.open_connection(behind, PORT)
        except OSError:
            writer.transport.abort()
            return
        ways = [
            asyncio.create_task(_flow(reader, on_writer, asked if fate is Fate.CUT_REQUEST else None)),
            asyncio.create_task(_flow(on_reader, writer, answered if fate is Fate.CUT_ANSWER else None)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in (writer, on_writer):
            end.transport.abort()

    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(passed_on, host, PORT), loop).result(
        timeout=STARTING_SECONDS
    )
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(timeout=STARTING_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _flow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None) -> None:
    """Until either ends, or so many bytes went by. What exceeds them is not passed on."""
    left = most
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            if left is not None:
                data = data[:left]
                left -= len(data)
            writer.write(data)
            await writer.drain()
            if left == 0:
                return


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
