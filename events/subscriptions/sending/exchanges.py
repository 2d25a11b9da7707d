"""One request to a receiver, and what came of it. A fault of the network is an outcome, never an exception."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Final

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)
from django.conf import settings
from yarl import URL

from events.subscriptions.domain.answers import Answer, Outcome, answered
from events.subscriptions.sending.connecting import NOT_SENT_TO, is_forbidden, told

ANSWER_BYTES_MAX: Final = 16 * 1024
"""Of an answer is read what is kept, and no more."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request. `timeout`: how long it may take, when that is less than its session allows."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None
    timeout: ClientTimeout | None = None


@cache
def user_agent() -> str:
    """Who we say that we are."""
    return f"F6/{settings.API_VERSION}"


async def ask(asked: Asked, *, through: Mapping[str, ClientSession]) -> Reply:
    """Send one request, through the session for its scheme; where there is none, nothing is sent."""
    started_at, began = datetime.now(UTC), time.monotonic()
    sent = {"User-Agent": user_agent(), "Accept-Encoding": "identity", **asked.headers}
    try:
        answer, answered_with, text, error = await _exchange(asked, headers=sent, through=through)
    except (TimeoutError, ClientError, OSError, ValueError) as fault:
        answer, answered_with, text, error = _meaning_of(fault), {}, "", told(fault)
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
    asked: Asked, *, headers: Mapping[str, str], through: Mapping[str, ClientSession]
) -> tuple[Answer, Mapping[str, str], str, str]:
    target = _target(asked.url)
    session = None if target is None else through.get(target.scheme)
    if target is None or session is None:
        return Answer(outcome=Outcome.FORBIDDEN, told=False), {}, "", NOT_SENT_TO
    async with session.request(
        asked.method,
        target,
        data=asked.body,
        headers=headers,
        allow_redirects=False,
        timeout=asked.timeout or session.timeout,
    ) as response:
        found = {name.lower(): value for name, value in response.headers.items()}
        answer = answered(response.status, headers=found, now=datetime.now(UTC))
        text, error = await _beginning(response)
        return answer, found, text, error


@lru_cache(maxsize=500)
def _target(url: str) -> URL | None:
    """The address; None for one that names somebody, or no host. Raises `ValueError` for what is none."""
    target = URL(url)
    return None if target.user or target.password or not target.host else target


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
        error = told(fault)
    if not response.content.at_eof():
        response.close()
    return read.decode("utf-8", errors="replace"), error


def _meaning_of(fault: Exception) -> Answer:
    if is_forbidden(fault):
        return Answer(outcome=Outcome.FORBIDDEN, told=False)
    match fault:
        case ClientConnectorError() | ConnectionTimeoutError():
            return Answer(outcome=Outcome.UNREACHABLE, told=False)
        case TimeoutError() | asyncio.TimeoutError():
            return Answer(outcome=Outcome.TIMEOUT)
        case _:
            return Answer(outcome=Outcome.UNREACHABLE)
