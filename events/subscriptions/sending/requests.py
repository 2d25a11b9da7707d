"""One request to a receiver, and what came of it. A fault of the network is an outcome, never an exception."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ConnectionTimeoutError,
    InvalidURL,
)
from django.conf import settings
from django.utils import timezone
from yarl import URL

from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.domain.answers import Answer, Outcome, answered
from events.subscriptions.sending.connecting import ForbiddenAddress, session

ANSWER_BYTES_MAX: Final = 16 * 1024
"""Of an answer is read what is kept, and no more."""
NOT_SENT_TO: Final = "an address that we do not send to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of one request. `text` is the beginning of the answer's body; header names in lower-case."""

    answer: Answer
    started_at: datetime
    duration_ms: int
    sent: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    error: str = ""


class Sender:
    """Sends requests over connections that stay open, at most CONNECTIONS_MAX. Use as an asynchronous context."""

    def __init__(self, allowances: Sequence[Allowed]) -> None:
        self._sessions = {"https": session(allowances, tls=True), "http": session(allowances, tls=False)}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        for each in self._sessions.values():
            await each.close()

    async def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Send one request and wait for its answer, TOTAL_SECONDS at most. Redirects are not followed."""
        started_at, began = timezone.now(), time.monotonic()
        sent = {"User-Agent": f"F6/{settings.API_VERSION}", "Accept-Encoding": "identity", **headers}
        try:
            answer, answered_with, text, error = await self._exchange(method, url, headers=sent, body=body)
        except (TimeoutError, ClientError, OSError, ValueError) as fault:
            answer, answered_with, text, error = _meaning_of(fault), {}, "", _told(fault)
        duration = int((time.monotonic() - began) * 1000)
        return Reply(
            answer=answer,
            started_at=started_at,
            duration_ms=duration,
            sent=sent,
            headers=answered_with,
            text=text,
            error=error,
        )

    async def _exchange(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[Answer, Mapping[str, str], str, str]:
        target = URL(url)
        through = self._sessions.get(target.scheme)
        if through is None or target.user or target.password or not target.host:
            return Answer(outcome=Outcome.FORBIDDEN, told=False), {}, "", NOT_SENT_TO
        async with through.request(method, target, data=body, headers=headers, allow_redirects=False) as response:
            found = {name.lower(): value for name, value in response.headers.items()}
            answer = answered(response.status, headers=found, now=timezone.now())
            text, error = await _beginning(response)
            return answer, found, text, error


async def _beginning(response: ClientResponse) -> tuple[str, str]:
    """The first ANSWER_BYTES_MAX of the body. What comes after is not read: the connection is closed on it.

    The status has come already, so what goes wrong here does not change what the receiver said.
    """
    if response.content.at_eof():
        return "", ""
    read = bytearray()
    error = ""
    try:
        while len(read) < ANSWER_BYTES_MAX:
            chunk = await response.content.read(ANSWER_BYTES_MAX - len(read))
            if not chunk:
                break
            read += chunk
    except (TimeoutError, ClientError, OSError) as fault:
        error = _told(fault)
    if not response.content.at_eof():
        response.close()
    return read.decode("utf-8", errors="replace"), error


def _meaning_of(fault: Exception) -> Answer:
    match fault:
        case ClientConnectorError(os_error=ForbiddenAddress()) | InvalidURL():
            return Answer(outcome=Outcome.FORBIDDEN, told=False)
        case ClientConnectorError() | ConnectionTimeoutError():
            return Answer(outcome=Outcome.UNREACHABLE, told=False)
        case TimeoutError() | asyncio.TimeoutError():
            return Answer(outcome=Outcome.TIMEOUT)
        case ForbiddenAddress():
            return Answer(outcome=Outcome.FORBIDDEN, told=False)
        case _:
            return Answer(outcome=Outcome.UNREACHABLE)


def _told(fault: Exception) -> str:
    said = str(fault).strip()
    return f"{type(fault).__name__}: {said}" if said else type(fault).__name__
