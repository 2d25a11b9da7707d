"""The deliverer: takes subscriptions that have work, and serves each in a turn of its own (ADR 13).

Any number may run, on any number of machines: leases in the database divide the work. It looks for work when the
sequencer tells that something came into the log, when a turn ends, when a try is due, and every few seconds anyway.
"""

import asyncio
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import DatabaseError, Error, InterfaceError, OperationalError

from events.subscriptions import news
from events.subscriptions.delivering import leases, loading
from events.subscriptions.delivering.engine import Engine, chance, utc_now
from events.subscriptions.delivering.leases import HEARTBEAT_SECONDS, LEASE_SECONDS, LeaseLost
from events.subscriptions.delivering.loading import Held
from events.subscriptions.delivering.turns import Turn
from events.subscriptions.delivering.waking import Listener

SWEEP_SECONDS: Final = 5.0
TURNS_MAX: Final = 64
TAKEN_SHARE: Final = 4
"""In one look so many times fewer subscriptions are taken than are served, one at least; then it looks again at once.
So deliverers that wake together share a few evenly, and one that is alone has many at hand soon."""
BREATH_SECONDS: Final = 0.01
"""Between two looks for work at least: what the log tells in between is one piece of news."""
FAULT_SECONDS: Final = 5.0
"""How long a subscription of which a turn broke off is left alone."""
DATABASE_AWAY_SECONDS: Final = 0.5

log = structlog.get_logger(__name__)


def run(
    stop: threading.Event,
    *,
    name: str | None = None,
    clock: Callable[[], datetime] = utc_now,
    dice: Callable[[], float] = chance,
    sweep_seconds: float = SWEEP_SECONDS,
) -> None:
    """Deliver until `stop` is set; requests that are under way may end first. Survives a restart of the database."""
    holder = name or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    asyncio.run(_deliver(stop, holder=holder, clock=clock, dice=dice, sweep_seconds=sweep_seconds))


async def _deliver(
    stop: threading.Event,
    *,
    holder: str,
    clock: Callable[[], datetime],
    dice: Callable[[], float],
    sweep_seconds: float,
) -> None:
    deliverer = Deliverer(Engine(name=holder, clock=clock, dice=dice), sweep_seconds=sweep_seconds)
    loop = asyncio.get_running_loop()

    def woken(channel: str) -> None:
        loop.call_soon_threadsafe(deliverer.told, channel)

    listener = Listener(woken)
    listener.start()
    work = asyncio.create_task(deliverer.work())
    beat = asyncio.create_task(deliverer.keep_leases())
    try:
        await asyncio.to_thread(_until, stop, work)
        deliverer.stop()
        await work
    finally:
        beat.cancel()
        await asyncio.to_thread(listener.stop)
        await deliverer.close()


def _until(stop: threading.Event, work: "asyncio.Task[None]") -> None:
    while not stop.wait(0.1) and not work.done():
        continue


