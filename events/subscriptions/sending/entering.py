"""Sending to a receiver that asks more than a signature: with trust, a certificate or a token of one's own.

A token that could not be had is an outcome of its own, in which nothing was sent: it says nothing of the event.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout
from django.utils import timezone

from events.subscriptions.domain.access import Access
from events.subscriptions.domain.answers import Answer, Outcome
from events.subscriptions.domain.redaction import HIDDEN
from events.subscriptions.sending.connecting import CONNECT_SECONDS, TOTAL_SECONDS
from events.subscriptions.sending.exchanges import Asked, Reply, ask
from events.subscriptions.sending.pools import Pools, Unusable
from events.subscriptions.sending.tokens import NoTicket, Ticket, TokenSource, without

FRESH_REFUSED: Final = "the receiver refused a token that was just given"

Through = Mapping[str, ClientSession]


async def enter(asked: Asked, access: Access, *, pools: Pools) -> Reply:
    """Send one request as the subscription's access says. Only over TLS: a token would be read on the way."""
    started_at, began = timezone.now(), time.monotonic()
    ends_at = began + TOTAL_SECONDS
    try:
        async with pools.of(access) as pool:
            through = {"https": pool.session}
            if pool.tokens is None or urlsplit(asked.url).scheme != "https":
                return await ask(asked, through=through)
            reply = await _with_token(asked, tokens=pool.tokens, through=through, ends_at=ends_at)
    except Unusable as fault:
        answer = Answer(outcome=Outcome.UNREACHABLE, told=False)
        reply = Reply(answer=answer, started_at=started_at, duration_ms=0, sent={}, error=str(fault))
    spent = int((time.monotonic() - began) * 1000)
    return replace(reply, started_at=started_at, duration_ms=spent)


async def _with_token(asked: Asked, *, tokens: TokenSource, through: Through, ends_at: float) -> Reply:
    """Send it with the token; once more with a new one when the receiver does not take one that was kept (401)."""
    ticket = await tokens.ticket(within=_left(ends_at))
    if isinstance(ticket, NoTicket):
        return _no_token(ticket, told=False)
    reply = await _bearing(ticket, asked, through=through, ends_at=ends_at)
    if reply.answer.status != HTTPStatus.UNAUTHORIZED:
        return reply
    tokens.drop(ticket.token)
    if not ticket.fresh:
        ticket = await tokens.ticket(within=_left(ends_at))
        if isinstance(ticket, NoTicket):  # with the token that was kept it was sent, and may have been read
            return _no_token(ticket, told=True)
        reply = await _bearing(ticket, asked, through=through, ends_at=ends_at)
        if reply.answer.status != HTTPStatus.UNAUTHORIZED:
            return reply
        tokens.drop(ticket.token)
    return replace(reply, error=reply.error or FRESH_REFUSED)


async def _bearing(ticket: Ticket, asked: Asked, *, through: Through, ends_at: float) -> Reply:
    """Send it with this token, which stands nowhere in the reply."""
    sent = replace(
        asked,
        headers={**asked.headers, "Authorization": f"Bearer {ticket.token}"},
        timeout=ClientTimeout(total=_left(ends_at), sock_connect=CONNECT_SECONDS),
    )
    reply = await ask(sent, through=through)
    return replace(
        reply,
        sent={**reply.sent, "Authorization": f"Bearer {HIDDEN}"},
        headers={name: without(ticket.token, value) for name, value in reply.headers.items()},
        text=without(ticket.token, reply.text),
        error=without(ticket.token, reply.error),
    )


def _no_token(ticket: NoTicket, *, told: bool) -> Reply:
    answer = Answer(outcome=Outcome.TOKEN, told=told, retry_after=ticket.retry_after)
    return Reply(answer=answer, started_at=timezone.now(), duration_ms=0, sent={}, error=ticket.why)


def _left(ends_at: float) -> float:
    """How many seconds are left (of `time.monotonic`); never none, which would be no limit."""
    return max(0.1, ends_at - time.monotonic())
