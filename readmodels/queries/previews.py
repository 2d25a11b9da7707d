"""The dry run of a command: the checks it would pass or fail, and what would follow for everybody whom it touches.

Nothing is recorded but that it was asked: what is shown is personal data (`events.processing`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from events import processing
from events.catalogue import catalogue
from events.commands.drafting import supposed
from events.commands.rehearsing import Rehearsed, rehearse
from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound
from events.domain.standing import StandingOf, standing_of
from events.domain.wire import Submission
from events.queries.trial import Trial, try_acceptance
from readmodels.domain.reexamination import Reexamination, decided_claims, persons_in, reexaminations
from readmodels.domain.rehearsals import Touched, accepted, touched_between
from readmodels.domain.seen import Seen
from readmodels.queries.known import everything_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What would be otherwise for whom, and which decisions would have to be looked at again for it."""

    touched: tuple[Touched, ...]
    reexaminations: tuple[Reexamination, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen. `at_once` follows as soon as it is recorded; `once_accepted` when officials accept it too.

    `trial` are the checks of that acceptance. Both are None for a decision. `log` is what the reader may see of all
    whom it can touch, with the event as if it were recorded.
    """

    rehearsed: Rehearsed
    at_once: Follows
    trial: Trial | None
    once_accepted: Follows | None
    log: Log


@transaction.atomic
def preview(submission: Submission, *, principal: Principal, now: datetime) -> Preview:
    """Try one command. Raises the refusals of recording it, but for those of a check, which it tells."""
    rehearsed = rehearse(submission, principal=principal, now=now)
    draft, types = rehearsed.draft, catalogue()
    around = everything_around(draft.object_ids, referring_to=draft.references, principal=principal)
    log, touchable = around.log, around.touched
    event = supposed(draft, log=log, now=now)
    recorded = log.with_(event)
    at_once = _follows(log, recorded, touchable=touchable)
    trial, once_accepted = None, None
    if draft.kind is not Kind.VALIDATION:
        whole = rehearsed.log
        trial = try_acceptance(whole[draft.id], log=whole, catalogue=types, principal=principal, now=now)
        once_accepted = _follows(log, accepted(event, log=log, catalogue=types), touchable=touchable)
    _write_down(event, [at_once] if once_accepted is None else [at_once, once_accepted], principal=principal)
    return Preview(rehearsed=rehearsed, at_once=at_once, trial=trial, once_accepted=once_accepted, log=recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What would follow if officials accepted an event that waits: what, and for whom.

    `log` is what the reader may see of all whom it can touch. `awaits_root`: a correction of a claim that is itself
    undecided has no effect until that is accepted (`product.md`, section 3). `earlier` is what would have followed by
    what the reader had seen before, when that is asked.
    """

    follows: Follows
    log: Log
    awaits_root: bool
    earlier: Follows | None = None


@transaction.atomic
def acceptance_of(
    event: Event, *, adding: Mapping[str, Any], principal: Principal, seen: Seen | None = None
) -> Acceptance:
    """What would follow if this claim or correction, recorded already, were accepted by as many as its type takes.

    `adding` is what the decision says besides (`act`, `effective_from`); `seen` what the reader had seen when his page
    was made. Raises `EventNotFound` when he may not read it, `RequestTooLarge` when more persons bear on it than one
    answer may read.
    """
    types = catalogue()
    around = everything_around(event.object_ids, referring_to=[event.id, *event.references], principal=principal)
    log = around.log
    if event.id not in log:
        raise EventNotFound(event_id=event.id)
    follows, *rest = (
        _follows(it, accepted(event, log=it, catalogue=types, adding=adding), touchable=around.touched)
        for it in (log, *([seen.of(log)] if seen is not None else []))
    )
    _write_down(event, [follows, *rest], principal=principal)
    root = log[log.root_id(event.id) or event.id]
    undecided = standing_of(root, log=log, catalogue=types) in (StandingOf.OPEN, StandingOf.SETTLED)
    return Acceptance(
        follows=follows, log=log, awaits_root=root.id != event.id and undecided, earlier=next(iter(rest), None)
    )


def _follows(before: Log, after: Log, *, touchable: frozenset[UUID]) -> Follows:
    types = catalogue()
    claims = decided_claims(after)
    old = {it.claim.id: it.shifts for it in reexaminations(before, claims=claims, catalogue=types)}
    again = reexaminations(after, claims=claims, catalogue=types)
    return Follows(
        touched=touched_between(before, after, touchable=touchable, catalogue=types),
        reexaminations=tuple(it for it in again if old.get(it.claim.id) != it.shifts),
    )


def _write_down(event: Event, shown: Iterable[Follows], *, principal: Principal) -> None:
    """A line for whom it is about, and for everybody of whom something is shown."""
    subjects = {*event.object_ids}
    for follows in shown:
        subjects.update(touched.object_id for touched in follows.touched)
        for again in follows.reexaminations:
            subjects.update(again.object_ids)
            for it in again.shifts:
                subjects |= persons_in(it.rested, it.about, (it.before, it.after))
    processing.record(
        "Gevolgen vooraf bekeken", principal=principal, subjects=subjects, activity=processing.Activity.READ
    )
