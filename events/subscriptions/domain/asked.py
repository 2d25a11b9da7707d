"""What a subscription was asked to be told, and so: what was delivered of the chain of a claim.

Of what went well no row is kept (ADR 13). What is kept are the spans of the log that were asked for, each with its
filter: what lies in one and matches it was delivered, unless it is parked or was dropped.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from events.domain.canonical import canonical_bytes
from events.domain.event import Event
from events.subscriptions.domain.content_changes import ContentChange
from events.subscriptions.domain.filters import wanted_of
from events.subscriptions.domain.standing_changes import Changes
from events.subscriptions.domain.wanted import Wanted

Json = Mapping[str, Any]
NO_PLACES: Final[Mapping[int, bool]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of the log, after the place `after` up to and with `until` (None: as far as it comes).

    Spans stand in the order in which they were begun. `once`: what was delivered once more of it. `but` are places in
    it of which nothing came in the end, `also` places beyond it that were delivered before it ended.
    """

    after: int
    until: int | None
    filter: Json
    corrections: bool = False
    once: bool = False
    but: frozenset[int] = frozenset()
    also: frozenset[int] = frozenset()

    @cached_property
    def wanted(self) -> Wanted:
        """What its filter asks for."""
        return wanted_of(self.filter)

    def holds(self, seq: int) -> bool:
        """Whether this place of the log lies in it, and was not dropped."""
        inside = seq > self.after and (self.until is None or seq <= self.until)
        return (inside or seq in self.also) and seq not in self.but


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a subscription asks for now; `spans`: what it asked before too, None unless it asks for corrections."""

    wanted: Wanted
    spans: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event of a chain with its place in the log and what it changed."""

    seq: int
    event: Event
    changes: Changes | None
    content: ContentChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """That an event changed what was delivered: how, which events had told it, and whom all of it is about."""

    change: ContentChange
    told: tuple[UUID, ...]
    object_ids: tuple[UUID, ...]


def correction(
    steps: Sequence[Step], *, spans: Sequence[Span], parked: Mapping[int, bool] = NO_PLACES
) -> Correction | None:
    """What has to be told of the last of these events of a chain; None when it changed nothing that was delivered.

    `parked` are places of what is parked, each with whether it was asked for once more.
    """
    last = steps[-1]
    if last.content is None:
        return None
    told = delivered(steps[:-1], spans=spans, parked=parked)
    if not told:
        return None
    about = dict.fromkeys(object_id for step in reversed(steps) for object_id in step.event.object_ids)
    return Correction(change=last.content, told=told, object_ids=tuple(about))


def delivered(
    steps: Iterable[Step], *, spans: Sequence[Span], parked: Mapping[int, bool] = NO_PLACES
) -> tuple[UUID, ...]:
    """Which of these events of a chain, in its order, were delivered: as asked for, or as corrections of those."""
    lacks = _lacking(spans, parked)
    found: list[UUID] = []
    for step in steps:
        if any(_came(step, span, lacks=lacks[number], after_others=bool(found)) for number, span in enumerate(spans)):
            found.append(step.event.id)
    return tuple(found)


def dropped(spans: Sequence[Span], seqs: Mapping[int, bool]) -> tuple[Span, ...]:
    """The spans, when these places that were parked are delivered no more; each with whether it was once more."""
    lacks = _lacking(spans, seqs)
    return tuple(replace(it, but=it.but | lacks[number]) for number, it in enumerate(spans))


def ended(spans: Iterable[Span], *, came_to: int, also: frozenset[int] = frozenset()) -> tuple[Span, ...]:
    """The spans, when nothing goes on beyond the place that was come to; `also` is what was delivered beyond it."""
    found = [replace(it, until=came_to, also=also) if it.until is None else it for it in spans]
    return tuple(it for it in found if it.also or (it.until is not None and it.after < it.until))


def goes_on_over(spans: Iterable[Span], seqs: Collection[int]) -> bool:
    """Whether what is asked for now was asked for all of these places already."""
    return any(it.until is None and all(map(it.holds, seqs)) for it in spans)


def folded(spans: Iterable[Span], *, parked: Collection[int] = ()) -> tuple[Span, ...]:
    """The same spans in as few as say the same: those that ended, asked the same and touch become one.

    Not where something is `parked`: it came by one of them before, or will come by the other only.
    """
    found: list[Span] = []
    for span in spans:
        for number, other in enumerate(found):
            if _touch(other, span) and not any(other.holds(seq) or span.holds(seq) for seq in parked):
                after, until = min(other.after, span.after), max(other.until or 0, span.until or 0)
                found[number] = replace(other, after=after, until=until, also=other.also | span.also)
                break
        else:
            found.append(span)
    return tuple(found)


def _came(step: Step, span: Span, *, lacks: Collection[int], after_others: bool) -> bool:
    if not span.holds(step.seq) or step.seq in lacks:
        return False
    corrects = span.corrections and after_others and step.content is not None
    return corrects or span.wanted.holds_of(step.event, step.changes)


def _lacking(spans: Sequence[Span], parked: Mapping[int, bool]) -> list[frozenset[int]]:
    """Of each span the places of which nothing came yet, being parked.

    It is by the last of the spans that hold a place that this was passed, or by the last that asked for it once more:
    by those before it may have come.
    """
    found: list[set[int]] = [set() for _ in spans]
    for seq, again in parked.items():
        by = next((it for it in reversed(range(len(spans))) if spans[it].once == again and spans[it].holds(seq)), None)
        if by is not None:
            found[by].add(seq)
    return [frozenset(it) for it in found]


def _touch(one: Span, other: Span) -> bool:
    """Whether two spans can be one. What has exceptions stays by itself."""
    alike = (one.corrections, one.once) == (other.corrections, other.once)
    if not alike or canonical_bytes(one.filter) != canonical_bytes(other.filter):
        return False
    if one.but or other.but or one.until is None or other.until is None:
        return False
    return other.after <= one.until and one.after <= other.until
