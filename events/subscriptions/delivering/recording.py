"""Writing down what came of deliveries: one short transaction for several turns, each under the fence of its lease.

The row of the subscription comes first: who lost his lease changes nothing of it, and nothing else either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction

from events import administration, bulk, processing
from events.administration import Action
from events.bulk import Row
from events.domain.permissions import Principal
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions import asking
from events.subscriptions.delivering.leases import LEASE_SECONDS, LeaseLost
from events.subscriptions.domain.endpoints import Endpoint
from events.subscriptions.domain.order import Item

State = Subscription.State
Lease = tuple[UUID, int]
"""A subscription, and the fence of the turn."""
Reason = Subscription.Reason

OURSELVES: Final = Principal(source_id=uuid5(NAMESPACE_URL, "f6:deliverer"), source_type="systeem", name="Bezorging")
"""Who stops a subscription that nobody stops."""
OURS: Final = "s.id = r.id AND s.fence = r.fence"
WRITE: Final = (
    "UPDATE events_subscription AS s SET cursor = r.cursor, failing_since = r.failing_since, failures = r.failures,"
    " rest_until = r.rest_until, delivered_at = greatest(s.delivered_at, r.delivered_at),"
    " lease_holder = CASE WHEN r.release THEN '' ELSE s.lease_holder END,"
    " lease_until = clock_timestamp() + make_interval(secs => CASE WHEN r.release THEN 0 ELSE %(seconds)s END)"
    " FROM unnest(%(id)s::uuid[], %(fence)s::bigint[], %(cursor)s::bigint[], %(failing_since)s::timestamptz[],"
    " %(failures)s::int[], %(rest_until)s::timestamptz[], %(delivered_at)s::timestamptz[], %(release)s::bool[])"
    " AS r (id, fence, cursor, failing_since, failures, rest_until, delivered_at, release)"
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

    Of those, `dropped` are not delivered after all; each with whether it was asked for once more.
    `end`: the state that it gets, and why. `release`: the turn is over.
    """

    subscription: Subscription
    owner: Principal
    fence: int
    cursor: int
    endpoint: Endpoint
    now: datetime
    delivered_at: datetime | None = None
    attempts: Sequence[Row] = ()
    parked: Sequence[tuple[Item, str]] = ()
    no_longer: Sequence[int] = ()
    dropped: Mapping[int, bool] = field(default_factory=dict)
    told: Sequence[Told] = ()
    end: tuple[Subscription.State, Subscription.Reason] | None = None
    release: bool = False

    @property
    def lease(self) -> Lease:
        """Under which it is written."""
        return self.subscription.pk, self.fence


def record(results: Results) -> None:
    """Write it all, or nothing. Raises `LeaseLost` when the lease is another's by now."""
    if record_all([results]):
        raise LeaseLost


@transaction.atomic
def record_all(many: Sequence[Results]) -> frozenset[Lease]:
    """Write what came of several turns at once; returns the leases that are another's by now.

    Of those nothing is written, of the others everything.
    """
    ours = _write_rows(many)
    kept = [results for results in many if results.lease in ours]
    bulk.insert(DeliveryAttempt, [it for results in kept for it in results.attempts])
    _park(kept)
    processing.record_many(_act(results, told) for results in kept for told in results.told)
    for results in kept:
        if results.dropped:
            asking.drop(results.subscription, results.dropped)
        if results.end is not None:
            _end(results, *results.end)
    return frozenset(results.lease for results in many) - ours


def _write_rows(many: Sequence[Results]) -> frozenset[Lease]:
    columns: dict[str, Any] = {
        "id": [it.subscription.pk for it in many],
        "fence": [it.fence for it in many],
        "cursor": [it.cursor for it in many],
        "failing_since": [it.endpoint.failing_since for it in many],
        "failures": [it.endpoint.failures for it in many],
        "rest_until": [it.endpoint.rest_until for it in many],
        "delivered_at": [it.delivered_at for it in many],
        "release": [it.release for it in many],
        "seconds": LEASE_SECONDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{WRITE} WHERE {OURS} RETURNING s.id, r.fence", columns)
        return frozenset(cursor.fetchall())


def _park(many: Sequence[Results]) -> None:
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
        for results in many
        for item, reason in results.parked
    ]
    ParkedDelivery.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subscription", "seq"],
        update_fields=["state", "tries", "next_try_at", "reason"],
    )
    for results in many:
        if results.no_longer:
            ParkedDelivery.objects.filter(subscription=results.subscription, seq__in=results.no_longer).delete()


def _act(results: Results, told: Told) -> processing.Act:
    """Whoever is told of somebody leaves a line with that person, as when he reads."""
    return processing.Act(
        action="Gebeurtenissen bezorgd",
        principal=results.owner,
        trace=told.trace,
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
