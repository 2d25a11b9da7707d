"""What all turns of one deliverer share: the thread of the database, the connections out, room, time and chance."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Final, ParamSpec, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, connections

from events.models import Subscription
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.delivering.recording import Lease, Results, record_all
from events.subscriptions.delivering.work import Room
from events.subscriptions.delivering.writing import Writer
from events.subscriptions.domain import rates
from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.domain.cloud_events import Publisher
from events.subscriptions.domain.rates import Bucket
from events.subscriptions.sending import publishing
from events.subscriptions.sending.connecting import TOTAL_SECONDS
from events.subscriptions.sending.requests import Sender

UNDER_WAY_MAX: Final = 200
"""Requests of one deliverer at one moment."""

P = ParamSpec("P")
T = TypeVar("T")


def utc_now() -> datetime:
    """The moment that it is (Django's own asks the settings first, and this is asked at every delivery)."""
    return datetime.now(UTC)


def chance() -> float:
    """A number between 0 and 1, at random."""
    return random.random()  # noqa: S311 - it spreads what is tried again, and guards nothing


class Engine:
    """Made and used inside an event loop. `name` is what its leases are held under: of this process alone."""

    def __init__(
        self, *, name: str, clock: Callable[[], datetime] = utc_now, dice: Callable[[], float] = chance
    ) -> None:
        self.name = name
        self.clock = clock
        self.dice = dice
        self.log = LogReader()
        self.writer = Writer(self._write)
        self.room = Room(UNDER_WAY_MAX)
        self.stopping = False
        self.crowded = False
        self.last_seq = 0
        self.publisher: Publisher = publishing.publisher()
        self.oins: Mapping[str, str] = {}
        self.buckets: dict[UUID, Bucket] = {}
        self.served: dict[UUID, int] = {}
        self.thin: dict[UUID, bytes] = {}
        self._allowed: tuple[Allowed, ...] | None = None
        self._sender: Sender | None = None
        self._left: list[tuple[float, Sender]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="deliverer-database")

    async def database(self, does: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the thread of the database. A connection that broke is made anew the next time."""

        def guarded() -> T:
            try:
                return does(*args, **kwargs)
            except (OperationalError, InterfaceError):
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, guarded)

    async def _write(self, many: Sequence[Results]) -> frozenset[Lease]:
        return await self.database(record_all, many)

    @property
    def sender(self) -> Sender:
        """The connections out, which know what is allowed now."""
        assert self._sender is not None
        return self._sender

    async def look_around(self) -> None:
        """Read what holds for all turns: the allowances, and whose the zones are.

        When the allowances changed, new connections go by the new ones; old ones are closed once nothing uses them.
        """
        allowed, oins = await self.database(lambda: (publishing.allowances(), publishing.oins()))
        if oins != self.oins:
            self.oins = oins
            self.thin.clear()
        now = time.monotonic()
        for since, sender in [it for it in self._left if now - it[0] > TOTAL_SECONDS]:
            self._left.remove((since, sender))
            await sender.close()
        if allowed != self._allowed:
            if self._sender is not None:
                self._left.append((now, self._sender))
            self._sender, self._allowed = Sender(allowed), allowed
        await self.sender.tidy()

    def wait_for_rate(self, subscription: Subscription) -> float:
        """Seconds until one more request may be sent to a receiver that allows so many a minute; 0: now."""
        allowed = subscription.allowed_per_minute
        if not allowed:
            return 0
        now, bucket = time.monotonic(), self.buckets.get(subscription.pk)
        if bucket is None or bucket.per_minute != allowed:
            bucket = rates.empty(allowed, at=now)
        self.buckets[subscription.pk] = bucket.filled(now)
        return self.buckets[subscription.pk].wait

    def take_from_rate(self, subscription: Subscription) -> None:
        """One request is sent. Ask `wait_for_rate` first."""
        if subscription.allowed_per_minute:
            self.buckets[subscription.pk] = self.buckets[subscription.pk].taken()

    async def close(self) -> None:
        """Close the connections out, and that of the database."""
        for sender in (*(it for _, it in self._left), self._sender):
            if sender is not None:
                await sender.close()
        await self.database(connections.close_all)
        self._thread.shutdown()
