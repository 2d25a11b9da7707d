"""One chain, read: what each of its events amounts to in a view (`product.md`, section 3).

`in_force`, `accepted` and `head` are defined by one another, and references only point back. So one pass over a chain
from its newest event to its oldest knows, at each event, everything that bears on it: linear, without recursion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from events.domain.event import Decision, Draft, Event, Kind, Operation
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.refusals import UnknownEventType, UnknownEventVersion

_OPERATIONS = {operation.value: operation for operation in Operation}
_DECISIONS = {decision.value: decision for decision in Decision}


class View(StrEnum):
    """What counts: what officials decided, or all that was said and not rejected."""

    LEGAL = "legal"
    ASSERTED = "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event of a chain, and what bears on it in a view."""

    event: Event
    corrections: tuple[Event, ...]
    """The corrections in force on it, by order. A lawful log never has two."""
    accepts: tuple[Event, ...]
    """The acceptances in force on it, by order."""
    rejects: tuple[Event, ...]
    """The rejections in force on it, by order."""
    needed: int
    """How many different officials must accept: n(type)."""
    accepted: bool
    in_force: bool

    @property
    def head(self) -> Event | None:
        """The correction in force with the highest position."""
        return self.corrections[-1] if self.corrections else None

    @property
    def is_retracted(self) -> bool:
        """Whether its head says that it never happened."""
        return self.head is not None and operation_of(self.head) is Operation.RETRACT

    @property
    def is_decided(self) -> bool:
        """Whether officials have accepted or rejected it."""
        return bool(self.rejects) or _enough(self.accepts, needed=self.needed)

    @property
    def has_two_outcomes(self) -> bool:
        """Whether more was decided than one outcome takes: twice accepted, twice rejected, both, or one man twice."""
        decisions = (*self.accepts, *self.rejects)
        if len(decisions) < 2:
            return False
        outcomes = len(self.rejects) + (len(self.accepts) >= self.needed)
        by_one_man = len({event.source_id for event in decisions}) < len(decisions)
        return outcomes > 1 or len(self.accepts) > self.needed or by_one_man


Chain = Mapping[UUID, Link]
"""The links of one chain by event id, in the order of the log from the newest back."""


def links(
    events: Sequence[Event], *, catalogue: Catalogue, view: View, assumed: UUID | None = None
) -> dict[UUID, Link]:
    """Read the events of one chain (by order, root first); take the one named `assumed` as accepted. Never raises."""
    found: dict[UUID, Link] = {}
    bearing: dict[UUID, list[Event]] = {}
    for event in reversed(events):
        on_it = bearing.pop(event.id, None)
        link = _link(event, on_it=on_it or [], catalogue=catalogue, view=view, assumed=event.id == assumed)
        found[event.id] = link
        if link.in_force and event.target is not None and _says_something(event):
            bearing.setdefault(event.target, []).append(event)
    return found


def chain(root_id: UUID, *, log: Log, catalogue: Catalogue, view: View) -> Chain:
    """The chain of a root claim as it stands in the log."""

    def compute() -> tuple[Catalogue, Chain]:
        return catalogue, links(log.chain(root_id), catalogue=catalogue, view=view)

    return log.answer(("chain", root_id, view.value, id(catalogue)), compute)[1]


def link_of(event: Event, *, log: Log, catalogue: Catalogue, view: View) -> Link:
    """What one event of the log amounts to; an event outside every chain stands alone. Never raises."""
    root_id = log.root_id(event.id)
    if root_id is None:
        return links((event,), catalogue=catalogue, view=view)[event.id]
    return chain(root_id, log=log, catalogue=catalogue, view=view)[event.id]


def deciders_of(event: Event, *, log: Log, catalogue: Catalogue) -> frozenset[UUID]:
    """Whose decision on it is in force: each official decides once, and leaves what is left to another."""
    link = link_of(event, log=log, catalogue=catalogue, view=View.LEGAL)
    return frozenset(decision.source_id for decision in (*link.accepts, *link.rejects))


def operation_of(draft: Draft) -> Operation | None:
    """What a correction does; None for the other kinds, and for data that says neither."""
    said = draft.data.get("operation") if draft.kind is Kind.CORRECTION else None
    return _OPERATIONS.get(said) if isinstance(said, str) else None


def decision_of(draft: Draft) -> Decision | None:
    """What a validation decided; None for the other kinds, and for data that says neither."""
    said = draft.data.get("decision") if draft.kind is Kind.VALIDATION else None
    return _DECISIONS.get(said) if isinstance(said, str) else None


def declared(draft: Draft, *, catalogue: Catalogue) -> EventTypeVersion:
    """The declaration of the event's type and version; for one that was never published, one that demands nothing."""
    try:
        return catalogue.version(draft.event_type, draft.event_version)
    except (UnknownEventType, UnknownEventVersion):
        return EventTypeVersion(name=draft.event_type, version=draft.event_version, title=draft.event_type, schema={})


def _link(event: Event, *, on_it: Sequence[Event], catalogue: Catalogue, view: View, assumed: bool) -> Link:
    accepts, rejects, corrections = _sorted_out(on_it) if on_it else ((), (), ())
    needed = max(1, declared(event, catalogue=catalogue).acceptances)
    enough = view is View.ASSERTED or _enough(accepts, needed=needed)
    accepted = event.kind is not Kind.VALIDATION and (assumed or (enough and not rejects))
    retracted = bool(corrections) and operation_of(corrections[-1]) is Operation.RETRACT
    return Link(
        event=event,
        corrections=corrections,
        accepts=accepts,
        rejects=rejects,
        needed=needed,
        accepted=accepted,
        in_force=not retracted and (event.kind is Kind.VALIDATION or accepted),
    )


def _sorted_out(newest_first: Sequence[Event]) -> tuple[tuple[Event, ...], tuple[Event, ...], tuple[Event, ...]]:
    """Of what is in force on one event, by order: the acceptances, the rejections and the corrections."""
    by_order = newest_first[::-1]
    accepts = tuple(event for event in by_order if decision_of(event) is Decision.ACCEPTED)
    rejects = tuple(event for event in by_order if decision_of(event) is Decision.REJECTED)
    return accepts, rejects, tuple(event for event in by_order if event.kind is Kind.CORRECTION)


def _enough(accepts: Sequence[Event], *, needed: int) -> bool:
    return len(accepts) >= needed and (needed == 1 or len({event.source_id for event in accepts}) >= needed)


def _says_something(event: Event) -> bool:
    return operation_of(event) is not None or decision_of(event) is not None
