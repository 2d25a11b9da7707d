"""An attempt as it is kept: redacted, bounded, not yet saved."""

from typing import Final
from uuid import UUID

from events.bulk import Row
from events.models import DeliveryAttempt, Subscription
from events.subscriptions.domain.redaction import headers_kept, own_headers_kept, text_kept
from events.subscriptions.sending.requests import ANSWER_BYTES_MAX, Reply

ERROR_LENGTH_MAX: Final = 500


def attempt_of(reply: Reply, *, subscription: Subscription) -> DeliveryAttempt:
    """The unsaved row of what came of a handshake or a ping."""
    return DeliveryAttempt(**row_of(reply, subscription_id=subscription.pk))


def row_of(
    reply: Reply, *, subscription_id: UUID, event_id: UUID | None = None, seq: int | None = None, number: int = 1
) -> Row:
    """The row of what came of one request; without an event for a handshake or a ping."""
    return {
        "subscription_id": subscription_id,
        "event_id": event_id,
        "seq": seq,
        "number": number,
        "started_at": reply.started_at,
        "duration_ms": reply.duration_ms,
        "outcome": reply.answer.outcome.value,
        "status": reply.answer.status,
        "request_headers": own_headers_kept(reply.sent),
        "answer_headers": headers_kept(reply.headers),
        "answer": text_kept(reply.text)[:ANSWER_BYTES_MAX] if reply.text else "",
        "error": text_kept(reply.error)[:ERROR_LENGTH_MAX] if reply.error else "",
    }
