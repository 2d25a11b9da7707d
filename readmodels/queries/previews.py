"""The dry run of a command: the checks it would pass or fail, and what would follow for everybody whom it touches.

Nothing is recorded but that it was asked: what is shown is personal data (`events.processing`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events import processing
from events.catalogue import catalogue
from events.commands.drafting import supposed
from events.commands.rehearsing import Rehearsed, rehearse
from events.domain.event import Kind
from events.domain.permissions import Principal
from events.domain.wire import Submission
from events.queries.trial import Trial, try_acceptance
from readmodels.domain.rehearsals import Touched, accepted, touched_between
from readmodels.queries.known import everything_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen. `at_once` follows as soon as it is recorded; `once_accepted` when officials accept it too.

    `trial` are the checks of that acceptance. Both are None for a decision.
    """

    rehearsed: Rehearsed
    at_once: tuple[Touched, ...]
    trial: Trial | None
    once_accepted: tuple[Touched, ...] | None


@transaction.atomic
def preview(submission: Submission, *, principal: Principal, now: datetime) -> Preview:
    """Try one command. Raises the refusals of recording it, but for those of a check, which it tells."""
    rehearsed = rehearse(submission, principal=principal, now=now)
    draft, types = rehearsed.draft, catalogue()
    around = everything_around(draft.object_ids, referring_to=draft.references, principal=principal)
    log, touchable = around.log, around.touched
    event = supposed(draft, log=log, now=now)
    at_once = touched_between(log, log.with_(event), touchable=touchable, catalogue=types)
    trial, once_accepted = None, None
    if draft.kind is not Kind.VALIDATION:
        trial = try_acceptance(event, log=log.with_(event), catalogue=types, principal=principal, now=now)
        after = accepted(event, log=log, catalogue=types)
        once_accepted = touched_between(log, after, touchable=touchable, catalogue=types)
    _write_down(frozenset(it for event in log for it in event.object_ids), principal=principal)
    return Preview(rehearsed=rehearsed, at_once=at_once, trial=trial, once_accepted=once_accepted)


def _write_down(subjects: frozenset[UUID], *, principal: Principal) -> None:
    processing.record(
        "Gevolgen vooraf bekeken", principal=principal, subjects=subjects, activity=processing.Activity.READ
    )
