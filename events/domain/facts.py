"""The effective facts: what every state is folded from (`product.md`, section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain import occurrences, readings
from events.domain.chains import Content, content_of_claim
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.identity import Key
from events.domain.log import Log
from events.domain.readings import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A claim that counts, with what it says after correction."""

    claim: Event
    content: Content

    @property
    def moment(self) -> datetime:
        """From when it counts in reality; the fold's order."""
        return self.content.moment

    @property
    def object_ids(self) -> tuple[UUID, ...]:
        """The objects it names."""
        return self.content.object_ids

    @property
    def supports(self) -> tuple[UUID, ...]:
        """The events it rests on, oldest first."""
        return self.content.supports


def facts(log: Log, *, catalogue: Catalogue, as_at: datetime, view: View = View.LEGAL) -> tuple[Fact, ...]:
    """Every claim recorded at or before `as_at` that is in force in the view and has content, in the order of the fold.

    That order is: material moment, rank of the type, zone, position of the root claim. In the asserted view one claim
    of each occurrence counts: the one that is in force by law, else the last. Total: never raises on any log.
    """
    known = log.as_known_at(as_at)
    found = [fact for claim in known.claims() for fact in _fact(claim, log=known, catalogue=catalogue, view=view)]
    if view is View.ASSERTED:
        found = _one_per_occurrence(found, log=known, catalogue=catalogue)
    return in_order(found)


def in_order(found: Iterable[Fact]) -> tuple[Fact, ...]:
    """In the order of the fold: material moment, rank of the type, zone, position of the root claim."""
    return tuple(sorted(found, key=_fold_order))


def _fact(claim: Event, *, log: Log, catalogue: Catalogue, view: View) -> Iterable[Fact]:
    content = content_of_claim(claim, log=log, catalogue=catalogue, view=view)
    if content is not None:
        yield Fact(claim=claim, content=content)


def _one_per_occurrence(found: Iterable[Fact], *, log: Log, catalogue: Catalogue) -> list[Fact]:
    counting: dict[Key | UUID, Fact] = {}
    for fact in sorted(found, key=lambda fact: _weight(fact, log=log, catalogue=catalogue)):
        counting[occurrences.held_by(fact.content).identity or fact.claim.id] = fact
    return list(counting.values())


def _weight(fact: Fact, *, log: Log, catalogue: Catalogue) -> tuple[bool, datetime, int, str, UUID]:
    """Claims in force by law outweigh the rest; then the last recorded (positions compare within a zone only)."""
    claim = fact.claim
    legal = readings.link_of(claim, log=log, catalogue=catalogue, view=View.LEGAL).in_force
    return legal, claim.created_at, claim.order, claim.zone, claim.id


def _fold_order(fact: Fact) -> tuple[datetime, int, str, int]:
    return fact.moment, fact.content.event_type.rank, fact.claim.zone, fact.claim.order
