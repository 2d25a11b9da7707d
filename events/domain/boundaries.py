"""The consistency boundary of a draft: the ids whose numbers guard its append (`product.md`, sections 3 and 5).

They are the old and the new objects of its chain, the root claim, and the keys of the contents in the chain. Whoever
decides on another event that could contradict this one shares at least one of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from events.domain import identity, pointers, readings
from events.domain.chains import content_in, said_by
from events.domain.event import Draft, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log, root_of
from events.domain.suppositions import suppose

RELATED = "/gerelateerde/objectId"
"""Where a row of a register names a relative of its subject."""


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
    """The keys of what one event says by itself: its own data, or the values that its act adds.

    And whom a row of a register names as a relative of its subject: it is no event about him, but is found from him.
    """
    data = event.data.get("act") if event.kind is Kind.VALIDATION else said_by(event).data
    if isinstance(data, Mapping) and data:
        declared = readings.declared(event, catalogue=catalogue)
        yield identity.key_ids(declared, data=data).all
        if declared.takeover:
            yield frozenset(_identified(pointers.values(data, RELATED)))


def _identified(texts: Iterable[object]) -> Iterable[UUID]:
    for text in texts:
        try:
            yield UUID(str(text))
        except ValueError:
            continue


def _keys_decided_by(draft: Draft, *, log: Log, catalogue: Catalogue) -> Iterable[frozenset[UUID]]:
    """The keys of what the draft is about, as it stands and as it would stand: of its target's content and the root's.

    Both with all that acts add to them, so that a key formed by a claim and an act together is held by whatever makes
    that content count, also by the undoing of a retraction.
    """
    accepting = draft.target if draft.kind is Kind.VALIDATION else draft.id
    supposed = suppose(draft, accepting=accepting, log=log, catalogue=catalogue)
    for chain in (supposed.before, supposed.after):
        for event_id in {supposed.root_id, draft.target or draft.id}.intersection(chain):
            standing = content_in(chain, event_id, catalogue=catalogue)
            if standing is not None:
                yield identity.key_ids(standing.event_type, data=standing.data).all
