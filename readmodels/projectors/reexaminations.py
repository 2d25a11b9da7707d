"""Which decisions are to be looked at again: a table that follows the log, equal to the function at any time.

Only what changes the past (`reexamination.changes_the_past`) makes work; the rest of the log is passed by.
"""

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from events import store
from events.catalogue import catalogue
from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.refusals import RequestTooLarge
from events.models import Standing, Takeover, Zone
from readmodels.domain import reexamination
from readmodels.domain.reexamination import Reexamination as Found
from readmodels.domain.relatives import Reach, gathered, on_whom_they_bear
from readmodels.models import Checkpoint, Conclusion, Reexamination

NAME = "reexaminations"

DIGESTED = ("rested", "name", "about", "before", "after")
"""What makes a difference the one that it is; that more events led to it makes it no other."""

log = structlog.get_logger(__name__)


def follow(events_max: int) -> int:
    """Take in the next events of the log; how many. Of several that follow at once one works, the others wait."""
    with transaction.atomic():
        Checkpoint.objects.get_or_create(projector=NAME)
        checkpoint = Checkpoint.objects.select_for_update().get(projector=NAME)
        sealed = store.following(checkpoint.seq, events_max)
        if not sealed:
            return 0
        refresh(_touched(it.event for it in sealed))
        checkpoint.seq = sealed[-1].seq
        checkpoint.save()
    return len(sealed)


def refresh(claims: Collection[UUID]) -> None:
    """Write for each of these claims what the function says now; one too large to compute is logged and left."""
    for claim in sorted(claims):
        try:
            found, known = _computed(claim)
            _write(claim, found=found, known=known)
        except RequestTooLarge as refusal:
            log.exception("reexamination_too_large", claim=str(claim), limit=refusal.limit, unit=refusal.unit)


def _touched(events: Iterable[Event]) -> frozenset[UUID]:
    """The claims whose decision may rest on what these events changed.

    What a takeover recorded changes nothing that was decided here: a register's own corrections come with it.
    """
    opened = dict(Takeover.objects.values_list("zone__slug", "taken_over_at"))
    here = (event for event in events if event.zone not in opened or event.created_at > opened[event.zone])
    decisions = [event for event in here if event.kind is Kind.VALIDATION]
    targets = Log(store.find(event.target for event in decisions if event.target is not None).values())
    changing = [event.id for event in decisions if reexamination.changes_the_past(event, log=targets)]
    return claims_resting_on(store.roots(changing) | _corrected_before(decisions))


def _corrected_before(decisions: Iterable[Event]) -> frozenset[UUID]:
    """Of the claims that these decide on, and of others of their occurrence, those that somebody corrected.

    Accepting one anew, or another in the place of one that fell, changes the past as well.
    """
    roots = store.roots(event.id for event in decisions)
    roots |= store.roots_sharing_keys(roots)
    corrected = Standing.objects.filter(root_id__in=roots, event_kind=Kind.CORRECTION.value)
    return frozenset(corrected.values_list("root_id", flat=True))


def claims_resting_on(roots: Collection[UUID]) -> frozenset[UUID]:
    """The claims decided on about whomever these chains are about and theirs, and those that name one as a ground.

    With the chains themselves. Too many at once are looked for one by one; of one that is too large, only itself.
    """
    try:
        return _resting_on(roots) if roots else frozenset()
    except RequestTooLarge as refusal:
        if len(roots) > 1:
            return frozenset[UUID]().union(*(claims_resting_on([root]) for root in roots))
        log.exception("reexaminations_too_large", claims=list(map(str, roots)), limit=refusal.limit, unit=refusal.unit)
        return frozenset(roots)


def _resting_on(roots: Collection[UUID]) -> frozenset[UUID]:
    chains = store.read(roots).log
    events = [event for root in roots for event in chains.chain(root)]
    objects = {object_id for event in events for object_id in event.object_ids}
    _, found = gathered(objects, read=_read, reach=Reach(as_at=LAST_MOMENT), closure=on_whom_they_bear)
    naming = store.roots_referring_to(event.id for event in events)
    named = store.read(naming).log
    return reexamination.decided_claims(found) | (reexamination.decided_claims(named) & naming) | frozenset(roots)


def _computed(claim: UUID) -> tuple[tuple[Found, ...], Log]:
    own = store.read([claim]).log
    objects = {object_id for event in own.chain(claim) for object_id in event.object_ids}
    _, found = gathered({claim, *objects}, read=_read, reach=Reach(as_at=LAST_MOMENT))
    return reexamination.reexaminations(found, claims=[claim], catalogue=catalogue()), found


def _write(claim: UUID, *, found: Collection[Found], known: Log) -> None:
    rows = Reexamination.objects.filter(claim_id=claim)
    list(rows.select_for_update())  # who concludes meanwhile is waited for
    rows.exclude(decision_id__in=[it.decision.id for it in found]).delete()
    for it in found:
        _write_one(it, known=known)


def _write_one(found: Found, *, known: Log) -> None:
    shifts = [_told(shift, log=known) for shift in found.shifts]
    told = [{name: it for name, it in shift.items() if name in DIGESTED} for shift in shifts]
    digest = sha256(json.dumps(told, sort_keys=True).encode()).digest()
    concluded = Conclusion.objects.filter(decision_id=found.decision.id, digest=digest).exists()
    Reexamination.objects.update_or_create(
        decision_id=found.decision.id,
        defaults={
            "claim_id": found.claim.id,
            "zone": Zone.objects.get(slug=found.claim.zone),
            "event_type": found.claim.event_type,
            "object_ids": list(found.object_ids),
            "shifts": shifts,
            "digest": digest,
            "since": max(known[it].created_at for shift in found.shifts for it in shift.because),
            "open": not concluded,
        },
    )


def _told(shift: reexamination.Shift, *, log: Log) -> dict[str, Any]:
    """A shift as it is stored, with the zones of all that it tells of."""
    events = [log[it] for it in (*shift.because, *shift.rests_on) if it in log]
    return {
        "rested": shift.rested.value,
        "name": shift.name,
        "about": str(shift.about),
        "before": shift.before,
        "after": shift.after,
        "because": [str(it) for it in shift.because],
        "zones": sorted({event.zone for event in events}),
    }


def _read(object_ids: frozenset[UUID]) -> Log:
    return store.read(object_ids).log
