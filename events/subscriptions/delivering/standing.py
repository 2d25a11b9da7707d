"""Where a turn stands: what was read, what is under way, what came of it and is not written down yet.

No database and no network: who serves a subscription asks here what to send next, tells what came of it, and takes
from here what to write.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from events import processing
from events.bulk import Row
from events.models import Subscription
from events.subscriptions.delivering.leases import PARKED_MAX
from events.subscriptions.delivering.loading import Held, Next
from events.subscriptions.delivering.recording import Results, Told
from events.subscriptions.domain import deliveries, endpoints
from events.subscriptions.domain.answers import Outcome
from events.subscriptions.domain.deliveries import Delivery, Tried
from events.subscriptions.domain.endpoints import Endpoint, Seen
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.order import PARKED, Item, Lanes, Order
from events.subscriptions.domain.progress import Progress
from events.subscriptions.domain.redaction import text_kept
from events.subscriptions.sending.attempts import row_of
from events.subscriptions.sending.requests import Reply

State = Subscription.State
Reason = Subscription.Reason
End = tuple[Subscription.State, Subscription.Reason]

REASON_LENGTH_MAX: Final = 500
READ_AHEAD: Final = 250
"""With fewer events in memory the next part of the log is read."""
PASSED_MAX: Final = 5_000
"""Events beyond one that is not complete: the cursor waits for it, and so does what comes after these."""
TAKEN_AWAY: Final = "an earlier event of the same object is not delivered yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of sending one event, in the trace of its request."""

    item: Item
    event: Happening
    reply: Reply
    trace: processing.Trace


