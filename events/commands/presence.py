"""Who has the page of a claim open: so that two officials know of each other before they do one thing twice."""

from datetime import datetime, timedelta
from uuid import UUID

from events.domain.permissions import Principal
from events.models import User, WorkPresence

PRESENT = timedelta(seconds=75)
"""How lately somebody must have been seen to be told of: an open page says so every half minute."""
FORGOTTEN = timedelta(hours=1)


def see(event_id: UUID, *, by: Principal, now: datetime) -> tuple[str, ...]:
    """Note that somebody has the page of an event open, and name the colleagues who have it open too."""
    WorkPresence.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    account = User.objects.filter(source_id=by.source_id).first()
    if account is not None:
        WorkPresence.objects.update_or_create(event_id=event_id, official=account, defaults={"seen_at": now})
    others = WorkPresence.objects.filter(event_id=event_id, seen_at__gte=now - PRESENT).select_related("official")
    return tuple(sorted(str(it.official) for it in others if it.official.source_id != by.source_id))
