"""Reading the log for many subscriptions at once: those at the same place share what was read."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from events import store
from events.domain.event import Event
from events.store import Sealed
from events.subscriptions.changing import changes_of
from events.subscriptions.domain.standing_changes import Changes

EVENTS_MAX: Final = 500
BYTES_MAX: Final = 2 * 1024 * 1024
"""Of the data of events that are read at once (one event may be larger than this by itself)."""
SLICES_KEPT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Consecutive events, after the place `after` up to and with `to`; with what was asked of them before."""

    after: int
    to: int
    events: Sequence[Sealed]
    known: dict[UUID, Changes] = field(default_factory=dict)

    def changes_of(self, events: Iterable[Event]) -> Mapping[UUID, Changes]:
        """The standings that these of its events changed: read at once, and not again for who asks after another."""
        lacking = [it for it in events if it.id not in self.known]
        self.known.update(changes_of(lacking))
        return self.known


class LogReader:
    """Reads slices of the log, and keeps the last few. Used by one thread."""

    def __init__(self) -> None:
        self._kept: deque[Slice] = deque(maxlen=SLICES_KEPT)

    def after(self, seq: int) -> Slice:
        """What follows a place; empty (`to` = `seq`) at the end of the log."""
        for kept in self._kept:
            if kept.after <= seq < kept.to:
                return Slice(after=seq, to=kept.to, events=kept.events[seq - kept.after :], known=kept.known)
        events = store.following(seq, EVENTS_MAX, bytes_max=BYTES_MAX)
        found = Slice(after=seq, to=events[-1].seq if events else seq, events=events)
        if events:
            self._kept.append(found)
        return found
