"""What is known of claims now, and what was known of them just before a decision: found once for all decisions."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from events.domain import chains, facts, identity, readings
from events.domain.chains import Content
from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.readings import View, decision_of
from readmodels.domain.lives import Memory
from readmodels.domain.societies import Society

REACHING_BACK = frozenset({"OntkenningOuderschap", "VaststellingOuderschap"})
"""Types of which an accepted claim changes what was, whenever it is recorded."""


class Recollection:
    """The log by law, now and just before any decision.

    `moved` is what befell claims, with the claim: corrections in force, rulings that reach back, and the decisions that
    gave them force.
    """

    def __init__(self, log: Log, *, catalogue: Catalogue) -> None:
        self.log = log
        self.catalogue = catalogue
        found = facts.facts(log, catalogue=catalogue, as_at=LAST_MOMENT)
        self.facts = {fact.claim.id: fact for fact in found}
        self.by_occurrence = {key: fact for fact in found if (key := occurrence(fact)) is not None}
        self._memory = Memory()
        self.society = Society(found, as_of=LAST_MOMENT, catalogue=catalogue, memory=self._memory)
        self._accepted: dict[UUID, list[Event]] = {}
        self._chains_about: dict[UUID, dict[UUID, None]] = {}
        self._before: dict[tuple[UUID, int], Fact | None] = {}
        self.moved: list[tuple[UUID, Event]] = []
        for event in log:
            self._take_in(event)

    def _take_in(self, event: Event) -> None:
        root = self.log.root_id(event.id)
        if root is None:
            return
        for object_id in event.object_ids:
            self._chains_about.setdefault(object_id, {})[root] = None
        if decision_of(event) is Decision.ACCEPTED:
            self._accepted.setdefault(root, []).append(event)
        subject = self.log.get(event.target) if event.kind is Kind.VALIDATION and event.target else event
        bears = subject is not None and (subject.kind is Kind.CORRECTION or subject.event_type in REACHING_BACK)
        if bears and all(self._in_force(it) for it in (event, subject)):
            self.moved.append((root, event))

    def _in_force(self, event: Event | None) -> bool:
        return event is not None and chains.in_force(event, log=self.log, catalogue=self.catalogue)

    def could_count(self, claim: Event, decision: Event) -> bool:
        """Whether what the claim says now can be a change of the past of a decision: it was accepted before that.

        So is, by law, what a ruling that reaches back says.
        """
        accepted = self._accepted.get(claim.id, ())
        return claim.event_type in REACHING_BACK or any(earlier(it, decision) for it in accepted)

    def decisions(self, claim: Event) -> Iterator[Event]:
        """The decision by which the claim stands as it does; while it stands, also the rejections of corrections."""
        deciding = self._deciding(claim)
        if deciding is not None:
            yield deciding
        if claim.id in self.facts:
            chain = readings.chain(claim.id, log=self.log, catalogue=self.catalogue, view=View.LEGAL)
            refused = (link for link in chain.values() if link.event.kind is Kind.CORRECTION and link.rejects)
            yield from (link.rejects[-1] for link in refused)

    def _deciding(self, claim: Event) -> Event | None:
        """The decision by which the claim stands as it does: the last acceptance that it rests on, or its rejection.

        Of one that was retracted, the acceptance of the retraction.
        """
        chain = readings.chain(claim.id, log=self.log, catalogue=self.catalogue, view=View.LEGAL)
        link = chain[claim.id]
        if link.rejects:
            return link.rejects[-1]
        fact = self.facts.get(claim.id)
        if fact is None:
            retraction = chain[chains.tip_in(chain, claim.id).id]
            return retraction.accepts[-1] if link.accepted and retraction.accepts else None
        supporting = (self.log.get(support) for support in fact.supports)
        accepting = [it for it in supporting if it is not None and decision_of(it) is Decision.ACCEPTED]
        return max(accepting, key=lambda event: event.order, default=None)

    def content_refused(self, root: UUID, rejection: Event) -> Content | None:
        """What a claim would have come to say if what was rejected had been accepted."""
        known = [event for event in self.log.chain(root) if earlier(event, rejection)]
        links = readings.links(known, catalogue=self.catalogue, view=View.LEGAL, assumed=rejection.target)
        in_force = root in links and links[root].in_force
        return chains.content_in(links, root, catalogue=self.catalogue) if in_force else None

    def fact_before(self, root: UUID, decision: Event) -> Fact | None:
        """What a claim that was in force just before a decision said then."""
        known = [event for event in self.log.chain(root) if earlier(event, decision)]
        key = (root, len(known))
        if key not in self._before:
            self._before[key] = self._fact(root, known)
        return self._before[key]

    def society_before(self, decision: Event, *, but_for: UUID) -> Society:
        """Everybody as known just before a decision, but for one claim."""

        def told(person_id: UUID) -> Sequence[Fact]:
            roots = (root for root in self._chains_about.get(person_id, ()) if root != but_for)
            found = (self.fact_before(root, decision) for root in roots)
            return facts.in_order(it for it in found if it is not None and person_id in it.object_ids)

        return Society.told_by(told, as_of=LAST_MOMENT, catalogue=self.catalogue, memory=self._memory)

    def _fact(self, root: UUID, known: Sequence[Event]) -> Fact | None:
        if not known:
            return None
        links = readings.links(known, catalogue=self.catalogue, view=View.LEGAL)
        content = chains.content_in(links, root, catalogue=self.catalogue) if links[root].in_force else None
        return None if content is None else Fact(claim=self.log[root], content=content)


def occurrence(fact: Fact) -> identity.Key | None:
    """Which occurrence a fact tells of; None: one of its own."""
    return identity.identity_key(fact.content.event_type, data=fact.content.data)


def earlier(event: Event, decision: Event) -> bool:
    """Whether it was recorded before the decision; of two zones no order is known within one moment."""
    if event.created_at != decision.created_at:
        return event.created_at < decision.created_at
    return event.zone == decision.zone and event.order < decision.order
