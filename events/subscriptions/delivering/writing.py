"""Writing for many turns at once: while one transaction runs, what else is to be written gathers for the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from django.db import InterfaceError, OperationalError

from events.subscriptions.delivering.leases import LeaseLost
from events.subscriptions.delivering.recording import Lease, Results

TURNS_AT_ONCE: Final = 20

Write = Callable[[Sequence[Results]], Awaitable[frozenset[Lease]]]


class Writer:
    """Writes results with `write`, which writes several together and says of which the lease is lost."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[tuple[Results, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def record(self, results: Results) -> None:
        """Return once it is written. Raises `LeaseLost`, and what the database raises."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((results, written))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[:TURNS_AT_ONCE], self._waiting[TURNS_AT_ONCE:]
            await self._write_some(taken)

    async def _write_some(self, taken: Sequence[tuple[Results, "asyncio.Future[None]"]]) -> None:
        """Write these together; when that cannot be, each by itself, so that one harms no other."""
        try:
            lost = await self._write([results for results, _ in taken])
        except (OperationalError, InterfaceError) as fault:
            _fail(taken, fault)
        except Exception as fault:  # noqa: BLE001 - whoever waits for it is told
            if len(taken) == 1:
                _fail(taken, fault)
                return
            for one in taken:
                await self._write_some([one])
        else:
            for results, written in taken:
                if results.lease in lost:
                    _fail([(results, written)], LeaseLost())
                elif not written.done():
                    written.set_result(None)


def _fail(taken: Sequence[tuple[Results, "asyncio.Future[None]"]], fault: Exception) -> None:
    for _, written in taken:
        if not written.done():
            written.set_exception(fault)
