"""Who bears on whom: the family that the events about a person name, as far as they ever counted.

A consequence for one person can rest on what is known of others: custody on the other parent and on his partner,
nationality on grandparents. So an answer about him is read together with his relatives.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain.event import Decision, Event
from events.domain.log import Log
from events.domain.pointers import is_list
from events.domain.readings import View, decision_of
from events.domain.refusals import RequestTooLarge

REFERENCE = "objectId"
FAMILY = frozenset(
    {
        "Geboorte",
        "Erkenning",
        "VaststellingOuderschap",
        "OntkenningOuderschap",
        "Adoptie",
        "Huwelijk",
        "GeregistreerdPartnerschap",
        "OntbindingVerbintenis",
        "OvernameOuder",
        "OvernameVerbintenis",
        "OvernameKind",
    }
)
"""The types of event by which persons come to bear on each other: as parent, child or partner."""
STEPS_MAX = 3
"""How far relatives are followed: from a child to its parent, to that parent's mother, and to her spouse (RWN 3)."""
RELATIVES_MAX = 1_000
"""Persons read for one answer at most; beyond it the answer is refused, never given without some of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which family ties count: those known at a formal moment, in a view (by law: that were accepted at any time)."""

    as_at: datetime
    view: View = View.LEGAL


def gathered(
    object_ids: Collection[UUID], *, read: Callable[[frozenset[UUID]], Log], reach: Reach, steps: int = STEPS_MAX
) -> tuple[frozenset[UUID], Log]:
    """These objects with everybody who bears on them, and the log that `read` gives of all of them.

    Raises `RequestTooLarge` beyond RELATIVES_MAX others.
    """
    ids = frozenset(object_ids)
    log = read(ids)
    for _step in range(steps):
        wider = ids | named_in(log, about=ids, reach=reach)
        if wider == ids:
            break
        if len(wider) - len(object_ids) > RELATIVES_MAX:
            raise RequestTooLarge(limit=RELATIVES_MAX, unit="relatives")
        ids = wider
        log = read(ids)
    return ids, log


def named_in(log: Log, *, about: Collection[UUID], reach: Reach) -> frozenset[UUID]:
    """Every person whom an event of the family about one of these names in its data."""
    wanted, found = frozenset(about), set[UUID]()
    known = log.as_known_at(reach.as_at)
    for claim in known.claims():
        chain = known.chain(claim.id)
        if claim.event_type in FAMILY and _touches(chain, wanted) and _counted(chain, view=reach.view):
            found |= named_by(chain)
    return frozenset(found)


def named_by(events: Iterable[Event]) -> frozenset[UUID]:
    """Every person to whom the data of these events refer."""
    return frozenset(named for event in events for named in _references(event))


def _touches(chain: Collection[Event], wanted: frozenset[UUID]) -> bool:
    return any(not wanted.isdisjoint(event.object_ids) for event in chain)


def _counted(chain: Collection[Event], *, view: View) -> bool:
    """Whether it was in force at any time, or may have been: what nobody accepted ties nobody to anybody by law."""
    return view is View.ASSERTED or any(decision_of(event) is Decision.ACCEPTED for event in chain)


def _references(event: Event) -> Iterator[UUID]:
    for text in _said(event.data):
        try:
            yield UUID(text)
        except ValueError:
            continue


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
