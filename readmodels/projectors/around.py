"""The log about many objects and whoever bears on them: read once, and taken apart in memory."""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

from events.domain.event import Event
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.relatives import Closure, Ids, Reach, Tie, Ties, refuse_crowd, told_by, who_bear_on

Read = Callable[[frozenset[UUID]], Log]
REACH: Final = Reach(as_at=LAST_MOMENT)
"""Whatever was ever told by law ties people."""


class Around:
    """What `read` gives, as the store does, of more and more objects; of each it is read once.

    `whole`: everybody who bears on those that were gathered is here.
    """

    def __init__(self, read: Read) -> None:
        self.whole = False
        self._read = read
        self._ids: set[UUID] = set()
        self._chains: dict[UUID, tuple[Event, ...]] = {}
        self._root_of: dict[UUID, UUID] = {}
        self._roots: dict[UUID, set[UUID]] = {}
        self._closed: dict[UUID, frozenset[UUID]] = {}
        self._ties: dict[UUID, tuple[Tie, ...]] = {}

    def take(self, object_ids: Ids) -> list[UUID]:
        """Read what there is about these; the roots of the chains that are new. Raises what reading does.

        Reading also finds chains that name somebody who is not among their objects: the row of a union has one object.
        """
        more, fresh = object_ids - self._ids, list[UUID]()
        log = self._read(more) if more else Log()
        self._ids |= more
        for claim in log.claims():
            chain = log.chain(claim.id)
            if len(chain) > len(self._chains.get(claim.id, ())):
                self._add(chain)
                fresh.append(claim.id)
        if fresh:
            self._closed.clear()
        return fresh

    def everything(self) -> Log:
        """All that was read."""
        return self._log_of(self._chains)

    def about(self, object_ids: Iterable[UUID]) -> Log:
        """The chains in which these are named, with what they refer to and the chains of that: as the store reads."""
        return self._log_of(self._about(object_ids))

    def gather(self, persons: Ids, *, closure: Closure = who_bear_on) -> Ids:
        """These with everybody whom the closure adds, who are read. As `gathered`, and it raises what that does."""
        ids, ties, more = persons, Ties(), persons
        fresh = [*self._chains]
        while more:
            for root in (*fresh, *self.take(more)):
                ties.add(self._ties_of(root))
            fresh, more = [], closure(persons, ties) - ids
            ids |= more
            refuse_crowd(ids, own=persons)
        self.whole = True
        return ids

    def about_relatives(self, object_id: UUID) -> Log:
        """The log about somebody and everybody who bears on him: as `gathered`, reading here. Raises what that does."""
        own = ids = more = frozenset([object_id])
        ties, roots = Ties(), set[UUID]()
        while more:
            fresh = self._about(more) - roots
            for root in fresh:
                ties.add(self._ties_of(root))
            roots |= fresh
            more = who_bear_on(own, ties) - ids
            ids |= more
            refuse_crowd(ids, own=own)
        return self._log_of(roots)

    def _add(self, chain: tuple[Event, ...]) -> None:
        root = chain[0].id
        self._chains[root] = chain
        self._ties.pop(root, None)
        for event in chain:
            self._root_of[event.id] = root
            for object_id in event.object_ids:
                self._roots.setdefault(object_id, set()).add(root)

    def _about(self, object_ids: Iterable[UUID]) -> set[UUID]:
        """The roots of the chains in which these are named, and of what those refer to."""
        return {root for object_id in object_ids for root in self._about_one(object_id)}

    def _about_one(self, object_id: UUID) -> frozenset[UUID]:
        found = self._closed.get(object_id)
        if found is None:
            seen, waiting = set[UUID](), set(self._roots.get(object_id, ()))
            while waiting:
                seen |= waiting
                events = (event for root in waiting for event in self._chains[root])
                named = (self._root_of.get(reference) for event in events for reference in event.references)
                waiting = {root for root in named if root is not None} - seen
            found = self._closed[object_id] = frozenset(seen)
        return found

    def _ties_of(self, root: UUID) -> tuple[Tie, ...]:
        found = self._ties.get(root)
        if found is None:
            found = self._ties[root] = told_by(self._chains[root], view=REACH.view)
        return found

    def _log_of(self, roots: Iterable[UUID]) -> Log:
        return Log(event for root in roots for event in self._chains[root])
