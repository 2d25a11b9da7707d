"""Decisions that rested on what has changed since: they are looked at again, and never undone by the machine.

A decision rests on what its checks looked at and on its grounds (`product.md`, section 4). What that was, as known just
before it was taken, is put beside what is known of the same claims now. What was claimed and accepted later is no
change of the past, but for the rulings by which the law itself reaches back (BW 1:202, 1:206, 1:207).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.domain import chains, facts, readings
from events.domain.chains import Content
from events.domain.checks import asked
from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.readings import View, decision_of
from readmodels.domain.attributes import Attribute, attributes
from readmodels.domain.questions import Before
from readmodels.domain.societies import Society
from readmodels.domain.state_checks import CHECKS, StateCheck, passes, todays

REACHING_BACK = frozenset({"OntkenningOuderschap", "VaststellingOuderschap"})
"""Types of which an accepted claim changes what was, whenever it is recorded."""


class Rested(StrEnum):
    """On what a decision rested that changed."""

    VALUE = "gegeven"
    """A value that one of its checks looked at."""
    GROUND = "grond"
    """What an event says that it was based on."""
    CHECK = "toets"
    """The outcome of one of its checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One thing that a decision rested on, as it was known then (`before`) and as it is known now (None: no more).

    `name` is that of the attribute, the check, or the type of the ground; `about` the person or the ground. `because`
    are the events since the decision that changed it; `rests_on` those that either value rests on.
    """

    rested: Rested
    name: str
    about: UUID
    before: Any
    after: Any
    because: tuple[UUID, ...]
    rests_on: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reexamination:
    """A claim of which the decision rested on what has changed, with the difference. It is about `object_ids` now."""

    claim: Event
    decision: Event
    object_ids: tuple[UUID, ...]
    shifts: tuple[Shift, ...]


def reexaminations(
    log: Log, *, claims: Collection[UUID], catalogue: Catalogue, as_at: datetime = LAST_MOMENT
) -> tuple[Reexamination, ...]:
    """Of these claims those of which the decision is to be looked at again, as known at `as_at`.

    The log holds all there is about the persons of the claims, and about whom they were in a union with.
    """
    known = log.as_known_at(as_at)
    found = (_reexamined(known[claim], log=known, catalogue=catalogue) for claim in claims if claim in known)
    return tuple(it for it in found if it is not None)


def changes_the_past(event: Event, *, log: Log) -> bool:
    """Whether other decisions may have to be looked at again for it: it decides on a correction, or reaches back."""
    if event.kind is not Kind.VALIDATION:
        return False
    if event.event_type in REACHING_BACK:
        return True
    target = None if event.target is None else log.get(event.target)
    return target is not None and target.kind is Kind.CORRECTION


def decided_claims(log: Log) -> frozenset[UUID]:
    """The claims of which a decision rests on something: its checks of the state, or a ground in their chain.

    What a takeover accepted was checked by nobody here, and rests on nothing.
    """
    return frozenset(claim.id for claim in log.claims() if _rests_on_something(log.chain(claim.id)))


def _rests_on_something(chain: Collection[Event]) -> bool:
    decided = [event for event in chain if event.kind is Kind.VALIDATION]
    return bool(decided) and (any(event.grounds for event in chain) or any(map(_state_checks, decided)))


def _state_checks(decision: Event) -> list[StateCheck]:
    """The checks of the state that a decision recorded: what it looked at."""
    recorded = {entry.get("check") for entry in asked(decision)}
    return [check for check in CHECKS if check.name in recorded]


def _reexamined(claim: Event, *, log: Log, catalogue: Catalogue) -> Reexamination | None:
    decision = _deciding(claim, log=log, catalogue=catalogue)
    if decision is None:
        return None
    then = Log(event for event in log if event.created_at < decision.created_at)
    moved = _moved_since(decision, claim=claim, log=log, catalogue=catalogue)
    content = _decided_on(claim, decision=decision, log=log, then=then, catalogue=catalogue)
    if not moved or content is None:
        return None
    compared = _Compared(claim, decision, content, moved=moved, then=then, log=log, catalogue=catalogue)
    shifts = tuple(compared.shifts())
    return (
        Reexamination(claim=claim, decision=decision, object_ids=content.object_ids, shifts=shifts) if shifts else None
    )


def _deciding(claim: Event, *, log: Log, catalogue: Catalogue) -> Event | None:
    """The decision by which the claim stands as it does: the last acceptance of its content, or its rejection."""
    link = readings.link_of(claim, log=log, catalogue=catalogue, view=View.LEGAL)
    if link.rejects:
        return link.rejects[-1]
    content = chains.content_of_claim(claim, log=log, catalogue=catalogue, view=View.LEGAL)
    resting_on = () if content is None else content.supports
    accepting = [log[it] for it in resting_on if decision_of(log[it]) is Decision.ACCEPTED]
    return max(accepting, key=lambda event: event.order, default=None)


def _moved_since(decision: Event, *, claim: Event, log: Log, catalogue: Catalogue) -> Mapping[UUID, tuple[Event, ...]]:
    """Per other chain what befell it since the decision: corrections in force, rulings, and the decisions on those."""
    moved: dict[UUID, list[Event]] = {}
    for event in log:
        root = log.root_id(event.id)
        if root is None or root == claim.id or event.created_at <= decision.created_at:
            continue
        subject = log[event.target] if event.kind is Kind.VALIDATION and event.target is not None else event
        bears = subject.kind is Kind.CORRECTION or subject.event_type in REACHING_BACK
        if bears and all(chains.in_force(it, log=log, catalogue=catalogue) for it in (event, subject)):
            moved.setdefault(root, []).append(event)
    return {root: tuple(events) for root, events in moved.items()}


def _decided_on(claim: Event, *, decision: Event, log: Log, then: Log, catalogue: Catalogue) -> Content | None:
    """What the decision is about: what the claim says now; of a rejected one what it said then."""
    if decision_of(decision) is Decision.REJECTED:
        return chains.content(claim, log=then, catalogue=catalogue)
    return chains.content_of_claim(claim, log=log, catalogue=catalogue, view=View.LEGAL)


class _Compared:
    """What one decision rested on, then and now."""

    def __init__(
        self,
        claim: Event,
        decision: Event,
        content: Content,
        *,
        moved: Mapping[UUID, tuple[Event, ...]],
        then: Log,
        log: Log,
        catalogue: Catalogue,
    ) -> None:
        self._claim, self._decision, self._content, self._moved, self._log = claim, decision, content, moved, log
        self._before = {it.claim.id: it for it in facts.facts(then, catalogue=catalogue, as_at=LAST_MOMENT)}
        self._after = {it.claim.id: it for it in facts.facts(log, catalogue=catalogue, as_at=LAST_MOMENT)}
        settled = {then.root_id(event.id) for event in then if decision_of(event) is Decision.ACCEPTED}
        counting = [it for root, it in self._after.items() if root in settled or it.claim.event_type in REACHING_BACK]
        self._examined = [self._examining(it, catalogue=catalogue) for it in (self._before.values(), counting)]

    def _examining(self, found: Iterable[Fact], *, catalogue: Catalogue) -> Before:
        others = [fact for fact in found if fact.claim.id != self._claim.id]
        return Before(
            content=self._content,
            data=todays(self._claim, self._content, catalogue=catalogue),
            society=Society(others, as_of=LAST_MOMENT, catalogue=catalogue),
            claim=self._claim.id,
        )

    def shifts(self) -> Iterator[Shift]:
        """Everything that is otherwise now: grounds, then each value once, then the checks that come out otherwise."""
        yield from self._grounds()
        values: dict[tuple[UUID, str], Shift] = {}
        outcomes: list[Shift] = []
        for check in _state_checks(self._decision):
            outcome = [passes(check, before) for before in self._examined]
            values |= {(it.about, it.name): it for it in self._values(check)}
            if outcome[0] != outcome[1]:
                outcomes.append(self._outcome(check, *outcome))
        yield from values.values()
        because = tuple(dict.fromkeys(it for shift in values.values() for it in shift.because))
        yield from (replace(shift, because=because or self._all_that_moved()) for shift in outcomes)

    def _grounds(self) -> Iterator[Shift]:
        bearing = (self._claim, self._content.event, self._log[self._decision.references[0]], self._decision)
        roots = dict.fromkeys(self._log.root_id(ground) for event in bearing for ground in event.grounds)
        for root in roots:
            before = None if root is None else self._before.get(root)
            if root is None or before is None or root not in self._moved:
                continue
            after = self._after.get(root)
            said, says = _said(before), None if after is None else _said(after)
            if said != says:
                yield Shift(
                    rested=Rested.GROUND,
                    name=before.claim.event_type,
                    about=root,
                    before=said,
                    after=says,
                    because=_ids(self._moved[root]),
                    rests_on=(*before.supports, *(() if after is None else after.supports)),
                )

    def _values(self, check: StateCheck) -> Iterator[Shift]:
        asked_for = frozenset().union(*(before.society.asked_for for before in self._examined))
        for person in sorted(asked_for):
            reads = check.reads if person in self._content.object_ids else check.reads_of_others
            then, now = (_read(person, reads, society=before.society) for before in self._examined)
            for name, value in then.items():
                other = now.get(name)
                if other is None or other.value != value.value:
                    yield self._value(person, name, value, other)

    def _value(self, person: UUID, name: str, value: Attribute, other: Attribute | None) -> Shift:
        supports = (*value.supports, *(() if other is None else other.supports))
        return Shift(
            rested=Rested.VALUE,
            name=name,
            about=person,
            before=value.value,
            after=None if other is None else other.value,
            because=self._since(supports, about=person),
            rests_on=tuple(dict.fromkeys(supports)),
        )

    def _outcome(self, check: StateCheck, before: bool, after: bool) -> Shift:  # noqa: FBT001 - then and now
        return Shift(rested=Rested.CHECK, name=check.name, about=self._claim.id, before=before, after=after, because=())

    def _since(self, supports: Iterable[UUID], *, about: UUID) -> tuple[UUID, ...]:
        """What befell the chains of these supports; without that, what reached back for this person."""
        roots = dict.fromkeys(self._log.root_id(support) for support in supports)
        found = [event for root in roots if root is not None for event in self._moved.get(root, ())]
        if not found:
            found = [event for events in self._moved.values() for event in events if about in event.object_ids]
        return _ids(found) or self._all_that_moved()

    def _all_that_moved(self) -> tuple[UUID, ...]:
        return _ids(event for events in self._moved.values() for event in events)


def _read(person_id: UUID, reads: Collection[str], *, society: Society) -> dict[str, Attribute]:
    """The attributes of these names, or of which the name begins so."""
    found = attributes(society.person(person_id), as_of=LAST_MOMENT)
    return {it.name: it for it in found if it.name.partition("/")[0] in reads}


def _said(fact: Fact) -> dict[str, Any]:
    return {"gegevens": dict(fact.content.data), "personen": [str(it) for it in fact.object_ids]}


def _ids(events: Iterable[Event]) -> tuple[UUID, ...]:
    return tuple(event.id for event in sorted(events, key=lambda it: (it.created_at, it.zone, it.order)))
