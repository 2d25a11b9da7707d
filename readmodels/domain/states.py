"""The state of an object: as it was in reality at one moment, as known at another (`product.md`, section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from events.domain import facts as effective
from events.domain import readings
from events.domain.event import Decision, Event
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
GROUND_NOT_ACCEPTED = "grond-niet-meer-aanvaard"


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
    society = Society(facts, as_of=asked.as_of, catalogue=catalogue)
    person = society.person(object_id)
    own = [fact for fact in facts if object_id in fact.object_ids and fact.moment <= asked.as_of]
    fallen = _fallen_grounds(own, log=log.as_known_at(asked.as_at), catalogue=catalogue)
    return State(
        object_id=object_id,
        attributes=attributes(person, as_of=asked.as_of),
        consequences=consequences_for(person, society, asked=asked),
        issues=(*person.issues, *fallen),
        exists=person.exists,
    )


def consequences_for(person: Person, society: Society, *, asked: Question) -> tuple[Consequence, ...]:
    """What follows by law for one person; nothing for an object of which nothing is known."""
    return consequences(person, society, rules_at=asked.rules_at) if person.exists else ()


def _fallen_grounds(facts: Iterable[Fact], *, log: Log, catalogue: Catalogue) -> Iterable[Issue]:
    """A ground that was retracted, or of which the acceptance was, leaves the claim in force and adds an issue."""
    for fact in facts:
        grounds = dict.fromkeys((*fact.claim.grounds, *fact.content.event.grounds))
        for ground in grounds:
            event = log.get(ground)
            root = None if event is None else log.root_id(event.id)
            if event is None or root is None:
                continue
            links = [readings.link_of(log[it], log=log, catalogue=catalogue, view=View.LEGAL) for it in (ground, root)]
            if any(link.is_retracted for link in links):
                yield Issue(code=GROUND_RETRACTED, supports=(*fact.supports, ground))
            elif not links[-1].is_decided and any(map(_accepts, log.targeting(root))):
                yield Issue(code=GROUND_NOT_ACCEPTED, supports=(*fact.supports, ground))


def _accepts(event: Event) -> bool:
    return readings.decision_of(event) is Decision.ACCEPTED
