"""What would follow if an event were recorded: for everybody whom it touches, as a difference of two pictures."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from events.domain import chains
from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import OFFICIAL
from events.domain.readings import declared
from readmodels.domain.differences import Change, Comparison
from readmodels.domain.lives import Memory
from readmodels.domain.pictures import Picture
from readmodels.domain.states import Question

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One object, and what changes for it."""

    object_id: UUID
    changes: tuple[Change, ...]


def touched_between(
    before: Log, after: Log, *, touchable: Collection[UUID], catalogue: Catalogue
) -> tuple[Touched, ...]:
    """What is otherwise in the second log, for those of these objects that it touches; the others are left out."""
    asked = Question(as_of=LAST_MOMENT, as_at=LAST_MOMENT)
    memory = Memory()
    one, other = (Picture(log, asked=asked, catalogue=catalogue, memory=memory) for log in (before, after))
    compared = Comparison(one, other)
    found = (Touched(object_id=object_id, changes=compared.of(object_id)) for object_id in sorted(touchable))
    return tuple(touched for touched in found if touched.changes)


def accepted(event: Event, *, log: Log, catalogue: Catalogue, adding: Mapping[str, Any] | None = None) -> Log:
    """The log with the claim or correction and as many acceptances as its type takes, by officials who do not exist.

    They come after everything in the log. `adding` is what each of them says besides: the act, from when it works.
    """
    found = log.with_(event) if event.id not in log else log
    for acceptance in _acceptances(event, log=found, catalogue=catalogue, adding=adding or {}):
        found = found.with_(acceptance)
    return found


def _acceptances(event: Event, *, log: Log, catalogue: Catalogue, adding: Mapping[str, Any]) -> Iterator[Event]:
    last = max(it.created_at for it in log)
    for number in range(1, declared(event, catalogue=catalogue).acceptances + 1):
        yield replace(
            event,
            id=uuid5(event.id, f"acceptance {number}"),
            kind=Kind.VALIDATION,
            created_at=last + number * TICK,
            order=max(it.order for it in log) + number,
            object_ids=chains.objects_of(event, log=log, catalogue=catalogue),
            source_id=uuid5(event.id, f"official {number}"),
            source_type=OFFICIAL,
            references=(event.id,),
            data={"decision": Decision.ACCEPTED.value, **adding},
        )
