"""Leases of subscriptions: one deliverer serves one at a time, and whoever lost his writes nothing any more."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from events import store
from events.sql import script

LEASE_SECONDS: Final = 60.0
HEARTBEAT_SECONDS: Final = 15.0
PARKED_MAX: Final = 10_000
"""Deliveries of one subscription that may be parked: with more, nothing new is read for it until some are delivered."""
TAKE: Final = (
    "UPDATE events_subscription SET lease_holder = %s, fence = fence + 1,"
    " lease_until = clock_timestamp() + make_interval(secs => %s) WHERE id = ANY (%s::uuid[])"
)


class LeaseLost(Exception):
    """Another deliverer serves the subscription now, or it was set back: nothing of this turn may be written."""


def claim(
    *, holder: str, limit: int, running: Collection[UUID], freed: Collection[UUID], now: datetime
) -> tuple[list[UUID], int]:
    """Take the lease of subscriptions that have work, at most `limit`; with how far the log is numbered.

    `running` are served by this holder at this moment; `freed` have work that only `freed_subscriptions` sees.
    """
    last_seq = store.last_seq()
    if limit <= 0:
        return [], last_seq
    asked: dict[str, Any] = {
        "holder": holder,
        "limit": limit,
        "running": list(running),
        "freed": list(freed),
        "now": now,
        "last_seq": last_seq,
        "parked_max": PARKED_MAX,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_sql("read_claimable_subscriptions"), asked)
        taken = [subscription for (subscription,) in cursor.fetchall()]
        if taken:
            cursor.execute(TAKE, [holder, LEASE_SECONDS, taken])
    return taken, last_seq


def freed_subscriptions() -> list[UUID]:
    """Subscriptions in which something waits for an earlier event that is not parked any more."""
    with connection.cursor() as cursor:
        cursor.execute(_sql("read_freed_subscriptions"))
        return list({subscription for (subscription,) in cursor.fetchall()})


def renew(fences: Mapping[UUID, int]) -> frozenset[UUID]:
    """Keep these leases for LEASE_SECONDS from now; returns those that are still ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_subscription AS s SET lease_until = clock_timestamp() + make_interval(secs => %s)"
            " FROM unnest(%s::uuid[], %s::bigint[]) AS ours (id, fence)"
            " WHERE s.id = ours.id AND s.fence = ours.fence AND s.lease_holder <> '' RETURNING s.id",
            [LEASE_SECONDS, list(fences), list(fences.values())],
        )
        return frozenset(subscription for (subscription,) in cursor.fetchall())


def release(subscription_id: UUID, *, fence: int) -> None:
    """Let another begin at once, if it is still ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_subscription SET lease_holder = '', lease_until = clock_timestamp()"
            " WHERE id = %s AND fence = %s",
            [subscription_id, fence],
        )


def next_due(*, now: datetime) -> datetime | None:
    """When the next rest ends or the next try is due, after `now`; None when nothing waits for a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(greatest(p.next_try_at, s.rest_until)) FROM events_subscription AS s"
            " LEFT JOIN events_parkeddelivery AS p ON p.subscription_id = s.id AND p.state = 'retrying'"
            " WHERE s.state = 'active' AND greatest(p.next_try_at, s.rest_until) > %s",
            [now],
        )
        (moment,) = cursor.fetchone()
    found: datetime | None = moment
    return found


@cache
def _sql(name: str) -> str:
    return script(name)
