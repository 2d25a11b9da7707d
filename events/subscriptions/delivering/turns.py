"""One turn: serving one subscription under its lease, until there is nothing to do for it now."""

import asyncio
import time
from collections import deque
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from events.models import Subscription
from events.subscriptions.delivering import loading
from events.subscriptions.delivering.engine import Engine
from events.subscriptions.delivering.leases import LEASE_SECONDS, LeaseLost
from events.subscriptions.delivering.loading import Held
from events.subscriptions.delivering.notifying import tell_owner
from events.subscriptions.delivering.posting import post
from events.subscriptions.delivering.standing import Came, TurnStanding
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.order import Item, Order
from events.subscriptions.sending.connecting import TOTAL_SECONDS

UNDER_WAY_MAX: Final = 50
"""Requests to one receiver at one moment."""
WRITE_AT: Final = 150
"""Results that are written at once; while they are, as many more may come. After a kill these are sent once more."""
WRITE_SECONDS: Final = 0.25
LOOK_SECONDS: Final = 2.0
"""How old the owner's rights and the subscription's settings are at most when something is sent."""
LOOK_AT_PARKED_SECONDS: Final = 10.0
TURN_SECONDS: Final = 10.0
"""How long a turn lasts at least while others wait for one."""
WITHOUT_KEYS: Final = timedelta(minutes=1)
"""How long a subscription rests that nothing can be signed for."""
STOP_SECONDS: Final = 7.0
"""How long requests that are under way may take to end when the process was told to stop."""

log = structlog.get_logger(__name__)


