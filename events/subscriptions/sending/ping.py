"""The ping: one signed notice without an event, so that a receiver can try his verification."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from events.models import DeliveryAttempt, Subscription
from events.subscriptions.domain import cloud_events
from events.subscriptions.domain.access import Access
from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.domain.answers import Outcome
from events.subscriptions.keys import signing_keys
from events.subscriptions.receiver_access import access_of
from events.subscriptions.sending.attempts import attempt_of
from events.subscriptions.sending.publishing import allowances, headers_of, own_oin, publisher
from events.subscriptions.sending.requests import Reply, Sender
from events.subscriptions.sending.waiting import wait_for


@dataclass(frozen=True, slots=True, kw_only=True)
class SentOnce:
    """What came of one request: whether the receiver took it in, and the unsaved row of the attempt."""

    taken_in: bool
    attempt: DeliveryAttempt


def ping(subscription: Subscription, *, now: datetime) -> SentOnce:
    """Send a signed ping (`….ping.v1`) to the subscription's address, whatever state it is in.

    `now` is the moment that is signed. Saves nothing; a receiver that cannot be reached did not take it in.
    """
    ping_id = uuid4()
    body = cloud_events.ping(
        ping_id=ping_id, subscription_id=subscription.id, now=now, publisher=publisher(), oin=own_oin()
    )
    keys = signing_keys(subscription, now=now)
    headers = headers_of(body, webhook_id=str(ping_id), now=now, keys=keys, trace_id=secrets.token_bytes(16))
    reply = wait_for(
        _post(subscription.url, body=body, headers=headers, allowed=allowances(), access=access_of(subscription))
    )
    taken_in = reply.answer.outcome is Outcome.DELIVERED
    return SentOnce(taken_in=taken_in, attempt=attempt_of(reply, subscription=subscription))


async def _post(
    url: str, *, body: bytes, headers: Mapping[str, str], allowed: Sequence[Allowed], access: Access | None
) -> Reply:
    async with Sender(allowed) as sender:
        return await sender.send("POST", url, headers=headers, body=body, access=access)
