"""What changed between two pictures of an object, and because of which events.

The past changes in one way only: two timelines are compared. A consequence that fell was in the one and is not in the
other; one that appeared the other way round. No rule says what a correction does to another rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from events.domain.event import Event
from readmodels.domain.holdings import Holding
from readmodels.domain.pictures import Picture, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that is otherwise in the second picture, over a stretch of material time (until None: for ever).

    `before` is None for what appeared, `after` for what fell. `because` are the events that made the difference, by
    order of recording: known in one of the two pictures only.
    """

    name: str
    since: datetime
    until: datetime | None
    before: Holding | None
    after: Holding | None
    because: tuple[UUID, ...] = ()


INVESTIGATIONS = frozenset({"InOnderzoek", "OnderzoekBeeindigd"})
"""Types that put in doubt what others say: while there are none of them, nobody is looked at for it."""


class Comparison:
    """Two pictures side by side, for any object."""

    def __init__(self, one: Picture, other: Picture) -> None:
        self._one, self._other = one, other
        same_question = (one.asked.view, one.asked.rules_at) == (other.asked.view, other.asked.rules_at)
        apart = one.rests_on ^ other.rests_on
        otherwise = [fact for picture in (one, other) for fact in picture.facts if fact.supports in apart]
        self.changed = frozenset(object_id for fact in otherwise for object_id in fact.object_ids)
        """The objects that a fact names which only one of the pictures has."""
        doubted = any(fact.content.event_type.name in INVESTIGATIONS for fact in otherwise)
        self._may_skip = same_question and not doubted
        self._news = _news(one, other, roots={fact.claim.id for fact in otherwise})

    def of(self, object_id: UUID) -> tuple[Change, ...]:
        """Every change from the one picture of an object to the other, by name and moment. Empty: nothing changed.

        Who looks at nobody of whom anything changed, has not changed either.
        """
        before, bearing = self._one.looked_at(object_id)
        if self._may_skip and bearing.isdisjoint(self.changed):
            return ()
        after, bearing_too = self._other.looked_at(object_id)
        looked_at = bearing | bearing_too
        return tuple(replace(it, because=self._because(it, looked_at)) for it in changes(before, after))

    def _because(self, change: Change, looked_at: frozenset[UUID]) -> tuple[UUID, ...]:
        """Of the news: what the new value rests on and what befell that of the old; else all that could bear on it."""
        supports = {it for holding in (change.before, change.after) if holding for it in holding.supports}
        of_chains = {root for root, events in self._news.items() if not supports.isdisjoint(events.chain)}
        told = [it for root in of_chains for it in self._news[root].events]
        if not told:
            told = [it for news in self._news.values() if not looked_at.isdisjoint(news.objects) for it in news.events]
        return tuple(it.id for it in sorted(told, key=lambda it: (it.created_at, it.zone, it.order)))


@dataclass(frozen=True, slots=True)
class _News:
    """The ids of a chain, whom it is about, and of its events those that one of the pictures has only."""

    chain: frozenset[UUID]
    objects: frozenset[UUID]
    events: tuple[Event, ...]


def _news(one: Picture, other: Picture, *, roots: Iterable[UUID]) -> dict[UUID, _News]:
    """What happened to the chains of these claims."""
    found = {}
    for root in roots:
        chains = [{event.id: event for event in picture.log.chain(root)} for picture in (one, other)]
        apart = chains[0].keys() ^ chains[1].keys()
        both = chains[0] | chains[1]
        objects = frozenset(object_id for event in both.values() for object_id in event.object_ids)
        found[root] = _News(frozenset(both), objects, tuple(both[event_id] for event_id in apart))
    return found


def at_moment(found: Iterable[Change], moment: datetime) -> tuple[Change, ...]:
    """Of the changes those that touch one material moment."""
    return tuple(it for it in found if it.since <= moment and (it.until is None or moment < it.until))


def changes(before: Iterable[Segment], after: Iterable[Segment]) -> Iterator[Change]:
    """The stretches of material time in which the two differ; equal neighbours of one change are one."""
    olds, news = _by_name(before), _by_name(after)
    for name in sorted({*olds, *news}):
        yield from _merged(_stretches(name, olds.get(name, []), news.get(name, [])))


def _stretches(name: str, old: list[Segment], new: list[Segment]) -> Iterator[Change]:
    moments = sorted({moment for it in (*old, *new) for moment in (it.since, it.until) if moment is not None})
    for since, until in zip(moments, [*moments[1:], None], strict=True):
        before, after = _holding_at(old, since), _holding_at(new, since)
        if before != after:
            yield Change(name=name, since=since, until=until, before=before, after=after)


def _merged(found: Iterable[Change]) -> Iterator[Change]:
    held: Change | None = None
    for change in found:
        follows = held is not None and held.until == change.since
        if held is not None and follows and (held.before, held.after) == (change.before, change.after):
            held = replace(held, until=change.until)
            continue
        if held is not None:
            yield held
        held = change
    if held is not None:
        yield held


def _holding_at(found: Iterable[Segment], moment: datetime) -> Holding | None:
    covering = (it for it in found if it.since <= moment and (it.until is None or moment < it.until))
    return next((segment.holding for segment in covering), None)


def _by_name(found: Iterable[Segment]) -> dict[str, list[Segment]]:
    named: dict[str, list[Segment]] = {}
    for segment in found:
        named.setdefault(segment.holding.name, []).append(segment)
    return named
