"""Reading the log for many subscriptions at once: those at the same place share what was read."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from events import store
from events.store import Sealed
from events.subscriptions.changing import Chains

EVENTS_MAX: Final = 500
BYTES_MAX: Final = 2 * 1024 * 1024
"""Of the data of events that are read at once (one event may be larger than this by itself)."""
SLICES_KEPT: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Consecutive events, after the place `after` up to and with `to`, with the chains that were read for them."""

    after: int
    to: int
    events: Sequence[Sealed]
    chains: Chains = field(default_factory=Chains)


class LogReader:
    """Reads slices of the log, and keeps the last few. Used by one thread."""

    def __init__(self) -> None:
        self._kept: deque[Slice] = deque(maxlen=SLICES_KEPT)

    def after(self, seq: int) -> Slice:
        """What follows a place; empty (`to` = `seq`) at the end of the log."""
        for kept in self._kept:
            if kept.after <= seq < kept.to:
                return Slice(after=seq, to=kept.to, events=kept.events[seq - kept.after :], chains=kept.chains)
        events = store.following(seq, EVENTS_MAX, bytes_max=BYTES_MAX)
        found = Slice(after=seq, to=events[-1].seq if events else seq, events=events)
        if events:
            self._kept.append(found)
        return found
