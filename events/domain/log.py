"""The log as the rules see it: an immutable set of recorded events, with the links between them.

It is a set with positions, so the order in which events are handed over means nothing. References only point back: a
correction or validation whose target is not an earlier event of the same zone targets nothing, and counts for nothing.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from events.domain.event import Draft, Event, Kind
from events.domain.refusals import ReferenceNotFound, TargetMissing

Answer = TypeVar("Answer")


class Log:
    """Recorded events, found by id, by target and by chain; a chain is a root claim with all that hangs under it."""

    __slots__ = ("_answers", "_by_id", "_chains", "_roots", "_targeting")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._by_id: dict[UUID, Event] = {}
        self._roots: dict[UUID, UUID] = {}
        self._chains: dict[UUID, list[Event]] = {}
        self._targeting: dict[UUID, list[Event]] = {}
        self._answers: dict[Hashable, Any] = {}
        for event in sorted(events, key=_by_order):
            if event.id not in self._by_id:
                self._by_id[event.id] = event
                self._link(event)

    def _link(self, event: Event) -> None:
        if event.kind is Kind.CLAIM:
            self._roots[event.id] = event.id
            self._chains[event.id] = [event]
            return
        target = self._by_id.get(event.references[0]) if event.references else None
        root = self._roots.get(target.id) if target else None
        if target is None or root is None or target.zone != event.zone or target.order >= event.order:
            return
        self._roots[event.id] = root
        self._chains[root].append(event)
        self._targeting.setdefault(target.id, []).append(event)

    def get(self, event_id: UUID) -> Event | None:
        """The event with that id, if it is here."""
        return self._by_id.get(event_id)

    def __getitem__(self, event_id: UUID) -> Event:
        return self._by_id[event_id]

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._by_id

    def __iter__(self) -> Iterator[Event]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def targeting(self, event_id: UUID) -> tuple[Event, ...]:
        """The corrections and validations whose target it is, by order."""
        return tuple(self._targeting.get(event_id, ()))

    def root_id(self, event_id: UUID) -> UUID | None:
        """The root claim of the chain that the event belongs to, if it belongs to one."""
        return self._roots.get(event_id)

    def chain(self, root_id: UUID) -> tuple[Event, ...]:
        """The root claim and everything that hangs under it, by order; empty for an unknown root."""
        return tuple(self._chains.get(root_id, ()))

    def claims(self) -> Iterator[Event]:
        """Every claim, by order."""
        return (self._by_id[root_id] for root_id in self._chains)

    def as_known_at(self, moment: datetime) -> "Log":
        """The events recorded at or before a formal moment: E(f) of `product.md`."""
        return self.answer(("as_known_at", moment), lambda: Log(event for event in self if event.created_at <= moment))

    def with_(self, event: Event) -> "Log":
        """This log and one more event."""
        return Log((*self, event))

    def answer(self, question: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer of a pure function to a question about this log: computed once, as the log never changes."""
        if question not in self._answers:
            self._answers[question] = compute()
        return cast("Answer", self._answers[question])


def root_of(event: Draft, log: Log) -> Draft:
    """The root claim of the chain that the event or draft belongs to; a claim is its own.

    Raises `TargetMissing` for a correction or validation without a target, `ReferenceNotFound` for an unknown one.
    """
    if event.kind is Kind.CLAIM:
        return event
    if event.target is None:
        raise TargetMissing(reason="It names none.", pointer="/event_reference")
    root_id = log.root_id(event.target)
    if root_id is None:
        raise ReferenceNotFound(event_id=event.target, pointer="/event_reference/0")
    return log[root_id]


def _by_order(event: Event) -> tuple[int, str, UUID]:
    return event.order, event.zone, event.id
