"""Sending one event: what is sent follows from the event and the settings, signed at this moment."""

from typing import Final

from events import processing
from events.subscriptions.delivering.engine import Engine
from events.subscriptions.delivering.loading import Held
from events.subscriptions.domain import cloud_events
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.sending.publishing import headers_of
from events.subscriptions.sending.requests import Reply

THIN_KEPT: Final = 2_000
"""Notices that are kept for the next who is told of the same."""


async def post(happening: Happening, *, of: Held, engine: Engine, trace: processing.Trace) -> Reply:
    """What came of sending it to the address of the subscription."""
    body = _body(happening, of=of, engine=engine)
    headers = headers_of(body, webhook_id=str(happening.id), now=engine.clock(), keys=of.keys, trace_id=trace.trace_id)
    return await engine.sender.send("POST", of.subscription.url, headers=headers, body=body, access=of.access)


def _body(happening: Happening, *, of: Held, engine: Engine) -> bytes:
    """The notice. Thin ones say the same to everybody who asks for nothing more: they are made once for all."""
    oin = engine.oins.get(happening.event.zone, "")
    if of.full or happening.changes is not None or happening.correction is not None:
        return cloud_events.notice(happening, full=of.full, publisher=engine.publisher, oin=oin)
    found = engine.thin.get(happening.id)
    if found is None:
        if len(engine.thin) >= THIN_KEPT:
            engine.thin.clear()
        found = engine.thin[happening.id] = cloud_events.notice(
            happening, full=False, publisher=engine.publisher, oin=oin
        )
    return found
