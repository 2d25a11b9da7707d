"""What would be said about accepting a claim now: the pure decision, run without recording anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import chains, checks
from events.domain.checks import Check
from events.domain.decide import decide
from events.domain.event import Decision, Draft, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.domain.suppositions import suppose

UNRECORDED = UUID(int=0)
UNWRITTEN = "…"
"""A motivation is asked of the official when he decides; its absence is no obstacle to show him before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The outcome: every check that acceptance would make, and the refusal (None when it would be recorded)."""

    checks: tuple[Check, ...]
    refusal: Refusal | None


def try_acceptance(
    event: Event,
    *,
    log: Log,
    catalogue: Catalogue,
    principal: Principal,
    now: datetime,
    act: Mapping[str, Any] | None = None,
) -> Trial:
    """Accept the event, hypothetically and with this act, on the whole log. Never raises a refusal; records nothing."""
    draft = Draft(
        id=UNRECORDED,
        occurred_at=now,
        object_ids=chains.objects_of(event, log=log, catalogue=catalogue),
        event_type=event.event_type,
        event_version=event.event_version,
        kind=Kind.VALIDATION,
        source_id=principal.source_id,
        source_type=principal.source_type,
        references=(event.id,),
        data={"decision": Decision.ACCEPTED.value, "motivation": UNWRITTEN} | ({"act": dict(act)} if act else {}),
        zone=event.zone,
    )
    made = tuple(_checks(draft, event=event, log=log, catalogue=catalogue))
    try:
        decide(draft, log=log, catalogue=catalogue, now=now)
    except Refusal as refusal:
        return Trial(checks=made, refusal=refusal)
    return Trial(checks=made, refusal=None)


def _checks(draft: Draft, *, event: Event, log: Log, catalogue: Catalogue) -> list[Check]:
    content = chains.content(event, log=log, catalogue=catalogue)
    bearing = [draft, event] if content is None else [draft, event, content.event]
    root = log.root_id(event.id)
    grounds = [log[ground] for ground in dict.fromkeys(id_ for it in bearing for id_ in it.grounds) if ground in log]
    claimed = [*grounds, *(log[ground] for ground in (log[root].grounds if root else ()) if ground in log)]
    made = [checks.of_grounds(grounds, log=log, catalogue=catalogue)]
    if content is not None:
        made.append(checks.of_required_grounds(content, grounds=claimed, log=log, catalogue=catalogue))
        made.append(checks.of_content(content, act=draft.data.get("act", {})))
    supposed = suppose(draft, accepting=event.id, log=log, catalogue=catalogue)
    return [*made, *checks.of_keys(supposed)]
