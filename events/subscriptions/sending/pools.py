"""Connections of subscriptions with trust, a certificate or a token of their own: of each its own, shared with nobody.

A connection carries whom we trusted and what we showed when it was made. So they are kept by the mark of the access
(`ReceiverAccess`): another subscription has another mark, and so has this one after every change.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
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

    async def close(self) -> None:
        """Close every connection, and forget the token."""
        if self.tokens is not None:
            await self.tokens.close()
        await self.session.close()


@dataclass(eq=False)
class _Place:
    """Where a pool is, or is being made; counted as in use from before it is there."""

    making: asyncio.Task[Pool]
    users: int = 0
    used_at: float = 0.0


def key_of(access: Access) -> UUID:
    """What connections are kept by."""
    return access.mark


class Pools:
    """Those of one deliverer."""

    def __init__(self, allowances: Sequence[Allowed]) -> None:
        self._allowances = allowances
        self._places: dict[UUID, _Place] = {}

    def __len__(self) -> int:
        return len(self._places)

    @asynccontextmanager
    async def of(self, access: Access) -> AsyncIterator[Pool]:
        """The pool of this access, made when there is none. Raises `Unusable`."""
        key = key_of(access)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place(asyncio.create_task(self._make(access)))
        place.users += 1
        try:
            yield await asyncio.shield(place.making)
        except Unusable:
            if self._places.get(key) is place:
                del self._places[key]
            raise
        finally:
            place.users -= 1
            place.used_at = time.monotonic()

    async def tidy(self) -> None:
        """Close what nobody used for a while, and of too many those that were not used for longest."""
        now = time.monotonic()
        beyond = len(self._places) - POOLS_MAX
        idle = sorted((key for key, it in self._places.items() if not it.users), key=self._used_at)
        going = [key for at, key in enumerate(idle) if at < beyond or now - self._used_at(key) > UNUSED_SECONDS]
        # Taken out before any of them is waited for: whoever comes meanwhile makes another.
        await _close([self._places.pop(key) for key in going])

    async def close(self) -> None:
        """Close all of them."""
        places, self._places = list(self._places.values()), {}
        await _close(places)

    def _used_at(self, key: UUID) -> float:
        return self._places[key].used_at

    async def _make(self, access: Access) -> Pool:
        try:
            context = await asyncio.to_thread(tls.context, authorities=access.authorities, identity=access.identity)
        except (OSError, ValueError) as fault:
            raise Unusable(f"the certificates of this subscription cannot be used: {fault}") from fault
        return Pool(access, through=session(self._allowances, tls=True, context=context))


async def _close(places: Sequence[_Place]) -> None:
    for place in places:
        place.making.cancel()
    for made in await asyncio.gather(*(it.making for it in places), return_exceptions=True):
        if isinstance(made, Pool):
            await made.close()
