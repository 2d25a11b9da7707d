"""The chain of an event: its head, its tip, whether it is in force, and its content (`product.md`, section 3).

A chain is a claim with the corrections and validations that hang under it. All answers are total: on any log, however
broken, they say something and never raise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import acts, moments, readings
from events.domain.event import Draft, Event, Kind, Operation
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.readings import Chain, Link, View, operation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands: the data of a claim or of the replacement at the end of its chain, with what officials added.

    `event` is that claim or replacement. `data` includes the `act` of the acceptances in force that were made on it.
    `supports` are the events this content rests on, oldest first.
    """

    event: Event
    event_type: EventTypeVersion
    data: Mapping[str, Any]
    effective_from: datetime | None
    material: moments.Period
    supports: tuple[UUID, ...]

    @property
    def object_ids(self) -> tuple[UUID, ...]:
        """The objects that it is about."""
        return self.event.object_ids

    @property
    def occurred_at(self) -> datetime:
        """The material time on the wire."""
        return self.event.occurred_at

    @property
    def moment(self) -> datetime:
        """From when it counts: what the decision set for a constitutive type, else the (earliest) material moment."""
        return self.material.earliest if self.effective_from is None else self.effective_from


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim or replacement itself says, before any decision; nothing for what has no content."""

    data: Mapping[str, Any]
    occurred_at: datetime


def head(event: Event, *, log: Log, catalogue: Catalogue, view: View = View.LEGAL) -> Event | None:
    """The correction in force on the event with the highest position, if there is one."""
    return readings.link_of(event, log=log, catalogue=catalogue, view=view).head


def tip(event: Event, *, log: Log, catalogue: Catalogue, view: View = View.LEGAL) -> Event:
    """The end of the chain that starts at the event: what a next correction targets. A retraction ends a chain."""
    return tip_in(_chain(event, log=log, catalogue=catalogue, view=view), event.id)


def in_force(event: Event, *, log: Log, catalogue: Catalogue, view: View = View.LEGAL) -> bool:
    """Whether the event counts: not retracted, and (unless it is itself a decision) accepted."""
    return readings.link_of(event, log=log, catalogue=catalogue, view=view).in_force


def accepted(event: Event, *, log: Log, catalogue: Catalogue, view: View = View.LEGAL) -> bool:
    """By the validations in force: in the legal view enough accept and none rejects; asserted, none rejects."""
    return readings.link_of(event, log=log, catalogue=catalogue, view=view).accepted


def content(event: Event, *, log: Log, catalogue: Catalogue, view: View = View.LEGAL) -> Content | None:
    """What the event says after correction; None after a retraction, and for what has no content of its own."""
    chain = _chain(event, log=log, catalogue=catalogue, view=view)
    return content_in(chain, event.id, catalogue=catalogue)


def content_of_claim(claim: Event, *, log: Log, catalogue: Catalogue, view: View) -> Content | None:
    """What a claim says in a view after correction; None unless it is in force. Found once for each log."""

    def compute() -> tuple[Catalogue, Content | None]:
        chain = readings.chain(claim.id, log=log, catalogue=catalogue, view=view)
        in_force = chain[claim.id].in_force
        return catalogue, content_in(chain, claim.id, catalogue=catalogue) if in_force else None

    return log.answer(("content", claim.id, view.value, id(catalogue)), compute)[1]


def objects_of(event: Event, *, log: Log, catalogue: Catalogue) -> tuple[UUID, ...]:
    """The objects that a decision on this event, or a retraction of it, is about.

    Those of the present content of what it ends up being about: a decision or retraction is about its target.
    """
    subject = subject_of(event, log=log, through=(Kind.VALIDATION, Operation.RETRACT))
    standing = content(subject, log=log, catalogue=catalogue)
    return standing.object_ids if standing is not None else subject.object_ids


def subject_of(event: Event, *, log: Log, through: tuple[Kind | Operation, ...] = (Operation.RETRACT,)) -> Event:
    """What the event is about in the end, looking through retractions (and validations, when asked) to their target."""
    while (event.kind in through or operation_of(event) in through) and event.target is not None:
        target = log.get(event.target)
        if target is None or target.order >= event.order:
            break
        event = target
    return event


def said_by(draft: Draft) -> Said:
    """What a claim or replacement itself says, before any decision."""
    said = draft.data if draft.kind is Kind.CLAIM else draft.data.get("data")
    return Said(said if isinstance(said, Mapping) else {}, draft.occurred_at)


def tip_in(chain: Chain, event_id: UUID) -> Event:
    """The tip, in a chain that was read already."""
    link = chain[event_id]
    while link.head is not None and not link.is_retracted:
        link = chain[link.head.id]
    return link.event if link.head is None else link.head


def content_in(chain: Chain, event_id: UUID, *, catalogue: Catalogue) -> Content | None:
    """The content, in a chain that was read already."""
    path = [chain[event_id]]
    while (correction := path[-1].head) is not None:
        if path[-1].is_retracted:
            return None
        path.append(chain[correction.id])
    bearer = path[-1].event
    if bearer.kind is Kind.VALIDATION or operation_of(bearer) is Operation.RETRACT:
        return None
    decisions = _decisions_on_content(path)
    event_type = readings.declared(bearer, catalogue=catalogue)
    data = said_by(bearer).data
    for decision in decisions:
        act = decision.data.get("act")
        data = acts.merged(data, act=act) if isinstance(act, Mapping) else data
    return Content(
        event=bearer,
        event_type=event_type,
        data=data,
        effective_from=_effective_from(decisions),
        material=moments.material_moment(Said(data, bearer.occurred_at), event_type),
        supports=_supports(path),
    )


def _decisions_on_content(path: list[Link]) -> list[Event]:
    """The acceptances that were made on the content at the end of the path, by order.

    All those of its bearer; and of what it replaced, only those made since it stood: a decision speaks about the
    content that stood when it was taken. So a claim that is corrected first and accepted after keeps the act of its
    acceptance, while nothing that was decided about older content is inherited.
    """
    decisions = list(path[-1].accepts)
    if len(path) == 1:
        return decisions
    since = 0
    for earlier, later in zip(path[-2::-1], path[:0:-1], strict=True):
        since = max(since, later.event.order, *(event.order for event in later.accepts))
        decisions += (event for event in earlier.accepts if event.order > since)
    return sorted(decisions, key=lambda event: event.order)


def _effective_from(decisions: list[Event]) -> datetime | None:
    """What the latest of the decisions says that says it."""
    stated = (moments.parse_instant(decision.data.get("effective_from")) for decision in reversed(decisions))
    return next((moment for moment in stated if moment is not None), None)


def _supports(path: list[Link]) -> tuple[UUID, ...]:
    if len(path) == 1:
        return (path[0].event.id, *(event.id for event in path[0].accepts))
    resting_on = [event for link in path for event in (link.event, *link.accepts)]
    return tuple(event.id for event in sorted(resting_on, key=lambda event: event.order))


def _chain(event: Event, *, log: Log, catalogue: Catalogue, view: View) -> Chain:
    root_id = log.root_id(event.id)
    if root_id is None:
        return readings.links((event,), catalogue=catalogue, view=view)
    return readings.chain(root_id, log=log, catalogue=catalogue, view=view)
