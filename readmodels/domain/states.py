"""The state of an object: as it was in reality at one moment, as known at another (`product.md`, section 3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from events.domain import facts as effective
from events.domain import readings
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.readings import View
from readmodels.domain.attributes import Attribute, attributes
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.law.engine import consequences
from readmodels.domain.person import Issue, Person
from readmodels.domain.societies import Society

GROUND_RETRACTED = "grond-ingetrokken"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of one object. `exists` is false when no effective fact tells of it."""

    object_id: UUID
    attributes: tuple[Attribute, ...]
    consequences: tuple[Consequence, ...]
    issues: tuple[Issue, ...]
    exists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The three time questions and the view: `as_of` material, `as_at` formal, `rules_at` which rules apply.

    Without `rules_at` every rule is judged at the moment of the fact that triggers it.
    """

    as_of: datetime
    as_at: datetime
    view: View = View.LEGAL
    rules_at: date | None = None


def state(log: Log, *, object_id: UUID, asked: Question, catalogue: Catalogue) -> State:
    """The state of one object, with the legal consequences for it. Total: of any object, on any log."""
    facts = effective.facts(log, catalogue=catalogue, as_at=asked.as_at, view=asked.view)
    return states(log, facts=facts, object_ids=(object_id,), asked=asked, catalogue=catalogue)[object_id]


def states(
    log: Log, *, facts: Collection[Fact], object_ids: Iterable[UUID], asked: Question, catalogue: Catalogue
) -> dict[UUID, State]:
    """The states of several objects in one society, from facts that were found for this question already."""
    society = Society(facts, as_of=asked.as_of, catalogue=catalogue)
    known = log.as_known_at(asked.as_at)
    return {
        object_id: _state(society.person(object_id), society=society, log=known, facts=facts, asked=asked)
        for object_id in object_ids
    }


def _state(person: Person, *, society: Society, log: Log, facts: Collection[Fact], asked: Question) -> State:
    own = [fact for fact in facts if person.id in fact.object_ids and fact.moment <= asked.as_of]
    found = consequences(person, society, rules_at=asked.rules_at) if person.exists else ()
    return State(
        object_id=person.id,
        attributes=attributes(person, as_of=asked.as_of),
        consequences=found,
        issues=(*person.issues, *_fallen_grounds(own, log=log, catalogue=society.catalogue)),
        exists=person.exists,
    )


def _fallen_grounds(facts: Iterable[Fact], *, log: Log, catalogue: Catalogue) -> Iterable[Issue]:
    """A retracted ground leaves the claim in force, and adds an issue."""
    for fact in facts:
        grounds = dict.fromkeys((*fact.claim.grounds, *fact.content.event.grounds))
        for ground in grounds:
            event = log.get(ground)
            root = None if event is None else log.root_id(event.id)
            if event is None or root is None:
                continue
            links = (readings.link_of(log[it], log=log, catalogue=catalogue, view=View.LEGAL) for it in (ground, root))
            if any(link.is_retracted for link in links):
                yield Issue(code=GROUND_RETRACTED, supports=(*fact.supports, ground))
