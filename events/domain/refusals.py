"""Every refusal: an exception with facts. `f6_project.problems` turns each into one RFC 9457 problem.

A refusal carries what the caller needs to mend his request and nothing about events he may not see. `pointer` is the
JSON Pointer (RFC 6901) of the offending place in the request, when there is one; in a batch, `item` is its index.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(kw_only=True)
class Refusal(Exception):
    """What the domain says no with."""

    pointer: str | None = field(default=None)
    item: int | None = field(default=None)

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in vars(self).items() if v is not None)})"


# -- the request itself ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing wrong at one place; all violations of a request are answered together."""

    pointer: str
    code: str
    message: str
    facts: tuple[tuple[str, str], ...] = ()
    """The words filled into the sentence of `code`, so that an edge can say it in another language."""


@dataclass(kw_only=True)
class InvalidRequest(Refusal):
    """The request does not have the shape of a command (malformed JSON, unknown fields, wrong types, limits)."""

    violations: tuple[Violation, ...]


@dataclass(kw_only=True)
class InvalidData(Refusal):
    """The data does not satisfy the JSON Schema of its type and version; every violation is listed."""

    event_type: str
    event_version: str
    violations: tuple[Violation, ...]


@dataclass(kw_only=True)
class RequestTooLarge(Refusal):
    """A body, batch or page is over its limit (`limit`, in `unit`)."""

    limit: int
    unit: str


# -- who and where -----------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class ZoneForbidden(Refusal):
    """The caller does not hold the permission in that zone (or the zone does not exist: the same answer)."""

    zone: str
    permission: str


@dataclass(kw_only=True)
class ZoneRequired(Refusal):
    """The caller may submit in more than one zone and named none."""

    zones: tuple[str, ...]


@dataclass(kw_only=True)
class ZoneClosed(Refusal):
    """The zone is being filled by an import and answers nothing until it opens."""

    zone: str


@dataclass(kw_only=True)
class AnnouncementsRefused(Refusal):
    """Of which objects there are events in the zone is not told: no agreement says so, or it never is."""

    zone: str


@dataclass(kw_only=True)
class SourceMismatch(Refusal):
    """The request names a source that is not the caller, and the caller is no intermediary (or names an official)."""

    field_name: str


@dataclass(kw_only=True)
class SourceNotAllowed(Refusal):
    """A source of this type may not claim this event type."""

    source_type: str
    event_type: str
    allowed: tuple[str, ...]


@dataclass(kw_only=True)
class NotAnOfficial(Refusal):
    """Only a source of type `ambtenaar` decides on claims and corrections."""

    source_type: str


# -- what it is about --------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class UnknownEventType(Refusal):
    """No such event type is published."""

    event_type: str


@dataclass(kw_only=True)
class UnknownEventVersion(Refusal):
    """The type exists, this version does not."""

    event_type: str
    event_version: str
    versions: tuple[str, ...]


@dataclass(kw_only=True)
class VersionDeprecated(Refusal):
    """This version is no longer claimed with; `successor` is the one to use instead, None when the type has none."""

    event_type: str
    event_version: str
    successor: str | None = None


@dataclass(kw_only=True)
class EventNotFound(Refusal):
    """No such event, or it lies in a zone the caller may not see: the same answer."""

    event_id: UUID


@dataclass(kw_only=True)
class ObjectNotFound(Refusal):
    """Nothing is known of such an object, or only in zones the caller may not see: the same answer."""

    object_id: UUID


@dataclass(kw_only=True)
class FactNotFound(Refusal):
    """The object has no such value at the moments asked for; `facts` are the names that it has then."""

    fact: str
    facts: tuple[str, ...]


@dataclass(kw_only=True)
class ReexaminationNotFound(Refusal):
    """This decision is not under investigation, or in a zone the caller may not see: the same answer."""

    decision_id: UUID


@dataclass(kw_only=True)
class ReferenceNotFound(Refusal):
    """An event in `event_reference` does not exist, or is not visible to the caller: the same answer."""

    event_id: UUID


@dataclass(kw_only=True)
class ReferenceMissing(Refusal):
    """The type demands a ground of one of these types."""

    event_type: str
    required: tuple[str, ...]
    accepted: bool


@dataclass(kw_only=True)
class TargetMissing(Refusal):
    """A correction or validation names no target, or a target of a kind it cannot have."""

    reason: str


@dataclass(kw_only=True)
class TargetMismatch(Refusal):
    """A correction or validation carries another type, version or zone than its target."""

    field_name: str
    expected: str


@dataclass(kw_only=True)
class ObjectsMismatch(Refusal):
    """`object_ids` do not hold what they must: every person in the data; for a validation, those of its target."""

    missing: tuple[UUID, ...] = ()
    unexpected: tuple[UUID, ...] = ()


@dataclass(kw_only=True)
class MomentOutOfRange(Refusal):
    """A moment lies where it cannot (before year 1, after the registry's clock where that is impossible, …)."""

    moment: str
    reason: str


@dataclass(kw_only=True)
class EffectiveFromNotAllowed(Refusal):
    """`effective_from` on a type that is not constitutive, on a rejection, or before the material moment."""

    reason: str


# -- what already holds ------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class AlreadyDecided(Refusal):
    """The event has its decision, or this would leave two outcomes in force on one event."""

    event_id: UUID


@dataclass(kw_only=True)
class AlreadyDecidedByYou(Refusal):
    """Each official decides once."""

    event_id: UUID


