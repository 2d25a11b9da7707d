"""What would follow if an event were recorded: for everybody whom it touches, as a difference of two pictures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid5

from events.domain import chains
from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import OFFICIAL
from events.domain.readings import declared
from readmodels.domain.differences import Change, Picture, difference
from readmodels.domain.relatives import named_in
from readmodels.domain.states import Question

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One object, and what changes for it."""

    object_id: UUID
    changes: tuple[Change, ...]


def touched_between(before: Log, after: Log, *, about: Collection[UUID], catalogue: Catalogue) -> tuple[Touched, ...]:
    """What is otherwise in the second log, for these objects and their relatives; who is not touched is left out."""
    asked = Question(as_of=LAST_MOMENT, as_at=LAST_MOMENT)
    one, other = Picture(log=before, asked=asked), Picture(log=after, asked=asked)
    found = (
        Touched(object_id=object_id, changes=difference(one, other, object_id=object_id, catalogue=catalogue))
        for object_id in sorted(frozenset(about) | named_in(after, about=about))
    )
    return tuple(touched for touched in found if touched.changes)


def accepted(event: Event, *, log: Log, catalogue: Catalogue) -> Log:
    """The log with the claim or correction and as many acceptances as its type takes, by officials who do not exist."""
    found = log.with_(event)
    for acceptance in _acceptances(event, log=found, catalogue=catalogue):
        found = found.with_(acceptance)
    return found


def _acceptances(event: Event, *, log: Log, catalogue: Catalogue) -> Iterator[Event]:
    for number in range(1, declared(event, catalogue=catalogue).acceptances + 1):
        yield replace(
            event,
            id=uuid5(event.id, f"acceptance {number}"),
            kind=Kind.VALIDATION,
            created_at=event.created_at + number * TICK,
            order=event.order + number,
            object_ids=chains.objects_of(event, log=log, catalogue=catalogue),
            source_id=uuid5(event.id, f"official {number}"),
            source_type=OFFICIAL,
            references=(event.id,),
            data={"decision": Decision.ACCEPTED.value},
        )


def objects_of_chain(event: Event, *, log: Log) -> frozenset[UUID]:
    """The old and the new objects of the chain that the event is, or would be, part of."""
    target = event.target
    root = None if target is None else log.root_id(target)
    chain = () if root is None else log.chain(root)
    return frozenset(object_id for member in (*chain, event) for object_id in member.object_ids)