class Turn:
    """Serves one subscription. `run` ends by itself; `lose` ends it when the lease is another's."""

    def __init__(self, held: Held, *, engine: Engine, ours_until: float) -> None:
        self.held = held
        self.ours_until = ours_until
        self._engine = engine
        self._standing = TurnStanding(held)
        self._under_way: set[asyncio.Task[None]] = set()
        self._came: deque[Came] = deque()
        self._withheld: deque[Item] = deque()
        self._to_look_up: list[Item] = []
        self._wake = asyncio.Event()
        self._lost = False
        self._writing: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting = False
        self._fault: BaseException | None = None
        self._ending = False
        self._began = self._wrote = self._looked = self._looked_at_parked = time.monotonic()
        self._stops_at: float | None = None

    @property
    def id(self) -> UUID:
        """The subscription's."""
        return self.held.subscription.pk

    def lose(self) -> None:
        """The lease is another's: write nothing, and end."""
        self._lost = True
        self._wake.set()

    def wake(self) -> None:
        """Look again: there may be more in the log, or it is time to stop."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until nothing is left to do now. Raises `LeaseLost`, and faults."""
        try:
            while await self._step():
                await self._wait()
            await self._break_off()
            self._take_in()
            await self._write_down()
            self._standing.set_rest_aside()
            await self._write(release=True)
        finally:
            await self._break_off()

    async def _step(self) -> bool:
        """Take in what came, send what may go, write what is to be written. False: the turn is over."""
        self._take_in()
        self._refuse_when_lost()
        await self._look()
        self._see_whether_it_ends()
        if not self._ending:
            self._read()
            await self._start()
        if self._is_over():
            return False
        if self._is_time_to_write():
            self._writing = asyncio.create_task(self._write())
            self._writing.add_done_callback(self._ended)
        return True

    async def _break_off(self) -> None:
        """End the requests that are under way: after this nothing is sent any more."""
        broken = list(self._under_way)
        if self._reading is not None:
            broken.append(self._reading)
        for task in broken:
            task.cancel()
        await asyncio.gather(*broken, return_exceptions=True)

    def _refuse_when_lost(self) -> None:
        if self._fault is not None:
            raise self._fault
        if self._lost:
            raise LeaseLost

    def _take_in(self) -> None:
        while self._came:
            self._standing.came(self._came.popleft(), now=self._engine.clock(), dice=self._engine.dice())
        while self._withheld:
            self._standing.not_told(self._withheld.popleft())

    def _see_whether_it_ends(self) -> None:
        standing = self._standing
        if self._engine.stopping and self._stops_at is None:
            self._stops_at = time.monotonic() + STOP_SECONDS
        now = self._engine.clock()
        if not self.held.ready and not self._ending:
            log.warning("subscription_without_keys", subscription=str(self.id))
            standing.rest(until=now + WITHOUT_KEYS)
        crowded = self._engine.crowded and time.monotonic() - self._began > TURN_SECONDS
        if self._engine.stopping or standing.end is not None or standing.endpoint.rests_at(now) or crowded:
            self._ending = True

    def _is_over(self) -> bool:
        if self._stops_at is not None and time.monotonic() >= self._stops_at:
            return True
        if self._under_way or self._came or self._withheld or self._to_look_up or self._reading is not None:
            return False
        idle = not self._standing.lanes.may_send(now=self._engine.clock())
        return self._ending or (idle and not self._may_read())

    def _may_read(self) -> bool:
        return self._reading is None and self._standing.may_read(self._engine.last_seq)

    def _read(self) -> None:
        """Begin to read the next part of the log, while what was read before is sent."""
        if self._may_read():
            self._reading = asyncio.create_task(self._read_on())
            self._reading.add_done_callback(self._ended)

    async def _read_on(self) -> None:
        after = self._standing.progress.read_to
        found = await self._engine.database(loading.following, self.held, after=after, log=self._engine.log)
        if found.to == after:
            self._engine.last_seq = min(self._engine.last_seq, after)
        self._standing.take_in(found)

    async def _look(self) -> None:
        """See whether rights or settings changed, and now and then what others changed of what is parked."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return
        found = await self._engine.database(loading.again, self.held, now=self._engine.clock())
        self._looked = now
        if found.subscription.state != Subscription.State.ACTIVE or not found.same_settings(self.held):
            self._ending = True
        self.held = self._standing.held = loading.with_rights(self.held, found)
        if now - self._looked_at_parked >= LOOK_AT_PARKED_SECONDS:
            await self._write_down()
            self._standing.replace_parked(await self._engine.database(loading.parked_of, self.id))
            self._looked_at_parked = now

    async def _start(self) -> None:
        parked, self._to_look_up = self._to_look_up, []
        width = 1 if self._standing.endpoint.doubtful or self._standing.lanes.order is Order.ALL else UNDER_WAY_MAX
        if self._standing.unwritten >= WRITE_AT:
            width = 0
        while len(self._under_way) + len(parked) < width and self._engine.wait_for_rate(self.held.subscription) == 0:
            item = self._standing.next(now=self._engine.clock())
            if item is None:
                break
            self._engine.take_from_rate(self.held.subscription)
            event = self._standing.event_of(item)
            if event is None:
                parked.append(item)
            else:
                self._send(item, event)
        if parked:
            events = await self._engine.database(
                loading.events_of,
                parked,
                of=self.held,
                lacking=self._standing.lacking(),
                dropped=self._standing.dropped,
            )
            for item in parked:
                if item.event_id in events:
                    self._send(item, events[item.event_id])
                else:
                    self._withheld.append(item)
                    self._wake.set()

    def _send(self, item: Item, event: Happening) -> None:
        task = asyncio.create_task(self._send_on(item, event))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if task is self._writing:
            self._writing = None
        if task is self._reading:
            self._reading = None
        if not task.cancelled() and task.exception() is not None:
            self._fault = task.exception()
        self._wake.set()

    async def _send_on(self, item: Item, event: Happening) -> None:
        """Send one event, and then what may go next, as long as the turn itself has nothing to do."""
        following: tuple[Item, Happening] | None = (item, event)
        while following is not None:
            await self._deliver(*following)
            following = self._following() if self._waiting and self._is_carefree() else None

    def _following(self) -> tuple[Item, Happening] | None:
        self._take_in()
        item = self._standing.next(now=self._engine.clock()) if self._is_carefree() else None
        if item is None:
            return None
        event = self._standing.event_of(item)
        if event is None:
            self._to_look_up.append(item)
            return None
        return item, event

    def _is_carefree(self) -> bool:
        """Whether nothing is to be looked at before the next is sent: the receiver does well, and it is no time yet."""
        standing = self._standing
        unhindered = not (standing.end or standing.endpoint.failures or self.held.subscription.allowed_per_minute)
        going_on = not (self._lost or self._fault or self._ending or self._engine.stopping)
        looked = time.monotonic() - self._looked < LOOK_SECONDS
        room = standing.unwritten < WRITE_AT and not self._is_time_to_write()
        return going_on and unhindered and looked and room and not self._may_read()

    async def _deliver(self, item: Item, event: Happening) -> None:
        async with self._engine.room:
            if time.monotonic() > self.ours_until - TOTAL_SECONDS:
                self.lose()
                return
            if not self.held.sees(event.event):  # what is asked for was seen when it was read: a change ends the turn
                self._withheld.append(item)
                return
            trace = self._standing.trace
            reply = await post(event, of=self.held, engine=self._engine, trace=trace)
            self._came.append(Came(item=item, event=event, reply=reply, trace=trace))

    def _is_time_to_write(self) -> bool:
        if not self._standing.moved or self._writing is not None:
            return False
        late = time.monotonic() - self._wrote >= WRITE_SECONDS
        return late or self._standing.unwritten >= WRITE_AT

    async def _write_down(self) -> None:
        """Write everything that came, after what is being written. Raises what went wrong with either."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
            self._writing = None
        self._refuse_when_lost()
        if self._standing.moved:
            await self._write()

    async def _write(self, *, release: bool = False) -> None:
        began = time.monotonic()
        results = self._standing.take_results(now=self._engine.clock(), release=release)
        await self._engine.writer.record(results)
        self._standing.kept(results)
        self._wrote, self.ours_until = began, max(self.ours_until, began + LEASE_SECONDS)
        if results.end is not None and release:
            await tell_owner(self.held.subscription, engine=self._engine)

    async def _wait(self) -> None:
        """Until something came, or it is time for something."""
        timeout = WRITE_SECONDS if self._standing.moved else LOOK_SECONDS
        timeout = min(timeout, self._engine.wait_for_rate(self.held.subscription) or timeout)
        if not self._came and not self._withheld:
            alarm = asyncio.get_running_loop().call_later(timeout, self._wake.set)
            self._waiting = True
            await self._wake.wait()
            self._waiting = False
            alarm.cancel()
        self._wake.clear()
