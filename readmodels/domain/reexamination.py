"""Decisions that rested on what has changed since: they are looked at again, and never undone by the machine.

A decision rests on what its checks looked at and on its grounds (`product.md`, section 4). What that was, as known just
before it was taken, is put beside what is known of the same claims now. What was claimed and accepted later is no
change of the past, but for the rulings by which the law itself reaches back (BW 1:202, 1:206, 1:207), and for a claim
that takes the place of one that fell.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from events.domain import identity
from events.domain.chains import Content
from events.domain.checks import asked
from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.readings import decision_of
from readmodels.domain.attributes import Attribute, attributes
from readmodels.domain.questions import Before
from readmodels.domain.recollection import REACHING_BACK, Recollection, earlier, occurrence
from readmodels.domain.relatives import named_in
from readmodels.domain.societies import Society
from readmodels.domain.state_checks import CHECKS, StateCheck, passes, todays

SAID_BY = {"opschorting": "overlijden"}
"""Values that another says already: who died, has his registration ended by it."""


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

    `name` is that of the attribute, the check, or the type of the ground; `about` the person, the claim or the ground.
    `because` are the events since the decision that changed it; `rests_on` those that either value rests on.
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
    """A decision on a claim that rested on what has changed, with the difference. It is about `object_ids`."""

    claim: Event
    decision: Event
    object_ids: tuple[UUID, ...]
    shifts: tuple[Shift, ...]


def reexaminations(
    log: Log, *, claims: Collection[UUID], catalogue: Catalogue, as_at: datetime = LAST_MOMENT
) -> tuple[Reexamination, ...]:
    """The decisions on these claims that are to be looked at again, as known at `as_at`.

    The log holds everybody who bears on the persons of the claims (`relatives.who_bear_on`).
    """
    present = Recollection(log.as_known_at(as_at), catalogue=catalogue)
    found = (
        _reexamined(present.log[claim], decision, present=present)
        for claim in claims
        if claim in present.log
        for decision in present.decisions(present.log[claim])
    )
    return tuple(it for it in found if it is not None)


def changes_the_past(event: Event, *, log: Log) -> bool:
    """Whether other decisions may have to be looked at again for it: it decides on a correction, or reaches back."""
    if event.kind is not Kind.VALIDATION:
        return False
    if event.event_type in REACHING_BACK:
        return True
    target = None if event.target is None else log.get(event.target)
    return target is not None and target.kind is Kind.CORRECTION


def persons_in(rested: str, about: UUID | None, values: Iterable[Any]) -> frozenset[UUID]:
    """Of whom a shift tells: whom its value is of, whom its ground was about, and whom either names."""
    found = named_in(values)
    if rested == Rested.VALUE and about is not None:
        found |= {about}
    return found


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


def _reexamined(claim: Event, decision: Event, *, present: Recollection) -> Reexamination | None:
    moved: dict[UUID, list[Event]] = {}
    for root, event in present.moved:
        since = root != claim.id and event.id != decision.id and not earlier(event, decision)
        if since and present.could_count(present.log[root], decision):
            moved.setdefault(root, []).append(event)
    if not moved:
        return None
    compared = _Compared(claim, decision, moved=moved, present=present)
    shifts = tuple(compared.shifts())
    if not shifts:
        return None
    object_ids = claim.object_ids if compared.content is None else compared.content.object_ids
    return Reexamination(claim=claim, decision=decision, object_ids=object_ids, shifts=shifts)


class _Compared:
    """What one decision rested on, then and now."""

    def __init__(
        self, claim: Event, decision: Event, *, moved: Mapping[UUID, list[Event]], present: Recollection
    ) -> None:
        self._claim, self._decision, self._moved, self._present = claim, decision, moved, present

    @cached_property
    def content(self) -> Content | None:
        """What the decision is about: what the claim says now; of a rejection what would have come to hold then."""
        if decision_of(self._decision) is Decision.REJECTED:
            return self._present.content_refused(self._claim.id, self._decision)
        fact = self._present.facts.get(self._claim.id)
        return None if fact is None else fact.content

    def shifts(self) -> Iterator[Shift]:
        """Everything that is otherwise now: grounds, then each value once, then the checks that come out otherwise."""
        yield from self._grounds()
        checks = _state_checks(self._decision)
        if self.content is None or not checks or not self._looks_at_what_moved(checks):
            return
        then = self._before(self._present.society_before(self._decision, but_for=self._claim.id))
        now = self._before(self._present.society.those(self._counts_now))
        outcomes: list[Shift] = []
        values: dict[tuple[UUID, str], Shift] = {}
        for check in checks:
            before, after = passes(check, then), passes(check, now)
            own = {(shift.about, shift.name): shift for shift in self._values(check, then, now)}
            values |= own
            if before != after:
                because = tuple(dict.fromkeys(it for shift in own.values() for it in shift.because))
                because = because or self._because(then.society.asked_for | now.society.asked_for)
                told = {"before": before, "after": after, "because": because}
                outcomes.append(_shift(Rested.CHECK, check.name, self._claim.id, **told))
        yield from values.values()
        yield from outcomes

    def _looks_at_what_moved(self, checks: Iterable[StateCheck]) -> bool:
        """Whether the checks look at anybody of whom something moved: else they come out as they did."""
        now = self._before(self._present.society.those(self._counts))
        for check in checks:
            passes(check, now)
        chains_moved = (event for root in self._moved for event in self._present.log.chain(root))
        touched = {object_id for event in chains_moved for object_id in event.object_ids}
        return not touched.isdisjoint(now.society.asked_for)

    def _counts(self, fact: Fact) -> bool:
        """Whether what a claim says now is what was known then, after correction."""
        return fact.claim.id != self._claim.id and self._present.could_count(fact.claim, self._decision)

    def _counts_now(self, fact: Fact) -> bool:
        """The same, with the claims of an occurrence that counted then by a claim that fell."""
        return self._counts(fact) or (fact.claim.id != self._claim.id and occurrence(fact) in self._fallen)

    @cached_property
    def _fallen(self) -> frozenset[identity.Key]:
        """The occurrences of which a claim counted then that counts no more."""
        found = set()
        for root in self._moved:
            then, now = self._present.fact_before(root, self._decision), self._present.facts.get(root)
            key = None if then is None else occurrence(then)
            if key is not None and (now is None or occurrence(now) != key):
                found.add(key)
        return frozenset(found)

    def _in_its_place(self, then: Fact | None) -> Fact | None:
        """What is known now of what a ground told: by itself, or by a claim that took the place of one that fell."""
        if then is None:
            return None
        key = occurrence(then)
        return self._present.facts.get(then.claim.id) or (self._present.by_occurrence.get(key) if key else None)

    def _before(self, society: Society) -> Before:
        assert self.content is not None
        data = todays(self._claim, self.content, catalogue=self._present.catalogue)
        return Before(content=self.content, data=data, society=society, claim=self._claim.id)

    def _grounds(self) -> Iterator[Shift]:
        target = self._present.log.get(self._decision.references[0])
        bearer = None if self.content is None else self.content.event
        bearing = [it for it in (self._claim, bearer, target, self._decision) if it is not None]
        roots = dict.fromkeys(self._present.log.root_id(ground) for event in bearing for ground in event.grounds)
        for root in roots:
            before = self._present.fact_before(root, self._decision) if root in self._moved and root else None
            after = self._in_its_place(before)
            if root is not None and before is not None and _said(before) != _said(after):
                yield _shift(
                    Rested.GROUND,
                    before.claim.event_type,
                    root,
                    before=_said(before),
                    after=_said(after),
                    because=_ids(self._moved[root]),
                    rests_on=(*before.supports, *(() if after is None else after.supports)),
                )

    def _values(self, check: StateCheck, then: Before, now: Before) -> Iterator[Shift]:
        """The values that the check reads and that fell, appeared, or say something else."""
        for person in sorted(then.society.asked_for | now.society.asked_for):
            reads = check.reads if person in then.content.object_ids else check.reads_of_others
            before, after = (_read(person, reads, society=it.society) for it in (then, now))
            for name in dict.fromkeys((*before, *after)):
                if SAID_BY.get(name) in before or SAID_BY.get(name) in after:
                    continue
                old, new = before.get(name), after.get(name)
                if old is None or new is None or old.value != new.value:
                    told = [it for it in (old, new) if it is not None]
                    supports = tuple(dict.fromkeys(support for it in told for support in it.supports))
                    yield _shift(
                        Rested.VALUE,
                        name,
                        person,
                        before=None if old is None else old.value,
                        after=None if new is None else new.value,
                        because=self._because_of(supports) or self._because({person}),
                        rests_on=supports,
                    )

    def _because_of(self, supports: Iterable[UUID]) -> tuple[UUID, ...]:
        """What befell the chains of these events."""
        roots = dict.fromkeys(self._present.log.root_id(support) for support in supports)
        return _ids(event for root in roots if root is not None for event in self._moved.get(root, ()))

    def _because(self, persons: Collection[UUID]) -> tuple[UUID, ...]:
        """What befell any chain about these persons of which the claim says something else now."""
        found = []
        for root, events in self._moved.items():
            objects = {object_id for event in self._present.log.chain(root) for object_id in event.object_ids}
            otherwise = _said(self._present.fact_before(root, self._decision)) != _said(self._present.facts.get(root))
            if otherwise and not objects.isdisjoint(persons):
                found += events
        return _ids(found) or _ids(event for events in self._moved.values() for event in events)


def _shift(rested: Rested, name: str, about: UUID, **told: Any) -> Shift:
    return Shift(rested=rested, name=name, about=about, because=told.pop("because", ()), **told)


def _read(person_id: UUID, reads: Collection[str], *, society: Society) -> dict[str, Attribute]:
    """The attributes of these names, or of which the name begins so."""
    found = attributes(society.person(person_id), as_of=LAST_MOMENT) if reads else ()
    return {it.name: it for it in found if it.name.partition("/")[0] in reads}


def _said(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    return {"gegevens": dict(fact.content.data), "personen": [str(it) for it in fact.object_ids]}


def _ids(events: Iterable[Event]) -> tuple[UUID, ...]:
    return tuple(event.id for event in sorted(events, key=lambda it: (it.created_at, it.zone, it.order)))
