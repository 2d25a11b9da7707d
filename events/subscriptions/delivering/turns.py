"""One turn: serving one subscription under its lease, until there is nothing to do for it now."""

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
from events.subscriptions.delivering.work import UnderWay
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
LINGER_SECONDS: Final = 1.0
"""How long a turn that has nothing to do waits for more, while no other waits for one: to begin a turn costs more."""
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
        self._under_way = UnderWay()
        self._came: deque[Came] = deque()
        self._withheld: deque[Item] = deque()
        self._to_look_up: list[Item] = []
        self._lost = False
        self.idle_since: float | None = None
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
        self._under_way.wake()

    def see_again(self, found: Held | None, *, idle_since: float | None) -> None:
        """Go on with what it is now (None: it is there no more), also with what is parked if it was idle since then."""
        self.see(found)
        unwritten = self._under_way.writes or self._standing.parking
        if found is not None and self.idle_since == idle_since and not unwritten:
            self._standing.replace_parked(found.parked)
            self._looked_at_parked = time.monotonic()

    def see(self, found: Held | None) -> None:
        """Go on with the settings and rights that it has now; None: it is there no more."""
        if found is None or found.fence != self.held.fence:
            self.lose()
            return
        self._looked = time.monotonic()
        if found.subscription.state != Subscription.State.ACTIVE or not found.same_settings(self.held):
            self._ending = True
        self.held = self._standing.held = loading.with_rights(self.held, found)

    def wake(self) -> None:
        """Look again: there may be more in the log, or it is time to stop."""
        self._under_way.wake()

    async def run(self) -> None:
        """Deliver until nothing is left to do now. Raises `LeaseLost`, and faults."""
        try:
            while await self._step():
                await self._wait()
            await self._under_way.break_off()
            self._take_in()
            await self._be_written()
            self._standing.set_rest_aside()
            await self._write(release=True)
        finally:
            await self._under_way.break_off()

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
            self._under_way.write(self._write())
        return True

    def _refuse_when_lost(self) -> None:
        if self._under_way.fault is not None:
            raise self._under_way.fault
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
        to_look_up = self._to_look_up and not self._ending  # else nobody looks it up any more
        if self._under_way.requests or self._under_way.reads or self._came or self._withheld or to_look_up:
            self.idle_since = None
            return False
        idle = not self._standing.lanes.may_send(now=self._engine.clock()) and not self._may_read()
        self.idle_since = (self.idle_since or time.monotonic()) if idle else None
        if self._ending or self.idle_since is None:
            return self._ending
        return self._engine.crowded or time.monotonic() - self.idle_since >= LINGER_SECONDS

    def _may_read(self) -> bool:
        return not self._under_way.reads and self._standing.may_read(self._engine.last_seq)

    def _read(self) -> None:
        """Begin to read the next part of the log, while what was read before is sent."""
        if self._may_read():
            self._under_way.read(self._read_on())

    async def _read_on(self) -> None:
        after = self._standing.progress.read_to
        found = await self._engine.database(loading.following, self.held, after=after, log=self._engine.log)
        if found.to == after:
            self._engine.last_seq = min(self._engine.last_seq, after)
        self._standing.take_in(found)

    async def _look(self) -> None:
        """See whether rights or settings changed, and now and then what others changed of what is parked."""
        now = time.monotonic()
        if now - self._looked >= LOOK_SECONDS:
            self.see(await self._engine.database(loading.again, self.held, now=self._engine.clock()))
        if now - self._looked_at_parked >= LOOK_AT_PARKED_SECONDS:
            await self._write_down()
            found = await self._engine.database(loading.parked_of, self.id)
            if not self._standing.parking:  # what was parked while the log was read on is not in there
                self._standing.replace_parked(found)
                self._looked_at_parked = now

    async def _start(self) -> None:
        parked, self._to_look_up = self._to_look_up, []
        width = 1 if self._standing.endpoint.doubtful or self._standing.lanes.order is Order.ALL else UNDER_WAY_MAX
        if self._standing.unwritten >= WRITE_AT:
            width = 0
        while (
            self._under_way.requests + len(parked) < width and self._engine.wait_for_rate(self.held.subscription) == 0
        ):
            item = self._standing.next(now=self._engine.clock())
            if item is None:
                break
            self._engine.take_from_rate(self.held.subscription)
            event = self._standing.event_of(item)
            if event is None:
                parked.append(item)
            else:
                self._under_way.send(self._send_on(item, event))
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
                    self._under_way.send(self._send_on(item, events[item.event_id]))
                else:
                    self._withheld.append(item)
                    self._under_way.wake()

    async def _send_on(self, item: Item, event: Happening) -> None:
        """Send one event, and then what may go next, as long as the turn itself has nothing to do."""
        following: tuple[Item, Happening] | None = (item, event)
        while following is not None:
            await self._deliver(*following)
            following = self._following() if self._under_way.waits else None

    def _following(self) -> tuple[Item, Happening] | None:
        if self._lost:
            return None
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
        going_on = not (self._lost or self._under_way.fault or self._ending or self._engine.stopping)
        looked = time.monotonic() - self._looked < LOOK_SECONDS
        room = standing.unwritten < WRITE_AT and not self._is_time_to_write()
        return going_on and unhindered and looked and room and not self._may_read()

    async def _deliver(self, item: Item, event: Happening) -> None:
        await self._engine.room.take()
        try:
            if self._lost or self._ending or self._engine.stopping:
                return
            if time.monotonic() > self.ours_until - TOTAL_SECONDS:
                self.lose()
                return
            if not self.held.sees(event.event):  # what is asked for was seen when it was read: a change ends the turn
                self._withheld.append(item)
                return
            trace = self._standing.trace
            reply = await post(event, of=self.held, engine=self._engine, trace=trace)
            self._came.append(Came(item=item, event=event, reply=reply, trace=trace))
        finally:
            self._engine.room.leave()

    def _is_time_to_write(self) -> bool:
        if not self._standing.moved or self._under_way.writes:
            return False
        if self.idle_since is not None and self._standing.parking:
            return True
        return time.monotonic() - self._wrote >= WRITE_SECONDS or self._standing.unwritten >= WRITE_AT

    async def _be_written(self) -> None:
        """Wait for what is being written. Raises what went wrong with it."""
        await self._under_way.be_written()
        self._refuse_when_lost()

    async def _write_down(self) -> None:
        """Write everything that came, after what is being written. Raises what went wrong with either."""
        await self._be_written()
        if self._standing.moved:
            self._under_way.write(self._write())
            await self._be_written()

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
        timeout = WRITE_SECONDS if self._standing.moved else LINGER_SECONDS
        timeout = min(timeout, self._engine.wait_for_rate(self.held.subscription) or timeout)
        if not self._came and not self._withheld:
            await self._under_way.wait(timeout)
        self._under_way.woken()
