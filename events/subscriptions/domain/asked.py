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

    `once`: what was delivered once more of it. `but` are places in it of which nothing came in the end, `also` places
    beyond it that were delivered before it ended.
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
    found: list[UUID] = []
    for step in steps:
        if any(_came(step, span, parked=parked, after_others=bool(found)) for span in spans):
            found.append(step.event.id)
    return tuple(found)


def dropped(spans: Iterable[Span], seqs: Mapping[int, bool]) -> tuple[Span, ...]:
    """The spans, when these places that were parked are delivered no more.

    Each with whether it was asked for once more: then it was delivered before, and what was asked at first stays so.
    """
    anew = frozenset(seqs)
    first = frozenset(seq for seq, again in seqs.items() if not again)
    return tuple(replace(it, but=it.but | _inside(it, anew if it.once else first)) for it in spans)


def folded(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same spans in as few as say the same: those that ended, asked the same and touch become one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda it: it.after):
        for number, other in enumerate(found):
            if _touch(other, span):
                until = max(other.until or 0, span.until or 0)
                found[number] = replace(other, until=until, also=other.also | span.also)
                break
        else:
            found.append(span)
    return tuple(found)


def _came(step: Step, span: Span, *, parked: Mapping[int, bool], after_others: bool) -> bool:
    if not span.holds(step.seq):
        return False
    if step.seq in parked and (span.once or not parked[step.seq]):
        return False
    corrects = span.corrections and after_others and step.content is not None
    return corrects or span.wanted.holds_of(step.event, step.changes)


def _inside(span: Span, seqs: Collection[int]) -> frozenset[int]:
    return frozenset(seq for seq in seqs if span.holds(seq))


def _touch(one: Span, other: Span) -> bool:
    """Whether two spans, the first of which begins earlier, can be one. What has exceptions stays by itself."""
    alike = (one.corrections, one.once) == (other.corrections, other.once)
    if not alike or canonical_bytes(one.filter) != canonical_bytes(other.filter):
        return False
    if one.but or other.but or one.until is None or other.until is None:
        return False
    return other.after <= one.until