@dataclass(kw_only=True)
class ChainMoved(Refusal):
    """The correction does not target the tip (or this would leave two corrections in force on one event).

    `tip` is the event to target instead.
    """

    event_id: UUID
    tip: UUID


@dataclass(kw_only=True)
class NothingToRetract(Refusal):
    """The retraction targets something that is not in force."""

    event_id: UUID


@dataclass(kw_only=True)
class ClaimRejected(Refusal):
    """A rejected claim is not corrected: claim anew."""

    event_id: UUID


@dataclass(kw_only=True)
class SelfValidation(Refusal):
    """Nobody decides on his own claim or correction, nor on the retraction of his own validation."""

    event_id: UUID


@dataclass(kw_only=True)
class DifferenceMoved(Refusal):
    """What the decision rested on changed again since it was looked at."""

    decision_id: UUID


@dataclass(kw_only=True)
class SameOccurrence(Refusal):
    """A claim of the same occurrence (identity key) is in force already. `in_force` is None when it is hidden."""

    event_id: UUID
    in_force: UUID | None = None


@dataclass(kw_only=True)
class NotUnique(Refusal):
    """Another claim in force holds this value (one BSN, one act number)."""

    rule: str


@dataclass(kw_only=True)
class MotivationRequired(Refusal):
    """To reject, to overrule a check and to accept a retraction a motivation is required."""

    reason: str


@dataclass(kw_only=True)
class ChecksFailed(Refusal):
    """Checks that failed and were not overruled; `overrulable` of them may be, with a motivation."""

    checks: tuple[str, ...]
    overrulable: tuple[str, ...]


@dataclass(kw_only=True)
class GroundMissing(Refusal):
    """A correction of a civil-status act says its ground: `misslag`, or `beschikking` with the court's reference."""

    reason: str


# -- the log -----------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class IdentifierInUse(Refusal):
    """The id was used before, for other content."""

    event_id: UUID


@dataclass(kw_only=True)
class NewerEvents(Refusal):
    """`expected` named an older last event of an object than the log holds; carries the newer events he may see."""

    object_id: UUID
    newer: tuple[UUID, ...]


@dataclass(kw_only=True)
class TooBusy(Refusal):
    """The objects changed at every attempt; nothing was recorded, try again."""

    attempts: int


@dataclass(kw_only=True)
class NotAppendOnly(Refusal):
    """An import may only fill an empty, closed zone."""

    reason: str


# -- drafts ------------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class ClaimDraftNotFound(Refusal):
    """There is no such draft: it was recorded, discarded or expired, or somebody else writes it: the same answer."""

    draft_id: UUID


@dataclass(kw_only=True)
class TooManyDrafts(Refusal):
    """Somebody has as many drafts as one may have."""

    limit: int


# -- work in hand ------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class HeldByColleague(Refusal):
    """A colleague has this in hand until that moment: it takes a reason to take it over."""

    event_id: UUID
    holder: str
    until: datetime


@dataclass(kw_only=True)
class NobodyToAsk(Refusal):
    """Nobody would read the question: its source has no account here that can read what it is asked."""

    event_id: UUID


@dataclass(kw_only=True)
class NotInYourHands(Refusal):
    """Only who has something in hand can release it."""

    event_id: UUID


@dataclass(kw_only=True)
class CannotDecideHere(Refusal):
    """Who it would be handed to may not decide in its zone, or is who submitted it."""

    name: str


@dataclass(kw_only=True)
class TooManyFilters(Refusal):
    """There are as many saved filters as one official may have."""

    limit: int


# -- views -------------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class ViewNotFound(Refusal):
    """There is no view of this name, or it is being filled for the first time and answers nothing yet."""

    view: str


@dataclass(kw_only=True)
class TooManyFound(Refusal):
    """A question finds more than one answer may hold, or more than can be looked at for it."""

    limit: int


@dataclass(kw_only=True)
class ViewBehind(Refusal):
    """The view has not taken in what was asked for, within the time that the caller would wait."""

    view: str
    events: int


@dataclass(kw_only=True)
class ViewIncomplete(Refusal):
    """The rows of an object that the answer needs could not be made: no answer is given without them."""

    view: str


@dataclass(kw_only=True)
class ViewNameInUse(Refusal):
    """There is a view of this name already."""

    view: str


@dataclass(kw_only=True)
class TooManyViews(Refusal):
    """There are as many views of one's own as there may be."""

    limit: int


@dataclass(kw_only=True)
class NotYourView(Refusal):
    """Only who made a view, or who administers every zone, changes it; nobody changes one that F6 ships."""

    view: str


@dataclass(kw_only=True)
class RebuildUnderWay(Refusal):
    """The view is being rebuilt already."""

    view: str


# -- event types in the making -----------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class DraftNotFound(Refusal):
    """There is no such draft of an event type: it was published or thrown away, or never was."""

    draft_id: UUID


@dataclass(kw_only=True)
class DraftMoved(Refusal):
    """The draft was changed since, by somebody else or on another page; `revision` is what it is now."""

    draft_id: UUID
    revision: int


@dataclass(kw_only=True)
class NewerVersion(Refusal):
    """The type has another newest version by now than the draft was begun from."""

    event_type: str
    newest: str


# -- access ------------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class TokenRefused(Refusal):
    """The token is unknown, expired or revoked."""

    reason: str
    expired_at: datetime | None = None
    detail: dict[str, Any] = field(default_factory=dict)