class TurnStanding:
    """All that a turn knows of its deliveries."""

    def __init__(self, held: Held) -> None:
        row = held.subscription
        self.held = held
        self.lanes = Lanes(Order(row.ordering))
        self.progress = Progress(row.cursor)
        self.endpoint = Endpoint(failing_since=row.failing_since, failures=row.failures, rest_until=row.rest_until)
        self.end: End | None = None
        self.trace = processing.Trace.begin()
        self._events: dict[int, Happening] = {}
        self._attempts: list[Row] = []
        self._parked: dict[int, tuple[Item, str]] = {}
        self._stored = {item.seq for item in held.parked}
        self._no_longer: list[int] = []
        self.dropped: dict[int, bool] = {}
        """What was parked and is delivered no more, until that is written: each with whether it was once more."""
        self._told: dict[bytes, tuple[processing.Trace, dict[UUID, Happening]]] = {}
        self._written = row.cursor
        self._delivered_at: datetime | None = None
        self._ahead: dict[int, Item] = {}
        for item in held.parked:
            self._put_parked(item)

    @property
    def unwritten(self) -> int:
        """How many results are not written down."""
        return len(self._attempts) + len(self._parked) + len(self._no_longer)

    @property
    def moved(self) -> bool:
        """Whether anything is to be written, be it only how far it is."""
        return self.unwritten > 0 or self.progress.cursor != self._written

    @property
    def parking(self) -> bool:
        """Whether what is parked changed, and is not written: whoever looks there would go by what is no more so."""
        return bool(self._parked or self._no_longer)

    def may_read(self, last_seq: int) -> bool:
        """Whether there is more in the log, which is numbered to there, and room for it."""
        return (
            self.progress.read_to < last_seq
            and not self.lanes.holds_all
            and self.lanes.parked < PARKED_MAX
            and len(self._events) < READ_AHEAD
            and self.progress.read_to - self.progress.cursor < PASSED_MAX
        )

    def take_in(self, read: Next) -> None:
        """What was read of the log: each in its lanes, or parked behind what is parked there."""
        for seq, event in read.events:
            self._reach(seq)
            if seq in self.lanes.items:
                continue
            item = Item(seq=seq, event_id=event.id, object_ids=event.object_ids)
            self.progress.begin(seq)
            if self.lanes.put(item):
                self._keep(seq, event)
            else:
                self._set_parked(item, TAKEN_AWAY)
        self._reach(read.to)
        self.progress.read_to = read.to

    def next(self, *, now: datetime) -> Item | None:
        """What to send now. Its event is with `event_of`, or (of what was parked) to be looked up first."""
        return self.lanes.next(now=now)

    def event_of(self, item: Item) -> Happening | None:
        """The event, when it was read in this turn; it is given once."""
        return self._events.pop(item.seq, None)

    def lacking(self) -> dict[int, bool]:
        """The places of what is not delivered yet, each with whether it is once more; nothing unless it matters."""
        asks = self.held.subscription.corrections
        return {seq: item.again for seq, item in self.lanes.items.items()} if asks else {}

    def not_told(self, item: Item) -> None:
        """It is not to be sent after all: its owner may not see it any more, or did not ask for it."""
        if item.seq in self._stored:
            self.dropped[item.seq] = item.again
        self._complete(item)

    def came(self, came: Came, *, now: datetime, dice: float) -> None:
        """What came of sending one event."""
        item, reply = came.item, came.reply
        outcome, asked = reply.answer.outcome, reply.answer.retry_after
        self._attempts.append(
            row_of(
                reply,
                subscription_id=self.held.subscription.pk,
                event_id=item.event_id,
                seq=item.seq,
                number=item.tries + 1,
            )
        )
        if reply.answer.told:
            _, told = self._told.setdefault(came.trace.trace_id, (came.trace, {}))
            told[came.event.id] = came.event
        if outcome is Outcome.DELIVERED:
            self.endpoint, self._delivered_at = endpoints.WELL, now
            self._complete(item)
            return
        self.endpoint = endpoints.evolve(
            self.endpoint, Seen(outcome=outcome, began=reply.started_at, ended=now, dice=dice, asked=asked)
        )
        delivery = deliveries.evolve(
            Delivery(tries=item.tries),
            Tried(outcome=outcome, at=now, dice=dice, asked=asked),
            schedule=self.held.subscription.schedule,
        )
        self._failed(item, delivery, reason=_reason(reply))
        self._judge(outcome, now=now)

    def rest(self, *, until: datetime) -> None:
        """Leave the receiver alone, for a reason of ours."""
        self.endpoint = replace(self.endpoint, rest_until=until)

    def set_rest_aside(self) -> None:
        """The turn ends: park what waits before something that is complete, or that would be sent once more."""
        for item in self.lanes.unfinished():
            if item.seq < self.progress.highest and item.seq not in self._stored.union(self._parked):
                self.lanes.set_aside(item)
                self._set_parked(item, TAKEN_AWAY)

    def replace_parked(self, found: Sequence[Item]) -> None:
        """Take over what others changed of what is parked. Only when everything was taken, and is written."""
        self._stored = {item.seq for item in found}
        self._ahead = {item.seq: item for item in found if item.seq > self.progress.read_to}
        self.lanes.replace([item for item in found if item.seq not in self._ahead])

    def take_results(self, *, now: datetime, release: bool) -> Results:
        """What to write now. From here on it counts as written: when that fails, the turn ends and all of this with it.

        One at a time: who takes again before these are written could write what came later first.
        """
        results = Results(
            subscription=self.held.subscription,
            owner=self.held.principal,
            fence=self.held.fence,
            cursor=self.progress.cursor,
            endpoint=self.endpoint,
            now=now,
            delivered_at=self._delivered_at,
            attempts=self._attempts,
            parked=list(self._parked.values()),
            no_longer=self._no_longer,
            dropped=dict(self.dropped),
            told=self._all_told(),
            end=self.end,
            release=release,
        )
        self._stored |= self._parked.keys()
        self._stored -= set(self._no_longer)
        self._attempts, self._parked, self._no_longer, self._told = [], {}, [], {}
        self._written = results.cursor
        self.trace = processing.Trace.begin()
        return results

    def kept(self, results: Results) -> None:
        """What these results dropped is kept in the database by now: it needs not be told of any more."""
        self.dropped = {seq: again for seq, again in self.dropped.items() if seq not in results.dropped}

    def _keep(self, seq: int, happening: Happening) -> None:
        """Keep it until it is sent. What corrects something is looked up again: by then it is known what came."""
        if happening.correction is None:
            self._events[seq] = happening

    def _put_parked(self, item: Item) -> None:
        """What was parked beyond the cursor by a turn that broke off waits until the turn has read so far again."""
        if item.seq > self.progress.read_to:
            self._ahead[item.seq] = item
        else:
            self.lanes.put(item)

    def _reach(self, seq: int) -> None:
        for each in sorted(it for it in self._ahead if it <= seq):
            self.lanes.put(self._ahead.pop(each))

    def _all_told(self) -> list[Told]:
        return [
            Told(
                object_ids=frozenset(object_id for event in events.values() for object_id in event.object_ids),
                events=len(events),
                trace=trace,
            )
            for trace, events in self._told.values()
        ]

    def _complete(self, item: Item) -> None:
        self.lanes.done(item.seq)
        self.progress.complete(item.seq)
        self._parked.pop(item.seq, None)
        if item.seq in self._stored:
            self._no_longer.append(item.seq)

    def _failed(self, item: Item, delivery: Delivery, *, reason: str) -> None:
        behind = self.lanes.park(item.seq, tries=delivery.tries, due=delivery.next_try_at)
        self._set_parked(item, reason)
        for each in behind:
            self._set_parked(each, TAKEN_AWAY)

    def _set_parked(self, item: Item, reason: str) -> None:
        """Write it as it is now: it may be under way once more before it is written."""
        assert item.place in PARKED
        self._events.pop(item.seq, None)
        self._parked[item.seq] = (replace(item), reason[:REASON_LENGTH_MAX])
        self.progress.complete(item.seq)

    def _judge(self, outcome: Outcome, *, now: datetime) -> None:
        if outcome is Outcome.GONE:
            self.end = (State.STOPPED, Reason.GONE)
        elif self.end is None and self.endpoint.given_up_at(now):
            self.end = (State.PAUSED, Reason.FAILING)


def _reason(reply: Reply) -> str:
    said = f"{reply.answer.status}" if reply.answer.status is not None else text_kept(reply.error)
    return f"{reply.answer.outcome.value}: {said}"
