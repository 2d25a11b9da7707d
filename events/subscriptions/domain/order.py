"""What may be sent now: events wait for earlier ones that they share an object with.

Each object is a lane, in which an event stands from when it is read until it was delivered. It may go when it is the
first in all its lanes. One that fails stays where it is, parked; those that come after it in a lane are parked behind
it, so that the cursor moves on, and events in other lanes pass. Without order there are no lanes; with everything in
order there is one.

Lanes are kept in memory by who holds the lease; what is parked in them is in the database as well.
"""

from bisect import insort
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import heappop, heappush
from typing import Final
from uuid import UUID

WHOLE: Final = UUID(int=0)
"""The one lane of a subscription that wants everything in order."""


class Order(StrEnum):
    """What waits for what; the values are those of `Subscription.Ordering`."""

    OBJECT = "object"
    NONE = "none"
    ALL = "all"


class Place(StrEnum):
    """Where an event is. The last three are parked, with the values of `ParkedDelivery.State`."""

    WAITING = "waiting"
    UNDER_WAY = "under way"
    RETRYING = "retrying"
    BEHIND = "behind"
    DEAD = "dead"


PARKED: Final = frozenset({Place.RETRYING, Place.BEHIND, Place.DEAD})


@dataclass(slots=True, kw_only=True)
class Item:
    """An event in its lanes. `due` is when it is tried again, of one that is RETRYING.

    `again`: it is parked because it was asked for once more, having been passed before.
    """

    seq: int
    event_id: UUID
    object_ids: tuple[UUID, ...]
    place: Place = Place.WAITING
    tries: int = 0
    due: datetime | None = None
    again: bool = False


