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


class _Node:
    """One event and its place: the root of its chain, what targets it, and (of a root) its whole chain."""

    __slots__ = ("chain", "event", "root", "targeting")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.root: _Node | None = None
        self.targeting: list[Event] = []
        self.chain: list[Event] = []


class Log:
    """Recorded events, found by id, by target and by chain; a chain is a root claim with all that hangs under it."""

    __slots__ = ("_answers", "_nodes")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._nodes: dict[UUID, _Node] = {}
        self._answers: dict[Hashable, Any] = {}
        for event in sorted(events, key=_by_order):
            node = _Node(event)
            if self._nodes.setdefault(event.id, node) is node:
                self._link(node)

    def _link(self, node: _Node) -> None:
        event = node.event
        if event.kind is Kind.CLAIM:
            node.root = node
            node.chain.append(event)
            return
        target = self._nodes.get(event.references[0]) if event.references else None
        if target is None or target.root is None:
            return
        if target.event.zone == event.zone and target.event.order < event.order:
            node.root = target.root
            node.root.chain.append(event)
            target.targeting.append(event)

    def get(self, event_id: UUID) -> Event | None:
        """The event with that id, if it is here."""
        node = self._nodes.get(event_id)
        return None if node is None else node.event

    def __getitem__(self, event_id: UUID) -> Event:
        return self._nodes[event_id].event

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._nodes

    def __iter__(self) -> Iterator[Event]:
        return (node.event for node in self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    def targeting(self, event_id: UUID) -> tuple[Event, ...]:
        """The corrections and validations whose target it is, by order."""
        node = self._nodes.get(event_id)
        return () if node is None else tuple(node.targeting)

    def root_id(self, event_id: UUID) -> UUID | None:
        """The root claim of the chain that the event belongs to, if it belongs to one."""
        node = self._nodes.get(event_id)
        return None if node is None or node.root is None else node.root.event.id

    def chain(self, root_id: UUID) -> tuple[Event, ...]:
        """The root claim and everything that hangs under it, by order; empty for an unknown root."""
        node = self._nodes.get(root_id)
        return () if node is None else tuple(node.chain)

    def claims(self) -> Iterator[Event]:
        """Every claim, by order."""
        return (node.event for node in self._nodes.values() if node.root is node)

    @property
    def objects(self) -> frozenset[UUID]:
        """Every object that some event is about."""
        return frozenset(object_id for event in self for object_id in event.object_ids)

    def as_known_at(self, moment: datetime) -> "Log":
        """The events recorded at or before a formal moment: E(f) of `product.md`."""

        def compute() -> Log:
            known = [event for event in self if event.created_at <= moment]
            return self if len(known) == len(self) else Log(known)

        return self.answer(("as_known_at", moment), compute)

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
