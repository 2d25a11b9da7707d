"""The consistency boundary of a draft: the ids whose numbers guard its append (`product.md`, sections 3 and 5).

They are the old and the new objects of its chain, the root claim, and the keys of the contents in the chain. Whoever
decides on another event that could contradict this one shares at least one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from events.domain import acts, identity, readings
from events.domain.chains import Content, content, said_by
from events.domain.event import Draft, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log, root_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """The boundary by role. Only `objects` answer a query for an object."""

    objects: frozenset[UUID]
    root: UUID
    keys: frozenset[UUID]

    @property
    def all(self) -> frozenset[UUID]:
        """Every id in the boundary."""
        return self.objects | self.keys | {self.root}


def boundary_of(draft: Draft, *, log: Log, catalogue: Catalogue) -> Addresses:
    """The boundary of a draft, on the log that holds its chain. Raises what `log.root_of` raises."""
    root = root_of(draft, log)
    chain: tuple[Draft, ...] = (*log.chain(root.id), draft)
    objects = frozenset(object_id for event in chain for object_id in event.object_ids)
    said = (keys for event in chain for keys in _keys_said_by(event, catalogue=catalogue))
    decided = _keys_decided_by(draft, log=log, catalogue=catalogue)
    return Addresses(objects=objects, root=root.id, keys=frozenset[UUID]().union(*said, *decided))


def _keys_said_by(event: Draft, *, catalogue: Catalogue) -> Iterable[frozenset[UUID]]:
    """The keys of what one event says by itself: its own data, or the values that its act adds."""
    data = event.data.get("act") if event.kind is Kind.VALIDATION else said_by(event).data
    if isinstance(data, Mapping) and data:
        yield identity.key_ids(readings.declared(event, catalogue=catalogue), data=data).all


def _keys_decided_by(draft: Draft, *, log: Log, catalogue: Catalogue) -> Iterable[frozenset[UUID]]:
    """The keys of what a decision is about: of its target's content and of the root's, with the act it adds."""
    act = draft.data.get("act")
    for event in _subjects(draft, log=log):
        standing = content(event, log=log, catalogue=catalogue)
        if standing is not None:
            yield _keys_with(standing, act=act if isinstance(act, Mapping) else {})


def _subjects(draft: Draft, *, log: Log) -> Iterable[Event]:
    found = (log.get(event_id) for event_id in (draft.target, root_of(draft, log).id) if event_id is not None)
    return (event for event in found if event is not None)


def _keys_with(standing: Content, *, act: Mapping[str, Any]) -> frozenset[UUID]:
    added = replace(standing, data=acts.merged(standing.data, act=act))
    return frozenset().union(*(identity.key_ids(it.event_type, data=it.data).all for it in (standing, added)))
