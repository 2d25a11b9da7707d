"""A command tried out: everything that recording does, up to the append. It writes nothing, and locks nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from events.catalogue import catalogue
from events.commands.drafting import Drafting
from events.commands.recording import new_id
from events.domain.checks import UNWRITTEN, Examined, examined_in
from events.domain.decide import decide
from events.domain.event import Decision, Draft, Kind
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import (
    ChecksFailed,
    InvalidData,
    MotivationRequired,
    NotUnique,
    ReferenceMissing,
    Refusal,
    SameOccurrence,
)
from events.domain.wire import Submission
from events.examiner import examiner

BY_CHECKS = (ChecksFailed, InvalidData, MotivationRequired, NotUnique, ReferenceMissing, SameOccurrence)
"""Refusals that a check leads to: the rehearsal goes on, and says which check it was."""
ACCEPTING = ("act", "effective_from")
"""What only belongs to an acceptance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What would be recorded, the checks of a decision, and the refusal of a check if it would not be after all.

    `log` is what a decision on it would rest on, over all zones, with the event itself: never to be shown.
    """

    draft: Draft
    log: Log
    checks: tuple[Examined, ...]
    refusal: Refusal | None


@transaction.atomic
def rehearse(submission: Submission, *, principal: Principal, now: datetime) -> Rehearsed:
    """Try one command on the log as it stands.

    Raises the refusals of `recording.submit`, but for those of a check: these are told with what would follow.
    """
    event_id, types = submission.id or new_id(now), catalogue()
    drafting = Drafting(
        [(submission, event_id)], principal=principal, catalogue=types, now=now, lock=False, as_accepted=True
    )
    try:
        drafting.decide(submission, event_id=event_id)
    except BY_CHECKS as refusal:
        draft = drafting.drafted(submission, event_id=event_id)
        if draft.kind is not Kind.VALIDATION:
            raise
        rejection = replace(draft, data={**draft.data, "decision": Decision.REJECTED.value, "motivation": UNWRITTEN})
        without_act = replace(
            rejection, data={name: it for name, it in rejection.data.items() if name not in ACCEPTING}
        )
        made = decide(without_act, log=drafting.log, catalogue=types, now=now, examine=examiner())
        return Rehearsed(draft=draft, log=drafting.log, checks=_examined(made), refusal=refusal)
    decided = drafting.entries[-1].draft
    return Rehearsed(draft=decided, log=drafting.log, checks=_examined(decided), refusal=None)


def _examined(decision: Draft) -> tuple[Examined, ...]:
    return examined_in(decision, overrulable=examiner().overrulable)
