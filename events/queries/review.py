"""Everything an official sees before he decides on one claim or correction.

The rules read the whole log; what is shown lies in the zones he may read. An event he may not read is answered exactly
as one that does not exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events import store
from events.catalogue import catalogue as published
from events.domain import chains, identity, readings
from events.domain.event import Event, Kind, Operation
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import EventNotFound
from events.domain.standing import StandingOf, standing_of
from events.examiner import examiner
from events.models import SubmittedFor
from events.queries.trial import Trial, try_acceptance
from events.queries.work import readable_zones, visible

WIDENINGS_MAX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Another claim: what it says now, what it counts for, and whether it is about the same occurrence."""

    event: Event
    data: Mapping[str, Any]
    standing: StandingOf
    same_occurrence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A claim or correction with all that bears on it, as far as the reader may see."""

    event: Event
    event_type: EventTypeVersion
    standing: StandingOf
    data: Mapping[str, Any]
    """What it says: of a retraction, what it would take away."""
    earlier: Mapping[str, Any] | None
    """For a correction, what holds or is claimed without it; None for a claim."""
    target: Event | None
    log: Log
    known: tuple[Known, ...]
    grounds: tuple[Event, ...]
    decisions: tuple[Event, ...]
    open_corrections: tuple[Event, ...]
    """Corrections elsewhere in its chain that wait for a decision too."""
    acceptances_in_force: int
    settled_by: Event | None
    trial: Trial
    expected: Mapping[UUID, UUID]
    may_decide: bool
    is_own: bool
    may_answer: bool
    """Whether he is its source, or submitted it: who is asked for more."""
    has_decided: bool


def review(claim_id: UUID, *, principal: Principal, now: datetime) -> Review:
    """The claim or correction, beside what is known, with what accepting it now would be refused for.

    Raises `EventNotFound`: unknown, in a zone he may not read, or neither a claim nor a correction.
    """
    event = store.find([claim_id]).get(claim_id)
    if event is None or event.kind is Kind.VALIDATION or event.zone not in readable_zones(principal):
        raise EventNotFound(event_id=claim_id)
    catalogue = published()
    whole = _whole_log(event, catalogue=catalogue)
    seen = visible(whole, principal=principal)
    event_type = readings.declared(event, catalogue=catalogue)
    decisions = tuple(other for other in seen.targeting(event.id) if other.kind is Kind.VALIDATION)
    link = readings.link_of(event, log=whole, catalogue=catalogue, view=readings.View.LEGAL)
    return Review(
        event=event,
        event_type=event_type,
        standing=standing_of(event, log=whole, catalogue=catalogue),
        data=_says(event, log=whole, catalogue=catalogue),
        earlier=_earlier(event, log=whole, catalogue=catalogue),
        target=None if event.target is None else seen.get(event.target),
        log=seen,
        known=tuple(_known(event, log=seen, catalogue=catalogue)),
        grounds=tuple(ground for ground in map(seen.get, event.grounds) if ground is not None),
        decisions=decisions,
        open_corrections=tuple(_open_corrections(event, log=seen, catalogue=catalogue)),
        acceptances_in_force=len(link.accepts),
        settled_by=_settled_by(event, log=seen, catalogue=catalogue),
        trial=try_acceptance(event, log=whole, catalogue=catalogue, principal=principal, now=now),
        expected=dict(_last_seen(event, whole, principal=principal, catalogue=catalogue)),
        may_decide=principal.source_type == OFFICIAL and principal.may(Permission.VALIDATE, zone=event.zone),
        is_own=event.source_id == principal.source_id,
        may_answer=principal.source_id in SubmittedFor.speakers(event),
        has_decided=principal.source_id in readings.deciders_of(event, log=whole, catalogue=catalogue),
    )


def _whole_log(event: Event, *, catalogue: Catalogue) -> Log:
    """All that bears on the event: its chain, its occurrence, its grounds, and everything about its persons."""
    ids: set[UUID] = {event.id, *event.object_ids, *store.roots([event.id, *event.references])}
    for _attempt in range(WIDENINGS_MAX):
        log = store.read(ids).log
        wider = ids | set(_boundary(event, log=log, catalogue=catalogue))
        wider |= examiner().also_reads(event.event_type, object_ids=event.object_ids, log=log, catalogue=catalogue)
        if wider == ids:
            break
        ids = wider
    return log


def _boundary(event: Event, *, log: Log, catalogue: Catalogue) -> Iterator[UUID]:
    root = log.root_id(event.id) or event.id
    for member in (event, *log.chain(root)):
        yield from member.object_ids
        declared = readings.declared(member, catalogue=catalogue)
        yield from identity.key_ids(declared, data=chains.said_by(member).data).all
        content = chains.content(member, log=log, catalogue=catalogue)
        if content is not None:
            yield from identity.key_ids(content.event_type, data=content.data).all


def _says(event: Event, *, log: Log, catalogue: Catalogue) -> Mapping[str, Any]:
    """The content after correction; of a retraction, that of what it would take away."""
    subject = chains.subject_of(event, log=log, through=(Kind.VALIDATION, Operation.RETRACT))
    content = chains.content(subject, log=log, catalogue=catalogue)
    return content.data if content is not None else chains.said_by(subject).data


def _earlier(event: Event, *, log: Log, catalogue: Catalogue) -> Mapping[str, Any] | None:
    """What a correction would change: the content of its target when the correction was made."""
    if event.kind is not Kind.CORRECTION or event.target is None or event.target not in log:
        return None
    before = Log(other for other in log if other.created_at < event.created_at)
    return _says(before[event.target], log=before, catalogue=catalogue) if event.target in before else None


def _known(event: Event, *, log: Log, catalogue: Catalogue) -> Iterator[Known]:
    """Other claims of this type that name one of its persons, oldest first; not those rejected or retracted."""
    root = log.root_id(event.id)
    own = _occurrence(event, log=log, catalogue=catalogue)
    persons = set(event.object_ids)
    for claim in log.claims():
        if claim.id == root or claim.event_type != event.event_type or not persons & set(claim.object_ids):
            continue
        standing = standing_of(claim, log=log, catalogue=catalogue)
        if standing in (StandingOf.REJECTED, StandingOf.RETRACTED):
            continue
        same = own is not None and _occurrence(claim, log=log, catalogue=catalogue) == own
        data = _says(claim, log=log, catalogue=catalogue)
        yield Known(event=claim, data=data, standing=standing, same_occurrence=same)


def _open_corrections(event: Event, *, log: Log, catalogue: Catalogue) -> Iterator[Event]:
    for other in log.chain(log.root_id(event.id) or event.id):
        waits = other.kind is Kind.CORRECTION and other.id != event.id
        if waits and standing_of(other, log=log, catalogue=catalogue) is StandingOf.OPEN:
            yield other


def _occurrence(event: Event, *, log: Log, catalogue: Catalogue) -> UUID | None:
    content = chains.content(event, log=log, catalogue=catalogue)
    return None if content is None else identity.key_ids(content.event_type, data=content.data).identity


def _settled_by(event: Event, *, log: Log, catalogue: Catalogue) -> Event | None:
    """The visible claim of the same occurrence that is in force, if there is one."""
    in_force = (
        known.event
        for known in _known(event, log=log, catalogue=catalogue)
        if known.same_occurrence and chains.in_force(known.event, log=log, catalogue=catalogue)
    )
    return next(in_force, None) if event.kind is Kind.CLAIM else None


def _last_seen(event: Event, log: Log, *, principal: Principal, catalogue: Catalogue) -> Iterator[tuple[UUID, UUID]]:
    """The last visible event of every object that a decision would be about: what `expected` guards."""
    for object_id in chains.objects_of(event, log=log, catalogue=catalogue):
        seen = [other.id for other in store.events_of(object_id) if principal.may(Permission.VIEW, zone=other.zone)]
        if seen:
            yield object_id, seen[-1]
