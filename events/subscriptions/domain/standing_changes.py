"""What an event changed: which claims and corrections of its own chain got another standing by it.

It is judged at the event's place in the log: the chain as it stood just before, against the chain with it. Whatever is
recorded later changes nothing of that, so that a notice that is sent again says the same.

A standing is told when something counts for it. A replacement that was accepted before what it replaces has no effect
yet (`product.md`, section 3): until then it is open here, and it is accepted by the event that lets both count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from events.domain import readings
from events.domain.event import Event, Kind, Operation
from events.domain.event_types import Catalogue
from events.domain.readings import View
from events.domain.standing import StandingOf, standing_in_chain

TOLD: Final = tuple(it for it in StandingOf if it is not StandingOf.SETTLED)
"""The standings that follow from one chain; whether a claim is settled depends on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChange:
    """The claim or correction with this id got this standing."""

    id: UUID
    standing: StandingOf


Changes = tuple[StandingChange, ...]


def changes(event: Event, *, chain: Sequence[Event], catalogue: Catalogue) -> Changes:
    """What got another standing by this event, in the order of its chain.

    `chain` are the events of its chain by order, root first; what came later may be among them. Total: of any event on
    any chain.
    """
    if event.kind is not Kind.VALIDATION:
        return (StandingChange(id=event.id, standing=StandingOf.OPEN),)
    known = [it for it in chain if it.order <= event.order]
    before = standings_in([it for it in known if it.id != event.id], catalogue=catalogue)
    after = standings_in(known, catalogue=catalogue)
    return tuple(StandingChange(id=pk, standing=it) for pk, it in after.items() if before.get(pk) is not it)


def standings_in(chain: Sequence[Event], *, catalogue: Catalogue) -> dict[UUID, StandingOf]:
    """What each claim and correction of one chain counts for, in its order."""
    links = readings.links(chain, catalogue=catalogue, view=View.LEGAL)
    found: dict[UUID, StandingOf] = {}
    holding: set[UUID | None] = set()
    for event in chain:
        if event.kind is Kind.VALIDATION:
            continue
        link = links[event.id]
        waits = readings.operation_of(event) is Operation.REPLACE and event.target not in holding
        if link.accepted and not waits:
            holding.add(event.id)
        standing = standing_in_chain(link)
        without_effect = waits and standing in (StandingOf.ACCEPTED, StandingOf.CORRECTED)
        found[event.id] = StandingOf.OPEN if without_effect else standing
    return found
