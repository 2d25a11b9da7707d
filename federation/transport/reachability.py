"""Whether peers answer, as it is kept of them; and how long one that did not just now is waited for.

So a peer that is down is waited for in full by one reader in so many seconds, and the others hardly notice.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.db.models.functions import Coalesce

from federation.models import Peer
from federation.transport.client import Reason, Reply, Unreachable

SECONDS_AFTER_FAILURE: Final = 1.5
"""To wait for a peer that failed just now: enough for one that is well again, wherever it is."""
JUST_NOW: Final = timedelta(seconds=30)
HEARD_EVERY: Final = timedelta(minutes=1)
_WHY_LENGTH_MAX: Final = 300


def seconds_for(peer: Peer, *, seconds: float, now: datetime) -> float:
    """How long this peer may take."""
    failed = peer.failed_at is not None and peer.failing_since is not None and now - peer.failed_at < JUST_NOW
    return min(seconds, SECONDS_AFTER_FAILURE) if failed else seconds


def note(peer_id: str, came: Reply | Unreachable, *, seconds: float, now: datetime) -> None:
    """Keep that it answered, whatever it said; or that it did not, within so many seconds."""
    row = Peer.objects.filter(peer_id=peer_id)
    if isinstance(came, Reply):
        long_ago = Q(answered_at=None) | Q(answered_at__lt=now - HEARD_EVERY) | Q(failing_since__isnull=False)
        row.filter(long_ago).update(answered_at=now, failing_since=None, failed_at=None, failure="")
        return
    if came.reason is Reason.TIMEOUT and seconds < SECONDS_AFTER_FAILURE:
        return  # that it had too little time says nothing of it
    why = str(came)[:_WHY_LENGTH_MAX]
    row.update(failing_since=Coalesce("failing_since", now), failure=why)
    if seconds > SECONDS_AFTER_FAILURE:  # one that had little time is no reason to give it little again
        row.update(failed_at=now)