class Deliverer:
    """Looks for work and serves it, TURNS_MAX subscriptions at one moment."""

    def __init__(self, engine: Engine, *, sweep_seconds: float = SWEEP_SECONDS) -> None:
        self._engine = engine
        self._sweep_seconds = sweep_seconds
        self._wake = asyncio.Event()
        self._turns: dict[UUID, Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._resting: dict[UUID, float] = {}
        self._freed: set[UUID] = set()
        self._changed = False
        self._swept = float("-inf")

    def told(self, channel: str) -> None:
        """There is news: something came into the log, or somebody changed what is delivered."""
        self._changed = self._changed or channel == news.CHANNEL
        self._wake.set()

    def stop(self) -> None:
        """Let every turn end."""
        self._engine.stopping = True
        self._wake_all()

    async def close(self) -> None:
        """Close what was opened."""
        await self._engine.close()

    async def work(self) -> None:
        """Look for work until told to stop; then wait for the turns."""
        while not self._engine.stopping:
            try:
                timeout = await self._look()
            except (OperationalError, InterfaceError) as error:
                log.warning("deliverer_database_away", reason=str(error).strip())
                timeout = DATABASE_AWAY_SECONDS
            except DatabaseError:
                log.exception("deliverer_fault")
                timeout = FAULT_SECONDS
            await self._wait(timeout)
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def keep_leases(self) -> None:
        """Renew the leases of the turns, and end those whose lease is lost."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            serving = dict(self._turns)
            began = time.monotonic()
            try:
                ours = await self._engine.database(leases.renew, {pk: it.held.fence for pk, it in serving.items()})
            except Error as error:
                log.warning("deliverer_heartbeat_missed", reason=str(error).strip())
                continue
            for pk, turn in serving.items():
                if pk in ours:
                    turn.ours_until = max(turn.ours_until, began + LEASE_SECONDS)
                else:
                    turn.lose()

    async def _look(self) -> float:
        """Take what has work, and begin to serve it. Returns how many seconds nothing else is to be looked for."""
        engine, now, began = self._engine, self._engine.clock(), time.monotonic()
        changed, self._changed = self._changed, False
        if began - self._swept >= self._sweep_seconds:
            await engine.look_around()
            self._freed = set(await engine.database(leases.freed_subscriptions))
            self._swept = began
        self._resting = {pk: until for pk, until in self._resting.items() if until > began}
        room = min(TURNS_MAX - len(self._turns), max(1, len(self._turns) // TAKEN_SHARE))
        taken, last_seq = await engine.database(
            leases.claim,
            holder=engine.name,
            limit=room,
            running={*self._turns, *self._resting},
            freed=self._freed,
            now=now,
        )
        self._freed -= set(taken)
        engine.crowded = len(self._turns) + len(taken) == TURNS_MAX
        await self._see_again(now=now, changed=changed)
        engine.last_seq = last_seq
        self._wake_all()
        if taken:
            for held in await engine.database(loading.held, taken, now=now):
                self._forget_rate(held)
                self._begin(Turn(held, engine=engine, ours_until=began + LEASE_SECONDS))
            if len(taken) == room:
                return 0
        due = await engine.database(leases.next_due, now=now)
        soon = self._sweep_seconds if due is None else (due - engine.clock()).total_seconds()
        return min(max(soon, BREATH_SECONDS), self._sweep_seconds)

    async def _see_again(self, *, now: datetime, changed: bool) -> None:
        """Let turns that wait for more see rights and settings anew, before they see that there is more.

        What is parked too, when somebody changed something: it may be much, and else only the turn itself changes it.
        """
        idle = {pk: turn.idle_since for pk, turn in self._turns.items() if turn.idle_since is not None}
        if not idle:
            return
        read = await self._engine.database(loading.held, list(idle), now=now, with_parked=changed)
        found = {it.subscription.pk: it for it in read}
        for pk, since in idle.items():
            if pk in self._turns and changed:
                self._turns[pk].see_again(found.get(pk), idle_since=since)
            elif pk in self._turns:
                self._turns[pk].see(found.get(pk))

    def _forget_rate(self, held: Held) -> None:
        """When somebody else served it since we did, what he sent counts too: begin with nothing."""
        pk = held.subscription.pk
        if self._engine.served.get(pk) != held.fence - 1:
            self._engine.buckets.pop(pk, None)
        self._engine.served[pk] = held.fence

    def _begin(self, turn: Turn) -> None:
        self._turns[turn.id] = turn
        task = asyncio.create_task(self._serve(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, turn: Turn) -> None:
        try:
            await turn.run()
        except LeaseLost:
            log.info("lease_of_subscription_lost", subscription=str(turn.id))
            self._resting[turn.id] = time.monotonic() + BREATH_SECONDS
        except (OperationalError, InterfaceError) as error:
            log.warning("turn_without_database", subscription=str(turn.id), reason=str(error).strip())
            self._resting[turn.id] = time.monotonic() + DATABASE_AWAY_SECONDS
        except Exception:
            log.exception("turn_broke_off", subscription=str(turn.id))
            self._resting[turn.id] = time.monotonic() + FAULT_SECONDS
        finally:
            del self._turns[turn.id]
            self._wake.set()

    def _wake_all(self) -> None:
        for turn in self._turns.values():
            turn.wake()
        if self._engine.stopping:
            self._wake.set()

    async def _wait(self, seconds: float) -> None:
        if self._engine.stopping:
            return
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
            await asyncio.sleep(BREATH_SECONDS)
        except TimeoutError:
            pass
        self._wake.clear()
