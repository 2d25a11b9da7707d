"""What a claim or correction counts for, read off the functions of `chains` (`product.md`, section 3)."""

from enum import StrEnum
from uuid import UUID

from events.domain import occurrences, readings
from events.domain.chains import content
from events.domain.event import Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.readings import Link, View


class StandingOf(StrEnum):
    """The standings. At a formal moment f: ask it of `log.as_known_at(f)`."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    """Accepted, and a replacement in force says otherwise."""
    RETRACTED = "retracted"
    SETTLED = "settled"
    """Open, while a claim of the same occurrence is in force: evidence, no work. It reopens when that one falls."""


def standing_of(event: Event, *, log: Log, catalogue: Catalogue) -> StandingOf:
    """The standing of one claim or correction. Total: of any event on any log."""
    found = standing_in_chain(readings.link_of(event, log=log, catalogue=catalogue, view=View.LEGAL))
    if found is StandingOf.OPEN and _is_settled(event, log=log, catalogue=catalogue):
        return StandingOf.SETTLED
    return found


def standing_in_chain(link: Link) -> StandingOf:
    """The standing as far as its own chain tells (legal view): one that is settled by another chain is open here."""
    if link.is_retracted:
        return StandingOf.RETRACTED
    if link.rejects:
        return StandingOf.REJECTED
    if link.accepted:
        return StandingOf.ACCEPTED if link.head is None else StandingOf.CORRECTED
    return StandingOf.OPEN


def standings(log: Log, catalogue: Catalogue) -> dict[UUID, StandingOf]:
    """The standing of every claim and correction in the log."""
    return {
        event.id: standing_of(event, log=log, catalogue=catalogue) for event in log if event.kind is not Kind.VALIDATION
    }


def _is_settled(event: Event, *, log: Log, catalogue: Catalogue) -> bool:
    if event.kind is not Kind.CLAIM:
        return False
    said = content(event, log=log, catalogue=catalogue)
    key = None if said is None else occurrences.held_by(said).identity
    return key is not None and bool(occurrences.others_holding(key, root_id=event.id, log=log, catalogue=catalogue))
