"""Whether a claim may be recorded. It only says something: open claims may contradict each other."""

from datetime import datetime, timedelta

from events.domain import moments, submissions
from events.domain.canonical import instant_text
from events.domain.event import Draft
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.refusals import MomentOutOfRange, SourceNotAllowed, VersionDeprecated

CLOCK_SKEW_MAX = timedelta(minutes=5)
"""How far a client's clock may run ahead of ours."""
AHEAD_MAX = timedelta(days=731)
"""How long before it happens something may be claimed, where its type can be: a wedding or a move is announced."""


def decide_claim(draft: Draft, *, log: Log, catalogue: Catalogue, now: datetime | None = None) -> Draft:
    """The claim, fit to be recorded.

    Raises IdentifierInUse, UnknownEventType, UnknownEventVersion, SourceNotAllowed, InvalidData, ObjectsMismatch,
    ReferenceNotFound, ReferenceMissing, and (told what time it is) VersionDeprecated and MomentOutOfRange.
    """
    submissions.refuse_known_id(draft, log=log)
    event_type = catalogue.version(draft.event_type, draft.event_version)
    if now is not None:
        refuse_deprecated(draft.event_type, draft.event_version, catalogue=catalogue, now=now)
    _refuse_source(draft, event_type=event_type)
    submissions.refuse_invalid_data(draft.data, draft=draft, event_type=event_type, pointer="/event_data")
    submissions.refuse_unnamed_persons(draft.data, object_ids=draft.object_ids, event_type=event_type)
    submissions.refuse_unknown_grounds(draft, log=log)
    submissions.refuse_unlinked_events(
        draft.data, grounds=draft.grounds, draft=draft, log=log, event_type=event_type, pointer="/event_data"
    )
    grounds = [log[ground] for ground in draft.grounds]
    missing = submissions.missing_ground(draft.data, grounds=grounds, event_type=event_type)
    if missing is not None:
        raise missing
    refuse_ahead(draft, event_type=event_type, now=now)
    return draft


def refuse_ahead(said: moments.Dated, *, event_type: EventTypeVersion, now: datetime | None) -> None:
    """Pass, or raise `MomentOutOfRange`: only some types can be claimed before they happen, and none far ahead.

    Both moments are held to it: that of the wire and the type's own date. A register taken over says what it says.
    """
    if now is None or event_type.takeover:
        return
    limit = now + (AHEAD_MAX if event_type.may_lie_ahead else CLOCK_SKEW_MAX)
    own_date = "/occurred_at" if event_type.material_pointer is None else "/event_data"
    found = ((said.occurred_at, "/occurred_at"), (moments.material_moment(said, event_type).earliest, own_date))
    for moment, pointer in found:
        if moment > limit:
            raise MomentOutOfRange(moment=instant_text(moment), reason="ahead", pointer=pointer)


def refuse_deprecated(event_type: str, event_version: str, *, catalogue: Catalogue, now: datetime) -> None:
    """Only what is new: what was claimed with the version before is corrected and decided in it for ever.

    Raises VersionDeprecated.
    """
    found = catalogue.deprecation(event_type, event_version)
    if found is not None and found.since <= now:
        raise VersionDeprecated(
            event_type=event_type,
            event_version=event_version,
            successor=found.successor,
            pointer="/event_version",
        )


def _refuse_source(draft: Draft, *, event_type: EventTypeVersion) -> None:
    if event_type.source_types and draft.source_type not in event_type.source_types:
        raise SourceNotAllowed(
            source_type=draft.source_type,
            event_type=event_type.name,
            allowed=tuple(sorted(event_type.source_types)),
            pointer="/event_source_type",
        )
