"""Removing what need not be kept any longer."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection

REMOVED_AT_ONCE: Final = 10_000


def remove_old_transactions(*, now: datetime) -> int:
    """Remove the records of calls that are older than the group agreed to keep, in short steps; how many were."""
    made_before = now - timedelta(days=settings.F6_FSC_TRANSACTIONS_KEPT_DAYS)
    removed = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT remove_old_transactions(%s, %s)", [made_before, REMOVED_AT_ONCE])
            (just_now,) = cursor.fetchone() or (0,)
        removed += just_now
        if just_now < REMOVED_AT_ONCE:
            return removed
