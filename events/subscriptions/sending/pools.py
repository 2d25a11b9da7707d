"""Connections of subscriptions with trust, a certificate or a token of their own: of each its own, shared with nobody.

A connection carries whom we trusted and what we showed when it was made. So they are kept by the mark of the access
(`ReceiverAccess`): another subscription has another mark, and so has this one after every change.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from aiohttp import ClientSession

from events.subscriptions.domain.access import Access
from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.sending import tls
from events.subscriptions.sending.connecting import session
from events.subscriptions.sending.tokens import TokenSource

POOLS_MAX: Final = 128
"""Beyond that those are closed that nobody uses at this moment. In use are at most as many as there are turns."""
UNUSED_SECONDS: Final = 300.0
"""How long one is kept that nobody uses: its connections close much sooner, its token may be of use for a while."""


class Unusable(ValueError):
    """TLS does not take what was given to reach the receiver."""


class Pool:
    """The connections of one access, and its token when it has one."""

    def __init__(self, access: Access, *, through: ClientSession) -> None:
        self.session = through
        self.tokens = None if access.credentials is None else TokenSource(access.credentials, session=through)
        self.users = 0
        self.used_at = time.monotonic()

    async def close(self) -> None:
        """Close every connection, and forget the token."""
        if self.tokens is not None:
            await self.tokens.close()
        await self.session.close()


def key_of(access: Access) -> UUID:
    """What connections are kept by."""
    return access.mark


class Pools:
    """Those of one deliverer."""

    def __init__(self, allowances: Sequence[Allowed]) -> None:
        self._allowances = allowances
        self._pools: dict[UUID, asyncio.Task[Pool]] = {}

    def __len__(self) -> int:
        return len(self._pools)

    @asynccontextmanager
    async def of(self, access: Access) -> AsyncIterator[Pool]:
        """The pool of this access, made when there is none. Raises `Unusable`."""
        key = key_of(access)
        making = self._pools.get(key)
        if making is None:
            making = self._pools[key] = asyncio.create_task(self._make(access))
        try:
            pool = await asyncio.shield(making)
        except Unusable:
            self._pools.pop(key, None)
            raise
        pool.users += 1
        try:
            yield pool
        finally:
            pool.users -= 1
            pool.used_at = time.monotonic()

    async def tidy(self) -> None:
        """Close what nobody used for a while, and of too many those that were not used for longest."""
        now = time.monotonic()
        idle = sorted((pool.used_at, key) for key, pool in self._made() if not pool.users)
        beyond = len(self._pools) - POOLS_MAX
        for number, (used_at, key) in enumerate(idle):
            if number < beyond or now - used_at > UNUSED_SECONDS:
                await self._pools.pop(key).result().close()

    async def close(self) -> None:
        """Close all of them."""
        for making in list(self._pools.values()):
            making.cancel()
        await asyncio.gather(*self._pools.values(), return_exceptions=True)
        for _key, pool in self._made():
            await pool.close()
        self._pools.clear()

    def _made(self) -> list[tuple[UUID, Pool]]:
        return [
            (key, it.result())
            for key, it in self._pools.items()
            if it.done() and not it.cancelled() and not it.exception()
        ]

    async def _make(self, access: Access) -> Pool:
        try:
            context = await asyncio.to_thread(tls.context, authorities=access.authorities, identity=access.identity)
        except (OSError, ValueError) as fault:
            raise Unusable(f"the certificates of this subscription cannot be used: {fault}") from fault
        return Pool(access, through=session(self._allowances, tls=True, context=context))
