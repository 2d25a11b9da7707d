"""Who holds a key: the claims in force of one occurrence, or with one value that only one may have."""

from collections.abc import Mapping
from uuid import UUID

from events.domain import identity, readings
from events.domain.chains import Content, content_in
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.identity import Keys
from events.domain.log import Log
from events.domain.readings import View


def keys_of(content: Content) -> Keys:
    """The reservations of a content, with what officials added to it."""
    return identity.key_ids(content.event_type, data=content.data)


def holders(log: Log, *, catalogue: Catalogue) -> Mapping[UUID, tuple[Event, ...]]:
    """Per reservation the claims in force that hold it, by order: in a lawful log never more than one."""

    def compute() -> tuple[Catalogue, Mapping[UUID, tuple[Event, ...]]]:
        found: dict[UUID, tuple[Event, ...]] = {}
        for claim in log.claims():
            for key in _held_by(claim, log=log, catalogue=catalogue):
                found[key] = (*found.get(key, ()), claim)
        return catalogue, found

    return log.answer(("holders", id(catalogue)), compute)[1]


def others_holding(key: UUID, *, root_id: UUID, log: Log, catalogue: Catalogue) -> tuple[Event, ...]:
    """The claims in force that hold the reservation, but for the one named."""
    return tuple(claim for claim in holders(log, catalogue=catalogue).get(key, ()) if claim.id != root_id)


def _held_by(claim: Event, *, log: Log, catalogue: Catalogue) -> frozenset[UUID]:
    chain = readings.chain(claim.id, log=log, catalogue=catalogue, view=View.LEGAL)
    if not chain[claim.id].in_force:
        return frozenset()
    content = content_in(chain, claim.id, catalogue=catalogue)
    return frozenset() if content is None else keys_of(content).all
