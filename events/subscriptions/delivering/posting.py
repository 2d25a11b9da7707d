"""Sending one event: what is sent follows from the event and the settings, signed at this moment."""

from events import processing
from events.subscriptions.delivering.engine import Engine
from events.subscriptions.delivering.loading import Held
from events.subscriptions.domain import cloud_events
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.sending.publishing import headers_of
from events.subscriptions.sending.requests import Reply


async def post(happening: Happening, *, of: Held, engine: Engine, trace: processing.Trace) -> Reply:
    """What came of sending it to the address of the subscription."""
    body = cloud_events.notice(
        happening, full=of.full, publisher=engine.publisher, oin=engine.oins.get(happening.event.zone, "")
    )
    headers = headers_of(body, webhook_id=str(happening.id), now=engine.clock(), keys=of.keys, trace_id=trace.trace_id)
    return await engine.sender.send("POST", of.subscription.url, headers=headers, body=body, access=of.access)
