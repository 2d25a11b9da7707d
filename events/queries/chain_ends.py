"""What a correction of an event would be about: the end of its chain, and what stands there."""

from dataclasses import dataclass
from uuid import UUID

from events import store
from events.catalogue import catalogue as published
from events.domain import chains, readings
from events.domain.chains import Content
from events.domain.event import Event, Kind
from events.domain.event_types import EventTypeVersion
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound
from events.queries.work import readable_zones, visible, visible_log


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEnd:
    """The event that a correction targets, and what stands there; no content after a retraction.

    `is_act`: it changes an act of civil status that is in force, so a correction says its ground. `awaits_root`: the
    claim itself is not accepted, so an accepted correction has no effect yet.
    """

    event: Event
    target: Event
    content: Content | None
    event_type: EventTypeVersion
    is_act: bool
    awaits_root: bool
    log: Log


def chain_end(event_id: UUID, *, principal: Principal) -> ChainEnd:
    """The end of the chain of an event; of a decision the decision itself.

    Raises `EventNotFound`, also when the event or what would be corrected lies in a zone that he may not read.
    """
    event = store.find([event_id]).get(event_id)
    if event is None or event.zone not in readable_zones(principal):
        raise EventNotFound(event_id=event_id)
    catalogue = published()
    log = store.read({event.id, *store.roots([event.id])}).log
    root = log[log.root_id(event.id) or event.id]
    target = event if event.kind is Kind.VALIDATION else chains.tip(root, log=log, catalogue=catalogue)
    event_type = readings.declared(root, catalogue=catalogue)
    accepted = chains.accepted(root, log=log, catalogue=catalogue)
    return ChainEnd(
        event=event,
        target=target,
        content=chains.content(root, log=log, catalogue=catalogue),
        event_type=event_type,
        is_act=event_type.civil_status and accepted,
        awaits_root=not accepted,
        log=_known(event, log, principal=principal),
    )


def _known(event: Event, chain: Log, *, principal: Principal) -> Log:
    """The chain with what else is known of its persons, as far as he may read."""
    about = visible_log(event.object_ids, principal=principal)
    return Log({other.id: other for other in (*about, *visible(chain, principal=principal))}.values())
