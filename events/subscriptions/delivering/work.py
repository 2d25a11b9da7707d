"""What a turn does at one moment: requests that are under way, reading of the log, results that are being written."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any

Work = Coroutine[Any, Any, None]


class UnderWay:
    """Tasks of one turn. `fault` is what went wrong with the first that did; each that ends wakes the turn."""

    def __init__(self) -> None:
        self.fault: BaseException | None = None
        self.waits = False
        """Whether the turn waits at this moment: for one of these, or for the time of something."""
        self._requests: set[asyncio.Task[None]] = set()
        self._reading: asyncio.Task[None] | None = None
        self._writing: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    @property
    def requests(self) -> int:
        """How many are under way."""
        return len(self._requests)

    @property
    def reads(self) -> bool:
        """Whether the log is read."""
        return self._reading is not None

    @property
    def writes(self) -> bool:
        """Whether results are being written."""
        return self._writing is not None

    def send(self, work: Work) -> None:
        """Begin one more request."""
        self._requests.add(self._begin(work))

    def read(self, work: Work) -> None:
        """Begin to read. One at a time."""
        assert self._reading is None
        self._reading = self._begin(work)

    def write(self, work: Work) -> None:
        """Begin to write. One at a time."""
        assert self._writing is None
        self._writing = self._begin(work)

    def wake(self) -> None:
        """Let the turn go on."""
        self._wake.set()

    async def wait(self, seconds: float) -> None:
        """Until somebody wakes the turn, or so many seconds passed."""
        alarm = asyncio.get_running_loop().call_later(seconds, self._wake.set)
        self.waits = True
        await self._wake.wait()
        self.waits = False
        alarm.cancel()

    def woken(self) -> None:
        """The turn goes on: what wakes it from here on is new."""
        self._wake.clear()

    async def be_written(self) -> None:
        """Wait for what is being written, however it ends."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
            self._writing = None

    async def break_off(self) -> None:
        """End requests and reading: after this nothing is sent any more."""
        broken = [*self._requests, *([self._reading] if self._reading is not None else [])]
        for task in broken:
            task.cancel()
        await asyncio.gather(*broken, return_exceptions=True)

    def _begin(self, work: Work) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._requests.discard(task)
        if task is self._writing:
            self._writing = None
        if task is self._reading:
            self._reading = None
        if not task.cancelled() and task.exception() is not None:
            self.fault = self.fault or task.exception()
        self._wake.set()


class Room:
    """Room for so many at one moment: who waits for it comes in before who comes later."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Come in, at once when there is room and nobody waits for it. `leave` afterwards."""
        if self._left > 0 and not self._waiting:
            self._left -= 1
            return
        given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(given)
        try:
            await given
        except asyncio.CancelledError:
            if given.done() and not given.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Go out: the first who waits comes in."""
        while self._waiting:
            given = self._waiting.popleft()
            if not given.done():
                given.set_result(None)
                return
        self._left += 1
