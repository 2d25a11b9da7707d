"""Keeping the `Standing` table equal to the log: written in the transaction of the append, and proved at any time.

The boundary of an append holds every claim whose standing it can change (its chain, and the claims that share a key),
so comparing the standings before and after on that boundary is exact.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from events import store
from events.catalogue.legal_terms import Terms, legal_terms
from events.domain import chains
from events.domain.boundaries import boundary_of
from events.domain.event import Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log, root_of
from events.domain.moments import AMSTERDAM, LAST_MOMENT, Period
from events.domain.standing import StandingOf, standing_of, standings
from events.domain.terms import Suspension
from events.models import Standing, WorkEntry, Zone

DERIVED = ("standing", "source_type", "due_on")
"""What is written anew: the rest of a row never changes."""
CHUNK = 200
"""Events looked at in one transaction: their boundary stays well below what an append may lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A claim or correction of which the table says something else than the log (None: it says nothing)."""

    event: Event
    written: str | None
    computed: StandingOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By which day something must be decided, as a log says it under these terms; `said` is what sources were asked."""

    log: Log
    catalogue: Catalogue
    terms: Terms
    said: Mapping[UUID, Sequence[WorkEntry]]

    def on(self, event: Event, standing: StandingOf) -> date:
        """The last day of its legal term; none once it is decided."""
        if standing is not StandingOf.OPEN:
            return date.max
        content = chains.content(event, log=self.log, catalogue=self.catalogue)
        return self.terms.due_on(
            event.event_type,
            event.kind,
            material=Period(event.created_at, LAST_MOMENT) if content is None else content.material,
            recorded_at=event.created_at,
            suspensions=tuple(self._suspensions(event)),
        )

    def _suspensions(self, event: Event) -> Iterator[Suspension]:
        """From every question to its answer, or to the decision that made an answer needless."""
        decided = [
            (it.created_at, WorkEntry.Action.ANSWERED)
            for it in self.log.targeting(event.id)
            if it.kind is Kind.VALIDATION
        ]
        said = [(entry.recorded_at, entry.action) for entry in self.said.get(event.id, ())]
        asked: date | None = None
        for moment, action in sorted((*said, *decided)):
            day = moment.astimezone(AMSTERDAM).date()
            if asked is None and action == WorkEntry.Action.ASKED:
                asked = day
            elif asked is not None and action == WorkEntry.Action.ANSWERED:
                yield Suspension(asked=asked, answered=day)
                asked = None
        if asked is not None:
            yield Suspension(asked=asked, answered=None)


def write(appended: Sequence[Event], *, before: Log, catalogue: Catalogue) -> Mapping[UUID, StandingOf]:
    """Write the rows that these events changed, given the boundary's log before them; what they count for by now.

    A row can change while its standing does not: whoever corrects an undecided claim may move the day it counts from.
    """
    after = before
    for event in appended:
        after = after.with_(event)
    old, new = standings(before, catalogue=catalogue), standings(after, catalogue=catalogue)
    terms, said = legal_terms(), _said(new)
    due_before, due_after = (Due(log=log, catalogue=catalogue, terms=terms, said=said) for log in (before, after))
    changed = {
        event_id: standing
        for event_id, standing in new.items()
        if old.get(event_id) != standing
        or due_before.on(before[event_id], standing) != due_after.on(after[event_id], standing)
    }
    _upsert(changed, log=after, catalogue=catalogue)
    return changed


def write_due(event: Event, *, catalogue: Catalogue) -> None:
    """Write by which day it must be decided, after its source was asked for more or answered: in that transaction."""
    log = store.read(store.roots([event.id])).log
    due = Due(log=log, catalogue=catalogue, terms=legal_terms(), said=_said([event.id]))
    waiting = Standing.objects.filter(event_id=event.id, standing=StandingOf.OPEN.value)
    waiting.update(due_on=due.on(event, StandingOf.OPEN))


def differences(*, catalogue: Catalogue, mend: bool = False) -> Iterator[Difference]:
    """Compare the whole table with the sealed log, a chunk at a time while work goes on; mend what differs if asked."""
    seq = 0
    while sealed := store.following(seq, CHUNK):
        seq = sealed[-1].seq
        roots = {item.event.id for item in sealed if item.event.kind is Kind.CLAIM}
        with transaction.atomic():
            log = _closed_over_keys(roots, catalogue=catalogue)
            found = list(_compared(roots, log=log, catalogue=catalogue))
            if mend:
                _upsert(
                    {difference.event.id: difference.computed for difference in found}, log=log, catalogue=catalogue
                )
        yield from found


def _closed_over_keys(roots: Collection[UUID], *, catalogue: Catalogue) -> Log:
    """Whole chains, and the claims that share a key with one of them; held still until the transaction ends."""
    chains = store.read(roots).log
    keys = (
        boundary_of(event, log=chains, catalogue=catalogue).keys
        for root in roots
        for event in chains.chain(root)
        if event.kind is not Kind.VALIDATION or "act" in event.data
    )
    return store.read(frozenset(roots).union(*keys), lock=True).log


def _compared(roots: Collection[UUID], *, log: Log, catalogue: Catalogue) -> Iterator[Difference]:
    events = [event for root in roots for event in log.chain(root) if event.kind is not Kind.VALIDATION]
    rows = _rows(
        {event.id: standing_of(event, log=log, catalogue=catalogue) for event in events}, log=log, catalogue=catalogue
    )
    written = {row.event_id: row for row in Standing.objects.filter(event_id__in=[event.id for event in events])}
    for row in rows:
        found = written.get(row.event_id)
        if found is None or any(getattr(found, name) != getattr(row, name) for name in DERIVED):
            yield Difference(
                event=log[row.event_id],
                written=None if found is None else found.standing,
                computed=StandingOf(row.standing),
            )


def _upsert(found: Mapping[UUID, StandingOf], *, log: Log, catalogue: Catalogue) -> None:
    if found:
        Standing.objects.bulk_create(
            _rows(found, log=log, catalogue=catalogue),
            update_conflicts=True,
            unique_fields=["event_id"],
            update_fields=list(DERIVED),
        )


def _said(event_ids: Collection[UUID]) -> Mapping[UUID, Sequence[WorkEntry]]:
    """What the sources of these were asked, and answered, in order."""
    messages = (WorkEntry.Action.ASKED, WorkEntry.Action.ANSWERED)
    found: dict[UUID, list[WorkEntry]] = {}
    for entry in WorkEntry.objects.filter(event_id__in=list(event_ids), action__in=messages).order_by("pk"):
        found.setdefault(entry.event_id, []).append(entry)
    return found


def _rows(found: Mapping[UUID, StandingOf], *, log: Log, catalogue: Catalogue) -> list[Standing]:
    zones = dict(Zone.objects.values_list("slug", "pk"))
    due = Due(log=log, catalogue=catalogue, terms=legal_terms(), said=_said(found))
    return [
        Standing(
            event_id=event.id,
            root_id=root_of(event, log).id,
            zone_id=zones[event.zone],
            event_type=event.event_type,
            event_kind=event.kind.value,
            standing=standing.value,
            order=event.order,
            created_at=event.created_at,
            source_type=event.source_type,
            due_on=due.on(event, standing),
        )
        for event, standing in ((log[event_id], standing) for event_id, standing in found.items())
    ]