class Lanes:
    """The lanes of one subscription."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.items: dict[int, Item] = {}
        self._lanes: dict[UUID, list[int]] = {}
        self._ready: list[int] = []
        self._due: list[tuple[datetime, int]] = []
        self._parked = 0

    @property
    def parked(self) -> int:
        """How many are parked."""
        return self._parked

    @property
    def holds_all(self) -> bool:
        """Whether nothing new may be read: everything is in order, and something is parked."""
        return self.order is Order.ALL and self._parked > 0

    def put(self, item: Item) -> bool:
        """Take in an event; False when it is parked behind an earlier one of its lanes that is parked.

        With everything in order it only waits: what cannot go is read again.
        One that is parked already is taken in as it is.
        """
        assert item.seq not in self.items
        self.items[item.seq] = item
        lanes = self._of(item)
        waits = item.place is Place.WAITING and self.order is not Order.ALL
        if waits and any(self._blocked(lane, before=item.seq) for lane in lanes):
            item.place = Place.BEHIND
        for lane in lanes:
            insort(self._lanes.setdefault(lane, []), item.seq)
        self._parked += item.place in PARKED
        self._offer(item)
        return item.place is not Place.BEHIND

    def next(self, *, now: datetime) -> Item | None:
        """The event to send now, which is under way from here on; what was parked first. None: nothing now."""
        if self._first_due(now):
            return self._sent(self.items[heappop(self._due)[1]])
        if self._first_ready():
            return self._sent(self.items[heappop(self._ready)])
        return None

    def next_due(self) -> datetime | None:
        """When the first of what is tried again is due; None when nothing is, or what is waits for another."""
        return self._due[0][0] if self._due else None

    def may_send(self, *, now: datetime) -> bool:
        """Whether `next` would give one."""
        return self._first_due(now) or self._first_ready()

    def done(self, seq: int) -> None:
        """It was delivered, or is not to be: whatever came after it may go."""
        item = self.items.pop(seq)
        self._parked -= item.place in PARKED
        for lane in self._of(item):
            queue = self._lanes[lane]
            queue.remove(seq)
            if queue:
                self._offer(self.items[queue[0]])
            else:
                del self._lanes[lane]

    def park(self, seq: int, *, tries: int, due: datetime | None) -> list[Item]:
        """It failed: to be tried again when it is due (None: never). Returns what is parked behind it from now on.

        With everything in order nothing is: what comes after it is to be read again.
        """
        item = self.items[seq]
        self._parked += item.place not in PARKED
        item.place, item.tries, item.due = (Place.RETRYING if due else Place.DEAD), tries, due
        self._offer(item)
        return [] if self.order is Order.ALL else list(self._fall_behind(item))

    def unfinished(self) -> list[Item]:
        """What is neither parked nor delivered: it waits, or is under way; in the order of the log."""
        return sorted((it for it in self.items.values() if it.place not in PARKED), key=lambda it: it.seq)

    def set_aside(self, item: Item) -> None:
        """Park an event that waits or was broken off, to be sent as soon as its lanes let it."""
        assert item.place not in PARKED
        item.place = Place.BEHIND
        self._parked += 1

    def parked_items(self) -> list[Item]:
        """What is parked."""
        return [it for it in self.items.values() if it.place in PARKED]

    def replace(self, found: Collection[Item]) -> None:
        """Take over what others changed: `found` is all that is parked in the database, and nothing of it is ours."""
        stored = {item.seq: item for item in found}
        for item in self.parked_items():
            if item.seq not in stored:
                self.done(item.seq)
        for seq, item in stored.items():
            ours = self.items.get(seq)
            if ours is None:
                self.put(item)
            elif ours.place in PARKED and (ours.place, ours.tries, ours.due) != (item.place, item.tries, item.due):
                ours.place, ours.tries, ours.due = item.place, item.tries, item.due
                self._offer(ours)

    def _fall_behind(self, failed: Item) -> Iterator[Item]:
        """Park what waits in the lanes of what is parked, and in the lanes of that, in the order of the log."""
        blocked = set(self._of(failed))
        seqs = self._after(failed.seq, lanes=blocked)
        while seqs:
            item = self.items[heappop(seqs)]
            if item.place is not Place.WAITING:
                continue
            item.place = Place.BEHIND
            self._parked += 1
            fresh = set(self._of(item)) - blocked
            blocked |= fresh
            for seq in self._after(item.seq, lanes=fresh):
                heappush(seqs, seq)
            yield item

    def _after(self, seq: int, *, lanes: Iterable[UUID]) -> list[int]:
        return sorted(it for lane in lanes for it in self._lanes[lane] if it > seq)

    def _blocked(self, lane: UUID, *, before: int) -> bool:
        return any(self.items[seq].place in PARKED for seq in self._lanes.get(lane, ()) if seq < before)

    def _first_due(self, now: datetime) -> bool:
        """Whether the first of what is tried again may go; what stands there for nothing is taken away."""
        while self._due and self._due[0][0] <= now:
            due, seq = self._due[0]
            item = self.items.get(seq)
            if item is not None and item.place is Place.RETRYING and item.due == due and self._is_first(item):
                return True
            heappop(self._due)
        return False

    def _first_ready(self) -> bool:
        """Whether the first of what waits, or was parked behind another, may go."""
        while self._ready:
            item = self.items.get(self._ready[0])
            if item is not None and item.place in (Place.WAITING, Place.BEHIND) and self._is_first(item):
                return True
            heappop(self._ready)
        return False

    def _is_first(self, item: Item) -> bool:
        return all(self._lanes[lane][0] == item.seq for lane in self._of(item))

    def _offer(self, item: Item) -> None:
        """Line an event up to be sent, if it is the first in its lanes."""
        if not self._is_first(item):
            return
        if item.place is Place.RETRYING and item.due is not None:
            heappush(self._due, (item.due, item.seq))
        elif item.place in (Place.WAITING, Place.BEHIND):
            heappush(self._ready, item.seq)

    def _sent(self, item: Item) -> Item:
        self._parked -= item.place in PARKED
        item.place = Place.UNDER_WAY
        return item

    def _of(self, item: Item) -> tuple[UUID, ...]:
        match self.order:
            case Order.OBJECT:
                return item.object_ids if len(item.object_ids) == 1 else tuple(dict.fromkeys(item.object_ids))
            case Order.NONE:
                return ()
            case Order.ALL:
                return (WHOLE,)
