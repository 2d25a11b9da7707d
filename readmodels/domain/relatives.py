"""Who bears on whom: the family that events name, as far as they ever counted.

A consequence for one person can rest on what is known of others: custody on the other parent and on his partner,
nationality on grandparents, a surname on an elder sister. So an answer is read with everybody at whom the law may look,
and a change is shown to everybody who may look at whom it is about.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import pointers
from events.domain.event import Decision, Event
from events.domain.log import Log
from events.domain.pointers import is_list
from events.domain.readings import View, decision_of
from events.domain.refusals import RequestTooLarge

REFERENCE = "objectId"
PARENTHOOD: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Geboorte": ("/kind", ("/geboortemoeder", "/andereOuder/persoon")),
    "Erkenning": ("/kind", ("/erkenner",)),
    "VaststellingOuderschap": ("/kind", ("/ouder",)),
    "OntkenningOuderschap": ("/kind", ("/ouder",)),
    "Adoptie": ("/kind", ("/adoptanten/*",)),
    "OvernameOuder": ("/persoon", ("/gerelateerde",)),
    "OvernameKind": ("/gerelateerde", ("/persoon",)),
}
"""Event type → where its data name the child, and where the parents."""
UNIONS: Mapping[str, tuple[str, ...]] = {
    "Huwelijk": ("/partners/*",),
    "GeregistreerdPartnerschap": ("/partners/*",),
    "OntbindingVerbintenis": ("/partners/*",),
    "OvernameVerbintenis": ("/persoon", "/gerelateerde"),
}
"""Event type → where its data name the two."""
FAMILY = PARENTHOOD.keys() | UNIONS.keys()
GENERATIONS = 3
"""How far up the law looks (RWN 3: the parents of a parent, and the mother's husband when that parent was born)."""
RELATIVES_MAX = 1_000
"""Persons read for one answer at most; beyond it the answer is refused, never given without some of them."""

Ids = frozenset[UUID]
Tie = tuple[UUID, UUID, bool]
"""A child with a parent; or, when the last says so, somebody with whom he was in a union with."""
NOBODY: Ids = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which family ties count: those known at a formal moment, in a view (by law: that were accepted at any time)."""

    as_at: datetime
    view: View = View.LEGAL


@dataclass(frozen=True, slots=True)
class Ties:
    """Per person his parents, children and partners, as far as events told of them."""

    parents: dict[UUID, set[UUID]] = field(default_factory=dict)
    children: dict[UUID, set[UUID]] = field(default_factory=dict)
    partners: dict[UUID, set[UUID]] = field(default_factory=dict)

    def add(self, ties: Iterable[Tie]) -> None:
        """Take in what was told of more."""
        for one, other, union in ties:
            if union:
                self.partners.setdefault(one, set()).add(other)
            else:
                self.parents.setdefault(one, set()).add(other)
                self.children.setdefault(other, set()).add(one)

    def parents_of(self, persons: Ids) -> Ids:
        """Everybody who was told to be a parent of one of these."""
        return _all(self.parents, persons)

    def children_of(self, persons: Ids) -> Ids:
        """Everybody who was told to be a child of one of these."""
        return _all(self.children, persons)

    def partners_of(self, persons: Ids) -> Ids:
        """Everybody who was told to be a partner of one of these."""
        return _all(self.partners, persons)


Closure = Callable[[Ids, Ties], Ids]


def who_bear_on(persons: Ids, ties: Ties) -> Ids:
    """Everybody at whom the law may look for one of these.

    The ascending line, also of whom it was in a union with: the mother's husband is a father by law, and his parents
    are grandparents. Brothers and sisters, one's own children and those of a partner, with their parents and the
    partners of those.
    """
    line = generation = persons
    for _ in range(GENERATIONS):
        generation = ties.parents_of(generation | ties.partners_of(generation))
        line |= generation
    parents = ties.parents_of(persons)
    own = persons | parents | ties.partners_of(persons | parents)
    others = ties.children_of(own)
    theirs = ties.parents_of(others)
    return line | ties.partners_of(line) | others | theirs | ties.partners_of(theirs)


def on_whom_they_bear(persons: Ids, ties: Ties) -> Ids:
    """Everybody for whom the law may look at one of these: the other way round.

    Their partners, the descending line of both, brothers and sisters, and those of their children: also by half or by
    the union of a parent. And those parents: only their own events tell of all their children.
    """
    line = generation = persons | ties.partners_of(persons)
    for _ in range(GENERATIONS):
        children = ties.children_of(generation)
        generation = children | ties.partners_of(children)
        line |= generation
    parents = ties.parents_of(persons | ties.children_of(persons | ties.partners_of(persons)))
    parents |= ties.partners_of(parents)
    return line | parents | ties.children_of(parents)


def gathered(
    persons: Collection[UUID], *, read: Callable[[Ids], Log], reach: Reach, closure: Closure = who_bear_on
) -> tuple[Ids, Log]:
    """These with everybody whom the closure adds, and the log that `read` gives of all of them.

    Each reading can tell of further ties, so it is repeated until nobody is added. Raises `RequestTooLarge` beyond
    RELATIVES_MAX others.
    """
    own = ids = frozenset(persons)
    while True:
        log = read(ids)
        wider = ids | closure(own, ties_in(log, reach=reach))
        if wider == ids:
            return ids, log
        refuse_crowd(wider, own=own)
        ids = wider


def refuse_crowd(ids: Ids, *, own: Ids) -> None:
    """Pass, or raise `RequestTooLarge`: these are more relatives than one answer reads."""
    if len(ids) - len(own) > RELATIVES_MAX:
        raise RequestTooLarge(limit=RELATIVES_MAX, unit="relatives")


def ties_in(log: Log, *, reach: Reach) -> Ties:
    """The ties that the events of the family tell of."""
    found = Ties()
    known = log.as_known_at(reach.as_at)
    for claim in known.claims():
        found.add(told_by(known.chain(claim.id), view=reach.view))
    return found


def told_by(chain: Sequence[Event], *, view: View) -> tuple[Tie, ...]:
    """The ties that one chain tells of, when it ever counted."""
    if chain[0].event_type not in FAMILY or not _counted(chain, view=view):
        return ()
    return tuple(tie for event in chain for tie in _ties(event))


def named_in(values: Iterable[Any]) -> Ids:
    """Every person to whom a reference stands anywhere in these."""
    return frozenset(named for value in values for text in _said(value) for named in _identified(text))


def _counted(chain: Collection[Event], *, view: View) -> bool:
    """Whether it was in force at any time, or may have been: what nobody accepted ties nobody to anybody by law."""
    return view is View.ASSERTED or any(decision_of(event) is Decision.ACCEPTED for event in chain)


def _ties(event: Event) -> Iterator[Tie]:
    """What one event says by itself: the data of a claim, of a replacement, or of an act that officials added."""
    for said in (event.data, event.data.get("data"), event.data.get("act")):
        if not isinstance(said, Mapping):
            continue
        if event.event_type in PARENTHOOD:
            child, parents = PARENTHOOD[event.event_type]
            for one in _persons(said, child):
                yield from ((one, other, False) for pointer in parents for other in _persons(said, pointer))
        else:
            both = [it for pointer in UNIONS[event.event_type] for it in _persons(said, pointer)]
            yield from ((one, other, True) for one in both for other in both if other != one)


def _persons(said: Mapping[str, Any], pointer: str) -> Iterator[UUID]:
    for reference in pointers.values(said, pointer):
        text = reference.get(REFERENCE) if isinstance(reference, Mapping) else None
        if isinstance(text, str):
            yield from _identified(text)


def _identified(text: str) -> Iterator[UUID]:
    try:
        yield UUID(text)
    except ValueError:
        return


def _said(value: Any) -> Iterator[str]:
    """The ids in every reference to a person (`PersoonRef`) anywhere in data."""
    if isinstance(value, Mapping):
        found = value.get(REFERENCE)
        if isinstance(found, str):
            yield found
        for member in value.values():
            yield from _said(member)
    elif is_list(value):
        for member in value:
            yield from _said(member)


def _all(ties: Mapping[UUID, set[UUID]], persons: Ids) -> Ids:
    return NOBODY.union(*(ties.get(person, NOBODY) for person in persons))
