"""Requests to receivers, over connections that stay open."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from events.subscriptions.domain.access import Access
from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.sending import tls
from events.subscriptions.sending.connecting import session
from events.subscriptions.sending.entering import enter
from events.subscriptions.sending.exchanges import ANSWER_BYTES_MAX, Asked, Reply, ask
from events.subscriptions.sending.pools import Pools

__all__ = ["ANSWER_BYTES_MAX", "Reply", "Sender"]


class Sender:
    """Sends requests over connections that stay open, at most CONNECTIONS_MAX. Use as an asynchronous context."""

    def __init__(self, allowances: Sequence[Allowed]) -> None:
        self._sessions = {
            "https": session(allowances, tls=True, context=tls.ordinary()),
            "http": session(allowances, tls=False),
        }
        self._pools = Pools(allowances)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._pools.close()
        for each in self._sessions.values():
            await each.close()

    async def tidy(self) -> None:
        """Close what is not used any more of what single subscriptions have."""
        await self._pools.tidy()

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        access: Access | None = None,
    ) -> Reply:
        """Send one request and wait for its answer, TOTAL_SECONDS at most. Redirects are not followed.

        `access`: with trust, a certificate or a token of the subscription's own. The time to get a token is in those
        seconds too.
        """
        asked = Asked(method=method, url=url, headers=headers, body=body)
        if access is None:
            return await ask(asked, through=self._sessions)
        return await enter(asked, access, pools=self._pools)
