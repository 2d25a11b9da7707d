"""How long attempts are kept."""

from datetime import datetime, timedelta
from typing import Final

from events.models import DeliveryAttempt

ATTEMPTS_KEPT: Final = timedelta(days=30)
REMOVED_AT_ONCE: Final = 10_000


def remove_old_attempts(*, now: datetime) -> int:
    """Remove the attempts that are older than ATTEMPTS_KEPT, in short steps; how many were removed."""
    removed = 0
    while True:
        old = DeliveryAttempt.objects.filter(started_at__lt=now - ATTEMPTS_KEPT).order_by("started_at")
        ids = list(old.values_list("pk", flat=True)[:REMOVED_AT_ONCE])
        if not ids:
            return removed
        removed += DeliveryAttempt.objects.filter(pk__in=ids).delete()[0]
