"""What would be said about accepting a claim now: the pure decision, run without recording anything."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import chains
from events.domain.checks import UNWRITTEN, Examined, examined_in
from events.domain.decide import decide
from events.domain.event import Decision, Draft, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Principal
from events.domain.refusals import Refusal
from events.examiner import examiner

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The outcome: every check that acceptance makes, and the first refusal (None when it would be recorded)."""

    checks: tuple[Examined, ...]
    refusal: Refusal | None

    def fails(self, name: str) -> bool:
        """Whether the check of that name was made and fails."""
        return any(check.name == name and not check.passed for check in self.checks)


def try_acceptance(event: Event, *, log: Log, catalogue: Catalogue, principal: Principal, now: datetime) -> Trial:
    """Accept the event, hypothetically, on the whole log. Never raises a refusal; records nothing.

    A rejection records the same checks as an acceptance and is not stopped by them: that is how they are all seen.
    """
    trial = Draft(
        id=NOBODY,
        occurred_at=now,
        object_ids=chains.objects_of(event, log=log, catalogue=catalogue),
        event_type=event.event_type,
        event_version=event.event_version,
        kind=Kind.VALIDATION,
        source_id=principal.source_id,
        source_type=principal.source_type,
        references=(event.id,),
        data={"decision": Decision.ACCEPTED.value, "motivation": UNWRITTEN},
        zone=event.zone,
    )
    neutral = _changed(trial, source_id=NOBODY, source_type=OFFICIAL, decision=Decision.REJECTED)
    examined = _decided(neutral, log=log, catalogue=catalogue, now=now)
    accepted = _decided(trial, log=log, catalogue=catalogue, now=now)
    return Trial(
        checks=() if isinstance(examined, Refusal) else examined_in(examined, overrulable=examiner().overrulable),
        refusal=accepted if isinstance(accepted, Refusal) else None,
    )


def _changed(draft: Draft, *, source_id: UUID, source_type: str, decision: Decision) -> Draft:
    data: dict[str, Any] = {**draft.data, "decision": decision.value}
    return replace(draft, source_id=source_id, source_type=source_type, data=data)


def _decided(draft: Draft, *, log: Log, catalogue: Catalogue, now: datetime) -> Draft | Refusal:
    try:
        return decide(draft, log=log, catalogue=catalogue, now=now, examine=examiner())
    except Refusal as refusal:
        return refusal
