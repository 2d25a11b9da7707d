"""What events changed, for those who ask for it: the chains of many events in one read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from events import store
from events.catalogue import catalogue
from events.domain.event import Event, Kind
from events.store import Sealed
from events.subscriptions.domain import content_changes, standing_changes
from events.subscriptions.domain.asked import NO_PLACES, Asked, Step, correction
from events.subscriptions.domain.content_changes import ContentChange
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.standing_changes import Changes
from events.subscriptions.domain.wanted import Wanted


class Chains:
    """Chains of events, each read once, and what their events changed. Used by one thread.

    What was read is right up to the events that it was read for; what comes later is read with what comes later.
    """

    def __init__(self) -> None:
        self._chains: dict[UUID, Sequence[Sealed]] = {}
        self._changes: dict[UUID, Changes] = {}
        self._contents: dict[UUID, tuple[Sequence[Sealed], Mapping[UUID, ContentChange]]] = {}

    def read(self, events: Iterable[Event]) -> None:
        """Read the chains of these, as far as they were not read for them before. One query, or none."""
        lacking = {it.id for it in events} - self._chains.keys()
        if not lacking:
            return
        by_root: dict[UUID, list[Sealed]] = {}
        for root_id, sealed in store.chains_of(lacking):
            by_root.setdefault(root_id, []).append(sealed)
        for chain in by_root.values():
            chain.sort(key=lambda it: it.event.order)
            self._chains.update(dict.fromkeys((it.event.id for it in chain), chain))

    def changes(self, event: Event) -> Changes:
        """The standings that it changed. Of a claim or correction this is known unread."""
        if event.id not in self._changes:
            chain = [it.event for it in self._chains.get(event.id, ())] or [event]
            self._changes[event.id] = standing_changes.changes(event, chain=chain, catalogue=catalogue())
        return self._changes[event.id]

    def steps(self, event: Event, *, standings: bool) -> list[Step]:
        """Its chain up to and with the event, and what each changed. It must have been read."""
        contents = self.contents(event)
        return [
            Step(
                seq=it.seq,
                event=it.event,
                changes=self.changes(it.event) if standings else None,
                content=contents.get(it.event.id),
            )
            for it in self._chains[event.id]
            if it.event.order <= event.order
        ]

    def chain(self, event: Event) -> Sequence[Sealed]:
        """The chain that was read for it."""
        return self._chains[event.id]

    def contents(self, event: Event) -> Mapping[UUID, ContentChange]:
        """What events of its chain made of what the claim says."""
        chain = self._chains[event.id]
        root_id = chain[0].event.id
        if root_id not in self._contents or self._contents[root_id][0] is not chain:
            found = content_changes.content_changes([it.event for it in chain], catalogue=catalogue())
            self._contents[root_id] = (chain, found)
        return self._contents[root_id][1]


def happenings(
    events: Sequence[Event],
    *,
    asked: Asked,
    chains: Chains | None = None,
    parked: Mapping[int, bool] = NO_PLACES,
    sees: Callable[[Event], bool] = lambda _event: True,
) -> list[Happening]:
    """These events, with what they changed as far as it is asked for; of the rest nothing is read.

    `chains` are those that were read before, `parked` as in `asked.correction`; of what nobody `sees` nothing is read.
    """
    if not asked.wanted.standings and asked.spans is None:
        return [Happening(event=it) for it in events]
    known = chains or Chains()
    looked_at = {it.id for it in events if sees(it) and (asked.spans is not None or asked.wanted.may_hold_of(it))}
    known.read(it for it in events if it.kind is Kind.VALIDATION and it.id in looked_at)
    return [
        _seen(it, asked=asked, chains=known, parked=parked) if it.id in looked_at else _unseen(it, asked=asked)
        for it in events
    ]


def tells(happening: Happening, *, wanted: Wanted) -> bool:
    """Whether it is asked for: by the filter, or as the correction of what was delivered."""
    return happening.correction is not None or wanted.holds_of(happening.event, happening.changes)


def told(
    events: Sequence[Event],
    *,
    asked: Asked,
    chains: Chains | None = None,
    parked: Mapping[int, bool] = NO_PLACES,
    sees: Callable[[Event], bool] = lambda _event: True,
) -> list[Happening]:
    """Those of the events that are asked for, of what is seen. Otherwise as `happenings`."""
    if not asked.wanted.standings and asked.spans is None:
        return [Happening(event=it) for it in events if sees(it) and asked.wanted.may_hold_of(it)]
    found = happenings(events, asked=asked, chains=chains, parked=parked, sees=sees)
    return [it for it in found if sees(it.event) and tells(it, wanted=asked.wanted)]


def _seen(event: Event, *, asked: Asked, chains: Chains, parked: Mapping[int, bool]) -> Happening:
    changes = chains.changes(event) if asked.wanted.standings else None
    if asked.spans is None or event.kind is not Kind.VALIDATION:
        return Happening(event=event, changes=changes)
    if event.id not in chains.contents(event):
        return Happening(event=event, changes=changes)
    steps = chains.steps(event, standings=any(it.wanted.standings for it in asked.spans))
    corrects = correction(steps, spans=asked.spans, parked=parked)
    return Happening(event=event, changes=changes, correction=corrects)


def _unseen(event: Event, *, asked: Asked) -> Happening:
    """What was not looked at: it gave no standing that is asked for, or is not to be seen."""
    return Happening(event=event, changes=() if asked.wanted.standings else None)
