"""Whether a claim may be recorded. It only says something: open claims may contradict each other."""

from datetime import datetime

from events.domain import moments, submissions
from events.domain.canonical import instant_text
from events.domain.event import Draft
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.refusals import MomentOutOfRange, SourceNotAllowed


def decide_claim(draft: Draft, *, log: Log, catalogue: Catalogue, now: datetime | None = None) -> Draft:
    """The claim, fit to be recorded.

    Raises IdentifierInUse, UnknownEventType, UnknownEventVersion, SourceNotAllowed, InvalidData, ObjectsMismatch,
    ReferenceNotFound, ReferenceMissing, and (told what time it is) MomentOutOfRange.
    """
    submissions.refuse_known_id(draft, log=log)
    event_type = catalogue.version(draft.event_type, draft.event_version)
    _refuse_source(draft, event_type=event_type)
    submissions.refuse_invalid_data(draft.data, draft=draft, event_type=event_type, pointer="/event_data")
    submissions.refuse_unnamed_persons(draft.data, object_ids=draft.object_ids, event_type=event_type)
    submissions.refuse_unknown_grounds(draft, log=log)
    grounds = [log[ground] for ground in draft.grounds]
    missing = submissions.missing_ground(draft.data, grounds=grounds, event_type=event_type)
    if missing is not None:
        raise missing
    refuse_ahead(moments.material_moment(draft, event_type), event_type=event_type, now=now)
    return draft


def refuse_ahead(material: moments.Period, *, event_type: EventTypeVersion, now: datetime | None) -> None:
    """Pass, or raise `MomentOutOfRange`: only some types can be claimed before they happen."""
    if now is not None and not event_type.may_lie_ahead and material.earliest > now:
        raise MomentOutOfRange(
            moment=instant_text(material.earliest),
            reason="This type is recorded once it has happened.",
            pointer="/occurred_at" if event_type.material_pointer is None else "/event_data",
        )


def _refuse_source(draft: Draft, *, event_type: EventTypeVersion) -> None:
    if event_type.source_types and draft.source_type not in event_type.source_types:
        raise SourceNotAllowed(
            source_type=draft.source_type,
            event_type=event_type.name,
            allowed=tuple(sorted(event_type.source_types)),
            pointer="/event_source_type",
        )
