"""What changed between two pictures of an object, and because of which events.

The past changes in one way only: two timelines are compared. A consequence that fell was in the one and is not in the
other; one that appeared the other way round. No rule says what a correction does to another rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.log import Log
from readmodels.domain.holdings import Holding
from readmodels.domain.states import Question
from readmodels.domain.timelines import Segment, segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that is otherwise in the second picture, over a stretch of material time (until None: for ever).

    `before` is None for what appeared, `after` for what fell. `because` are the events that one of the two rests on
    and the other does not.
    """

    name: str
    since: datetime
    until: datetime | None
    before: Holding | None
    after: Holding | None

    @property
    def because(self) -> tuple[UUID, ...]:
        """The events that made the difference."""
        one = () if self.before is None else self.before.supports
        other = () if self.after is None else self.after.supports
        return tuple(dict.fromkeys(it for it in (*other, *one) if (it in one) != (it in other)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A log as it was, or would be, known: what is compared."""

    log: Log
    asked: Question


def difference(one: Picture, other: Picture, *, object_id: UUID, catalogue: Catalogue) -> tuple[Change, ...]:
    """Every change from the one picture of an object to the other, by name and moment. Empty: nothing changed."""
    before, after = (
        segments(picture.log, object_id=object_id, asked=picture.asked, catalogue=catalogue) for picture in (one, other)
    )
    return tuple(changes(before, after))


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
            held = Change(name=held.name, since=held.since, until=change.until, before=held.before, after=held.after)
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
