"""The work about somebody who is sought by number or birth date, however long the queue is.

Persons are found in the view of person files, and in what waits for a decision itself: a BSN by the key that it
reserves in the log, a birth in the queue from the day of the birth on. What is about them is then found in the log's
own index. Nothing is found by what lies in a zone that the official may not read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from events import store
from events.catalogue import catalogue
from events.domain import chains, identity, readings
from events.domain.event import Event, Kind
from events.domain.moments import PartialDate, first_instant, parse
from events.domain.permissions import Principal
from events.domain.refusals import Refusal, TooManyFound
from events.queries import work
from readmodels.queries.person_search import Wanted, ids_of_persons

BIRTH: Final = "Geboorte"
BSN_RULE: Final = "bsn"
"""The uniqueness rule of event types by which a BSN is reserved."""
FIRST: Final = UUID(int=0)
WORK_MAX: Final = 5_000
"""Claims and corrections about who is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The claims and corrections about who is sought, of any standing: to be narrowed to a pile of the queue.

    `searched` is at how many births that wait was looked; None: at all there are. `refused`: why the view of person
    files could not be asked, so that only what the log says of itself was found.
    """

    ids: frozenset[UUID]
    searched: int | None
    refused: Refusal | None


def work_about(wanted: Wanted, *, pile: work.Pile, as_of: datetime, principal: Principal) -> Work:
    """What there is where he decides about who has this BSN, or was born on this day (as far as known; not both).

    Raises `TooManyFound` when more persons or more work fit than one looks at.
    """
    refused, known = None, frozenset[UUID]()
    try:
        known = ids_of_persons(wanted, as_of=as_of, principal=principal)
    except TooManyFound:
        raise
    except Refusal as refusal:
        refused = refusal
    claimed, searched = _said_of(wanted, pile=pile, principal=principal)
    zones = work.zones_to_decide_in(principal)
    found = store.claims_about(known | claimed, zones=zones, limit=WORK_MAX + 1)
    if len(found) > WORK_MAX:
        raise TooManyFound(limit=WORK_MAX)
    return Work(ids=frozenset(found), searched=searched, refused=refused)


def _said_of(wanted: Wanted, *, pile: work.Pile, principal: Principal) -> tuple[frozenset[UUID], int | None]:
    """The persons of whom claims say it, accepted or not; and how many were looked at when that are not all."""
    if wanted.bsn:
        return frozenset(_numbered(wanted.bsn, principal=principal)), None
    assert wanted.born_on is not None
    return _born(wanted.born_on, pile=pile, principal=principal)


def _numbered(bsn: str, *, principal: Principal) -> Iterator[UUID]:
    """The persons of whom some claim or correction that he may read says that they have this number."""
    key, types = identity.unique_value(BSN_RULE, bsn), catalogue()
    log = work.visible(store.read([key]).log, principal=principal)
    for event in log:
        declared = readings.declared(event, catalogue=types)
        if event.kind is not Kind.VALIDATION and key in identity.key_ids(declared, data=chains.said_by(event).data).all:
            yield from event.object_ids


def _born(day: PartialDate, *, pile: work.Pile, principal: Principal) -> tuple[frozenset[UUID], int | None]:
    """The children of whose birth it is said where he decides: looked up from that day on, for none is told before."""
    wanted = work.Wanted(pile=pile, event_type=BIRTH)
    after = work.Cursor(created_at=first_instant(day.earliest), event_id=FIRST)
    found: set[UUID] = set()
    searched = 0
    while searched < work.SEARCHED_MAX:
        page = work.awaiting(wanted, principal=principal, after=after, size=work.SEARCH_STEP)
        found.update(child for item in page.items for child in _child(item.event, day=day))
        searched += len(page.items)
        if page.after is None:
            return frozenset(found), None
        after = page.after
    return frozenset(found), searched


def _child(event: Event, *, day: PartialDate) -> Iterator[UUID]:
    """Whose birth a claim or correction tells of, when it was on this day."""
    said = chains.said_by(event).data
    born = parse(said.get("geboortedatum"))
    child = said.get("kind")
    if born is not None and born.text.startswith(day.text) and isinstance(child, Mapping):
        yield UUID(child["objectId"])
