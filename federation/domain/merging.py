"""Several logs as one: ours and those of others, by the ids of their events.

The log is a set with positions, so it matters neither in which order the sources come nor how often. Positions compare
within one zone only, and a chain lies in one zone: what another organisation says never touches a chain of ours.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from events.domain.event import Event
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from federation.domain.answers import Source, SourceAnswer
from federation.domain.parts import Part, part_of, without


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One log of all that counts, and of each source its part in it."""

    log: Log
    parts: tuple[Part, ...]

    @property
    def organisations(self) -> Mapping[str, Source]:
        """Of each foreign zone in the log a source of it."""
        return {part.source.place: part.source for part in self.parts}


def merged(
    own: Iterable[Event],
    answers: Mapping[Source, SourceAnswer],
    *,
    about: Collection[UUID],
    responsible: Mapping[str, Collection[str]],
    now: datetime = LAST_MOMENT,
) -> Merged:
    """Our events with what others answered about these objects by now, as far as it counts. Total.

    When two recorded an event with the same id, ours is it; else the one that was recorded first, as a copy is recorded
    later (and of two at one moment that of the first peer id). The others are left out, and told.
    """
    ours = {event.id: event for event in own}
    parts = _each_zone_once(
        part_of(source, answer, about=about, responsible=responsible, now=now)
        for source, answer in sorted(answers.items())
    )
    holders: dict[UUID, Event] = dict(ours)
    for event in sorted((it for part in parts for it in part.events), key=_recorded_first):
        holders.setdefault(event.id, event)
    kept = tuple(without(part, {it.id for it in part.events if holders[it.id] is not it}) for part in parts)
    return Merged(log=Log((*ours.values(), *(event for part in kept for event in part.events))), parts=kept)


def _each_zone_once(parts: Iterable[Part]) -> list[Part]:
    """The same parts, where several are of one zone (on several grants) with one order, and no event twice."""
    found: list[Part] = []
    seen: defaultdict[str, set[UUID]] = defaultdict(set)
    for part in parts:
        before = seen[part.source.place]
        new = [event for event in part.events if event.id not in before]
        placed = tuple(replace(event, order=len(before) + number) for number, event in enumerate(new, start=1))
        before.update(event.id for event in placed)
        found.append(replace(part, events=placed))
    return found


def _recorded_first(event: Event) -> tuple[datetime, str]:
    return event.created_at, event.zone
