"""An official's decision, as a screen asks for it: the same write path as every other request."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events.commands.recording import submit
from events.domain.canonical import instant_text
from events.domain.event import Decision, Event, Kind
from events.domain.permissions import Principal
from events.domain.wire import parse_submission


def validate_claim(
    *,
    claim_id: UUID,
    decision: Decision,
    principal: Principal,
    motivation: str = "",
    overruled: Sequence[str] = (),
    act: Mapping[str, Any] | None = None,
    effective_from: datetime | None = None,
    event_id: UUID | None = None,
    expected: Mapping[UUID, UUID] | None = None,
    grounds: Sequence[UUID] = (),
) -> Event:
    """Record an official's decision on a claim or correction.

    `overruled` names the failing checks he overrules, with the motivation that the law of the register demands. The
    same `event_id` with the same content answers as the first time.

    Raises ZoneForbidden, NotAnOfficial, ReferenceNotFound, AlreadyDecided, AlreadyDecidedByYou, SelfValidation,
    ChainMoved, SameOccurrence, NotUnique, ChecksFailed, MotivationRequired, NewerEvents, InvalidData.
    """
    data: dict[str, Any] = {"decision": decision.value}
    if motivation.strip():
        data["motivation"] = motivation.strip()
    if overruled:
        data["checks"] = [{"check": name, "outcome": "failed", "overruled": True} for name in overruled]
    if act:
        data["act"] = dict(act)
    if effective_from is not None:
        data["effective_from"] = instant_text(effective_from)
    body: dict[str, Any] = {
        "event_kind": Kind.VALIDATION.value,
        "event_reference": [str(claim_id), *(str(ground) for ground in grounds)],
        "event_data": data,
        "expected": {str(object_id): str(last) for object_id, last in (expected or {}).items()},
    }
    if event_id is not None:
        body["id"] = str(event_id)
    submission = parse_submission(body, kind=Kind.VALIDATION, principal=principal)
    return submit([submission], principal=principal)[0].event
