"""The log about many objects and whoever bears on them: read once, and taken apart in memory."""

from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.relatives import Reach, Tie, Ties, refuse_crowd, told_by, who_bear_on

Read = Callable[[frozenset[UUID]], Log]
REACH: Final = Reach(as_at=LAST_MOMENT)
"""Whatever was ever told by law ties people."""


class Growing:
    """Reads of more and more objects only what it did not read yet, and gives what there is about all of them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ids = frozenset[UUID]()
        self._log = Log()

    def __call__(self, object_ids: frozenset[UUID]) -> Log:
        """The log about these, and whoever was read before."""
        more = object_ids - self._ids
        if more:
            found = self._read(more)
            self._log = Log((*self._log, *found)) if self._ids else found
            self._ids |= more
        return self._log


class Around:
    """The log about many objects, from which that about a few is taken. `whole`: with whoever bears on them."""

    def __init__(self, log: Log, *, with_relatives: bool = False) -> None:
        self.whole = with_relatives
        self.log = log
        self._roots: dict[UUID, set[UUID]] = {}
        self._about: dict[UUID, frozenset[UUID]] = {}
        self._ties: dict[UUID, tuple[Tie, ...]] = {}
        for event in log:
            root = log.root_id(event.id)
            if root is not None:
                for object_id in event.object_ids:
                    self._roots.setdefault(object_id, set()).add(root)

    def about(self, object_ids: Collection[UUID]) -> Log:
        """The chains in which these are named, with what they refer to and the chains of that: as the store reads."""
        return self._log_of({root for object_id in object_ids for root in self._closed(object_id)})

    def about_relatives(self, object_id: UUID) -> Log:
        """The same of somebody and whoever bears on him: what `gathered` gives, reading here. Raises as it does."""
        own = ids = frozenset([object_id])
        ties, roots, more = Ties(), set[UUID](), own
        while more:
            fresh = {root for one in more for root in self._closed(one)} - roots
            for root in fresh:
                ties.add(self._ties_of(root))
            roots |= fresh
            more = who_bear_on(own, ties) - ids
            ids |= more
            refuse_crowd(ids, own=own)
        return self._log_of(roots)

    def _closed(self, object_id: UUID) -> frozenset[UUID]:
        """The roots of the chains in which somebody is named, and of what those refer to."""
        found = self._about.get(object_id)
        if found is None:
            seen, waiting = set[UUID](), set(self._roots.get(object_id, ()))
            while waiting:
                seen |= waiting
                events = (event for root in waiting for event in self.log.chain(root))
                named = (self.log.root_id(reference) for event in events for reference in event.references)
                waiting = {root for root in named if root is not None} - seen
            found = self._about[object_id] = frozenset(seen)
        return found

    def _ties_of(self, root: UUID) -> tuple[Tie, ...]:
        found = self._ties.get(root)
        if found is None:
            found = self._ties[root] = told_by(self.log.chain(root), view=REACH.view)
        return found

    def _log_of(self, roots: Collection[UUID]) -> Log:
        return Log(event for root in roots for event in self.log.chain(root))
