"""Writing down what came of deliveries: one short transaction, under the fence of the lease.

The row of the subscription comes first: who lost his lease changes nothing of it, and nothing else either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from events import administration, processing
from events.administration import Action
from events.domain.permissions import Principal
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions.delivering.leases import LEASE_SECONDS, LeaseLost
from events.subscriptions.domain.endpoints import Endpoint
from events.subscriptions.domain.order import Item

State = Subscription.State
Reason = Subscription.Reason

OURSELVES: Final = Principal(source_id=uuid5(NAMESPACE_URL, "f6:deliverer"), source_type="systeem", name="Bezorging")
"""Who stops a subscription that nobody stops."""
OURS: Final = "id = %(id)s AND fence = %(fence)s"
WRITE: Final = (
    "UPDATE events_subscription SET cursor = %(cursor)s, failing_since = %(failing_since)s, failures = %(failures)s,"
    " rest_until = %(rest_until)s, delivered_at = greatest(delivered_at, %(delivered_at)s::timestamptz),"
    " lease_holder = CASE WHEN %(release)s THEN '' ELSE lease_holder END,"
    " lease_until = clock_timestamp() + make_interval(secs => %(seconds)s)"
)
ENDED: Final = {
    State.STOPPED: (Action.DELIVERY_STOPPED, "Bezorging gestopt: de ontvanger wil niets meer"),
    State.PAUSED: (Action.DELIVERY_PAUSED, "Bezorging gepauzeerd: de ontvanger faalt te lang"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of whom something was sent, to write in the log of processing: the objects, how many events, in which trace."""

    object_ids: frozenset[UUID]
    events: int
    trace: processing.Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What to write of one turn since the last time. `parked` are new or changed, `no_longer` are delivered.

    `end`: the state that it gets, and why. `release`: the turn is over.
    """

    subscription: Subscription
    owner: Principal
    fence: int
    cursor: int
    endpoint: Endpoint
    now: datetime
    delivered_at: datetime | None = None
    attempts: Sequence[DeliveryAttempt] = ()
    parked: Sequence[tuple[Item, str]] = ()
    no_longer: Sequence[int] = ()
    told: Sequence[Told] = ()
    end: tuple[Subscription.State, Subscription.Reason] | None = None
    release: bool = False


@transaction.atomic
def record(results: Results) -> None:
    """Write it all, or nothing. Raises `LeaseLost` when the lease is another's by now."""
    with connection.cursor() as cursor:
        cursor.execute(f"{WRITE} WHERE {OURS}", _columns(results))
        if cursor.rowcount != 1:
            raise LeaseLost
    DeliveryAttempt.objects.bulk_create(results.attempts, batch_size=500)
    _park(results)
    for told in results.told:
        _write_down(results, told)
    if results.end is not None:
        _end(results, *results.end)


def _columns(results: Results) -> dict[str, Any]:
    return {
        "id": results.subscription.pk,
        "fence": results.fence,
        "cursor": results.cursor,
        "failing_since": results.endpoint.failing_since,
        "failures": results.endpoint.failures,
        "rest_until": results.endpoint.rest_until,
        "delivered_at": results.delivered_at,
        "release": results.release,
        "seconds": 0 if results.release else LEASE_SECONDS,
    }


def _park(results: Results) -> None:
    rows = [
        ParkedDelivery(
            subscription=results.subscription,
            seq=item.seq,
            event_id=item.event_id,
            object_ids=list(item.object_ids),
            state=ParkedDelivery.State(item.place.value),
            cause=ParkedDelivery.Cause.ORDER if item.tries == 0 else ParkedDelivery.Cause.FAILED,
            tries=item.tries,
            next_try_at=item.due,
            reason=reason,
            parked_at=results.now,
        )
        for item, reason in results.parked
    ]
    ParkedDelivery.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subscription", "seq"],
        update_fields=["state", "tries", "next_try_at", "reason"],
    )
    if results.no_longer:
        ParkedDelivery.objects.filter(subscription=results.subscription, seq__in=results.no_longer).delete()


def _write_down(results: Results, told: Told) -> None:
    """Whoever is told of somebody leaves a line with that person, as when he reads."""
    with processing.traced(told.trace):
        processing.record(
            "Gebeurtenissen bezorgd",
            principal=results.owner,
            subjects=told.object_ids,
            activity=processing.Activity.READ,
            details={"subscription": str(results.subscription.pk), "events": told.events},
        )


def _end(results: Results, state: Subscription.State, reason: Subscription.Reason) -> None:
    """Send nothing any more, unless somebody ended it already."""
    changed = Subscription.objects.filter(pk=results.subscription.pk, state=State.ACTIVE).update(
        state=state, state_reason=reason, state_since=results.now
    )
    if changed:
        action, said = ENDED[state]
        before = {"state": State.ACTIVE.value, "reason": results.subscription.state_reason}
        administration.record(
            said,
            action,
            administration.thing_of(results.subscription),
            by=OURSELVES,
            before=before,
            after={"state": state.value, "reason": reason.value},
        )
