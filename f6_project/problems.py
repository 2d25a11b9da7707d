"""Every refusal as an RFC 9457 problem: ONE table says the status, what is wrong, and how to mend it.

Texts are English msgids, translated by Accept-Language; a test proves the table complete over all refusals. `members`
are the facts of a refusal that the answer carries for machines as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import camel_case_to_spaces
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.domain import refusals as r
from f6_project.federation_problems import OF_FEDERATION
from f6_project.problem_errors import errors_of
from f6_project.problem_rows import Row
from f6_project.subscription_problems import OF_SUBSCRIPTIONS

TYPE_PREFIX = "urn:f6:problem:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem as it goes out: the members of RFC 9457, the facts, and every error with its place."""

    status: int
    name: str
    title: str
    detail: str
    facts: Mapping[str, Any]
    errors: tuple[Mapping[str, Any], ...] = ()

    def body(self, *, instance: str) -> dict[str, Any]:
        """The JSON object of the answer."""
        problem: dict[str, Any] = {
            "type": TYPE_PREFIX + self.name,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.errors:
            problem["errors"] = list(self.errors)
        return problem | dict(self.facts)


REFUSALS: Mapping[type[r.Refusal], Row] = {
    **OF_SUBSCRIPTIONS,
    **OF_FEDERATION,
    # -- the request itself
    r.InvalidRequest: Row(
        status=400,
        title=_("Invalid request"),
        detail=_("The request does not have the shape that is asked here."),
        mend=_("Mend everything in “errors” and send it again."),
    ),
    r.InvalidData: Row(
        status=400,
        title=_("Invalid event data"),
        detail=_("The data does not satisfy the schema of %(event_type)s version %(event_version)s."),
        mend=_("Mend everything in “errors” and send it again."),
        members=("event_type", "event_version"),
    ),
    r.RequestTooLarge: Row(
        status=413,
        title=_("Request too large"),
        detail=_("This is more than the limit of %(limit)s %(unit)s."),
        mend=_("Send it in smaller parts."),
        members=("limit", "unit"),
    ),
    # -- who and where
    r.ZoneForbidden: Row(
        status=403,
        title=_("Not permitted in this zone"),
        detail=_("You do not hold the permission “%(permission)s” in the zone “%(zone)s”, or it does not exist."),
        mend=_("Name another zone, or ask its administrator for the permission (and a token with that scope)."),
        members=("zone", "permission"),
    ),
    r.ZoneRequired: Row(
        status=400,
        title=_("Name a zone"),
        detail=_("It does not follow from your permissions in which zone this belongs."),
        mend=_("Add “zone” with one of: %(zones)s."),
        members=("zones",),
    ),
    r.ZoneClosed: Row(
        status=409,
        title=_("Zone is closed"),
        detail=_("The zone “%(zone)s” is being filled by an import and answers nothing until it opens."),
        mend=_("Try again when the import has ended."),
        members=("zone",),
    ),
    r.AnnouncementsRefused: Row(
        status=403,
        title=_("Objects are not announced"),
        detail=_("Your contract on the zone “%(zone)s” does not let you know of which objects there are events."),
        mend=_("Ask for events about the objects that you know, or agree on announcements in a new contract."),
        members=("zone",),
    ),
    r.SourceMismatch: Row(
        status=403,
        title=_("Not your source"),
        detail=_("“%(field_name)s” names another source than the one of your token."),
        mend=_("Leave it out. Only a registered intermediary names another source, and never an official."),
        members=("field_name",),
    ),
    r.SourceNotAllowed: Row(
        status=403,
        title=_("Source not allowed for this event type"),
        detail=_("A source of type “%(source_type)s” may not claim %(event_type)s."),
        mend=_("Let one of these claim it: %(allowed)s."),
        members=("source_type", "event_type", "allowed"),
    ),
    r.NotAnOfficial: Row(
        status=403,
        title=_("Only an official decides"),
        detail=_("A source of type “%(source_type)s” does not decide on claims and corrections."),
        mend=_("Let an official (“ambtenaar”) with the permission to validate in that zone decide."),
        members=("source_type",),
    ),
    # -- what it is about
    r.UnknownEventType: Row(
        status=400,
        title=_("Unknown event type"),
        detail=_("No event type “%(event_type)s” is published."),
        mend=_("Choose one of the types of /api/v1/event-types."),
        members=("event_type",),
    ),
    r.UnknownEventVersion: Row(
        status=400,
        title=_("Unknown version of the event type"),
        detail=_("%(event_type)s has no version “%(event_version)s”."),
        mend=_("Choose one of these versions: %(versions)s."),
        members=("event_type", "event_version", "versions"),
    ),
    r.VersionDeprecated: Row(
        status=409,
        title=_("Version is deprecated"),
        detail=_("Version %(event_version)s of %(event_type)s is deprecated: nothing new is claimed with it."),
        mend=_("Claim with the version in “successor” (now: %(successor)s). What was recorded stays as it is."),
        members=("event_type", "event_version", "successor"),
    ),
    r.EventNotFound: Row(
        status=404,
        title=_("Event not found"),
        detail=_("There is no event with this id in the zones that you may see."),
        mend=_("Check the id, and the zones of /api/v1/zones."),
    ),
    r.ObjectNotFound: Row(
        status=404,
        title=_("Object not found"),
        detail=_("Nothing is known about an object with this id in the zones that you may see."),
        mend=_("Check the id, and the zones of /api/v1/zones."),
    ),
    r.FactNotFound: Row(
        status=404,
        title=_("No such fact"),
        detail=_("At these moments the object has no fact “%(fact)s”."),
        mend=_("Ask for another moment, or for one of these: %(facts)s."),
        members=("fact", "facts"),
    ),
    r.ReexaminationNotFound: Row(
        status=404,
        title=_("Nothing under investigation"),
        detail=_("This decision is not under investigation, as far as you may see."),
        mend=_("Read /api/v1/reexaminations for those that are."),
    ),
    r.ReferenceNotFound: Row(
        status=400,
        title=_("Referenced event not found"),
        detail=_("There is no event %(event_id)s in the zones that you may see."),
        mend=_("Refer to an event that exists and that you may see, or leave the reference out."),
        members=("event_id",),
    ),
    r.ReferenceMissing: Row(
        status=400,
        title=_("A required reference is missing"),
        detail=_("%(event_type)s must be based on an event of one of these types: %(required)s."),
        mend=_("Add the id of such an event to “event_reference”; accept it first, when it must be in force."),
        members=("event_type", "required", "accepted"),
    ),
    r.TargetMissing: Row(
        status=400,
        title=_("No event that this can be about"),
        detail=_("A correction or validation names in “event_reference” first the one event it is about. %(reason)s"),
        mend=_("Put the id of that claim, correction or validation first in “event_reference”."),
    ),
    r.TargetMismatch: Row(
        status=400,
        title=_("Not the same as the target"),
        detail=_("“%(field_name)s” must be that of the event this is about: %(expected)s."),
        mend=_("Leave it out or give that value. Was the type wrong? Retract, and claim anew."),
        members=("field_name", "expected"),
    ),
    r.ObjectsMismatch: Row(
        status=400,
        title=_("The objects do not match"),
        detail=_("“object_ids” must hold every person in the data. Missing: %(missing)s. Unexpected: %(unexpected)s."),
        mend=_("Add the missing ids and remove the unexpected ones."),
        members=("missing", "unexpected"),
    ),
    r.MomentOutOfRange: Row(
        status=400,
        title=_("Moment out of range"),
        detail=_("The moment %(moment)s is not possible here. %(reason)s"),
        mend=_("Give a moment that is possible, with its offset."),
        members=("moment",),
    ),
    r.EffectiveFromNotAllowed: Row(
        status=400,
        title=_("effective_from is not possible here"),
        detail=_("A decision sets “effective_from” only on accepting a constitutive event. %(reason)s"),
        mend=_("Leave “effective_from” out, or give a moment that is not before the event itself."),
    ),
    # -- what already holds
    r.AlreadyDecided: Row(
        status=409,
        title=_("Already decided"),
        detail=_("Event %(event_id)s has its decision, or this would leave two outcomes in force."),
        mend=_("Read the event again; to change a decision, retract it with a correction."),
        members=("event_id",),
    ),
    r.AlreadyDecidedByYou: Row(
        status=409,
        title=_("You already decided"),
        detail=_("You already decided on event %(event_id)s; each official decides once."),
        mend=_("Leave the next decision to a colleague."),
        members=("event_id",),
    ),
    r.ChainMoved: Row(
        status=409,
        title=_("Corrected meanwhile"),
        detail=_("Event %(event_id)s was corrected: it is no longer the newest of its chain."),
        mend=_("Read the newest (“tip”) and put its id first in “event_reference”."),
        members=("event_id", "tip"),
    ),
    r.NothingToRetract: Row(
        status=409,
        title=_("Nothing to retract"),
        detail=_("Event %(event_id)s is not in force."),
        mend=_("Read the event again; what is not in force needs no retraction."),
        members=("event_id",),
    ),
    r.ClaimRejected: Row(
        status=409,
        title=_("The claim was rejected"),
        detail=_("Event %(event_id)s was rejected, and a rejected claim is not corrected."),
        mend=_("Claim anew."),
        members=("event_id",),
    ),
    r.SelfValidation: Row(
        status=403,
        title=_("Not on your own event"),
        detail=_("Event %(event_id)s is your own: nobody decides on what he submitted or decided himself."),
        mend=_("Leave the decision to a colleague."),
        members=("event_id",),
    ),
    r.DifferenceMoved: Row(
        status=409,
        title=_("Changed again"),
        detail=_("What decision %(decision_id)s rested on has changed again since you looked."),
        mend=_("Read the difference again, and send its name in “difference”."),
        members=("decision_id",),
    ),
    r.SameOccurrence: Row(
        status=409,
        title=_("This event already holds"),
        detail=_("Another claim of the same occurrence as %(event_id)s is in force already."),
        mend=_("Leave this claim as evidence, or correct the one in force when it is wrong."),
        members=("event_id", "in_force"),
    ),
    r.NotUnique: Row(
        status=409,
        title=_("Value already in use"),
        detail=_("Another claim in force holds this value; by the rule “%(rule)s” it occurs once."),
        mend=_("Check the value, or correct the claim that holds it."),
        members=("rule",),
    ),
    r.MotivationRequired: Row(
        status=400,
        title=_("A motivation is required"),
        detail=_("To reject, to overrule a check and to accept a retraction a motivation is required. %(reason)s"),
        mend=_("Add “motivation” to “event_data”."),
    ),
    r.ChecksFailed: Row(
        status=409,
        title=_("Checks failed"),
        detail=_("These checks failed and were not overruled: %(checks)s."),
        mend=_("Mend what they found. With a motivation these may be overruled: %(overrulable)s."),
        members=("checks", "overrulable"),
    ),
    r.GroundMissing: Row(
        status=400,
        title=_("The ground of the correction is missing"),
        detail=_("A correction of an act of civil status says its ground. %(reason)s"),
        mend=_("Add “ground” to “event_data”: misslag, or beschikking with the court's reference."),
    ),
    # -- the log
    r.IdentifierInUse: Row(
        status=409,
        title=_("Id already used"),
        detail=_("The id %(event_id)s was used before, for other content."),
        mend=_("Give a new event a new id (or none); to repeat a request, send exactly the same content."),
        members=("event_id",),
    ),
    r.NewerEvents: Row(
        status=409,
        title=_("Newer events"),
        detail=_("Since the last event that you expected, more was recorded about object %(object_id)s."),
        mend=_("Read the newer events, decide again, and name the last of them in “expected”."),
        members=("object_id", "newer"),
    ),
    r.TooBusy: Row(
        status=503,
        title=_("Too busy"),
        detail=_("Others changed the same objects at every one of %(attempts)s attempts; nothing was recorded."),
        mend=_("Send the same request again, with the same id."),
        members=("attempts",),
    ),
    r.NotAppendOnly: Row(
        status=409,
        title=_("The zone is not empty and closed"),
        detail=_("An import fills an empty, closed zone only. %(reason)s"),
        mend=_("Import into a new zone."),
    ),
    # -- work in hand
    r.HeldByColleague: Row(
        status=409,
        title=_("In hand with a colleague"),
        detail=_("%(holder)s has this in hand until %(until)s."),
        mend=_("Ask for its release, or take it over and say why."),
        members=("holder", "until"),
    ),
    r.NobodyToAsk: Row(
        status=409,
        title=_("Nobody to ask"),
        detail=_("The source of event %(event_id)s has no account here with which it could read a question."),
        mend=_("Ask it in another way, and write in the motivation what it answered."),
        members=("event_id",),
    ),
    r.NotInYourHands: Row(
        status=409,
        title=_("Not in your hands"),
        detail=_("You do not have this in hand (any more)."),
        mend=_("Look at who has it now."),
    ),
    r.CannotDecideHere: Row(
        status=409,
        title=_("Cannot be handed over there"),
        detail=_("%(name)s may not decide on this: without the permission in its zone, or as who submitted it."),
        mend=_("Hand it to an official or a group that may decide there."),
        members=("name",),
    ),
    r.TooManyFilters: Row(
        status=409,
        title=_("Too many saved filters"),
        detail=_("You have %(limit)s saved filters already."),
        mend=_("Remove one first."),
        members=("limit",),
    ),
    r.ViewNotFound: Row(
        status=404,
        title=_("View not found"),
        detail=_("There is no view “%(view)s” that answers."),
        mend=_("Read /api/v1/views for those that do; a new one answers once it is filled."),
        members=("view",),
    ),
    r.TooManyFound: Row(
        status=400,
        title=_("Too many found"),
        detail=_("This finds more than %(limit)s persons."),
        mend=_("Ask more precisely: write more of the name, or add what else you know."),
        members=("limit",),
    ),
    r.ViewBehind: Row(
        status=503,
        title=_("View is behind"),
        detail=_("The view “%(view)s” has %(events)s events of the log still to take in."),
        mend=_("Wait as long as the header Retry-After says, or ask for an earlier moment."),
        members=("view", "events"),
    ),
    r.ViewIncomplete: Row(
        status=503,
        title=_("View is incomplete here"),
        detail=_("The view “%(view)s” lacks an object that your answer needs: it could not be made and was parked."),
        mend=_("Report it to the administrator, who sees why; other questions are answered."),
        members=("view",),
    ),
    r.ClaimDraftNotFound: Row(
        status=404,
        title=_("Draft not found"),
        detail=_("You have no draft with this id: it was recorded, discarded or expired."),
        mend=_("Begin a new one at the desk."),
    ),
    r.TooManyDrafts: Row(
        status=409,
        title=_("Too many drafts"),
        detail=_("You have %(limit)s drafts, and there may be no more."),
        mend=_("Record or discard one first."),
        members=("limit",),
    ),
    r.ViewNameInUse: Row(
        status=409,
        title=_("Name in use"),
        detail=_("There is a view “%(view)s” already."),
        mend=_("Choose another name, or change that view (PUT)."),
        members=("view",),
    ),
    r.TooManyViews: Row(
        status=409,
        title=_("Too many views"),
        detail=_("There are %(limit)s views of one’s own, and there may be no more."),
        mend=_("Remove one that nobody reads any more."),
        members=("limit",),
    ),
    r.NotYourView: Row(
        status=403,
        title=_("Not your view"),
        detail=_("Only who made the view “%(view)s”, or who administers every zone, may change it."),
        mend=_("Make a view of your own, or ask who made it. Views that F6 ships are changed by nobody."),
        members=("view",),
    ),
    r.RebuildUnderWay: Row(
        status=409,
        title=_("Rebuild under way"),
        detail=_("The view “%(view)s” is being rebuilt already."),
        mend=_("Follow its progress, or stop it first."),
        members=("view",),
    ),
    r.DraftNotFound: Row(
        status=404,
        title=_("Draft not found"),
        detail=_("There is no draft of an event type with this id (any more)."),
        mend=_("Read /api/v1/event-type-drafts for those there are."),
    ),
    r.DraftMoved: Row(
        status=409,
        title=_("Draft changed meanwhile"),
        detail=_("Somebody changed this draft since: it is at revision %(revision)s."),
        mend=_("Read it again, and send your change with that revision."),
        members=("revision",),
    ),
    r.NewerVersion: Row(
        status=409,
        title=_("A newer version was published"),
        detail=_("The newest version of %(event_type)s is %(newest)s, which this draft was not begun from."),
        mend=_("Begin a new draft, from that version."),
        members=("event_type", "newest"),
    ),
    r.TokenRefused: Row(
        status=401,
        title=_("Token refused"),
        detail=_("The token is not valid (%(reason)s)."),
        mend=_("Send “Authorization: Bearer …” with a valid token; ask your administrator for a new one."),
        members=("reason", "expired_at"),
    ),
}

REASONS: Mapping[str, str] = {
    # the words of `reason`, as sentences; a reason that is not here speaks for itself
    "ahead": _("It lies in the future."),
    "no target": _("It names none."),
    "ground": _("It names none."),
    "court_reference": _("The court's reference is missing."),
    "replaces a validation": _("A validation is retracted, not replaced."),
    "replaces a retraction": _("A retraction is retracted, not replaced."),
    "decides on a decision": _("A validation is about a claim or a correction."),
    "reject": _("This is a rejection."),
    "retract": _("This accepts a retraction."),
    "overrule": _("This overrules a check."),
    "nothing takes effect": _("This decision lets nothing take effect."),
    "not constitutive": _("This type is not constitutive."),
    "before the material moment": _("It lies before the event itself."),
    "unknown": _("it is not known here"),
    "expired": _("it has expired"),
    "revoked": _("it was revoked"),
    "inactive": _("its client is no longer active"),
    "malformed": _("the header is not “Bearer” with a token"),
}


def problem_of(refusal: r.Refusal, *, mend: str | None = None) -> Problem:
    """The problem that says this refusal, in the language of the request. `mend`: another sentence on how to."""
    row = row_of(type(refusal))
    words = {name: _word(value) for name, value in vars(refusal).items()}
    if "reason" in words:
        words["reason"] = gettext(REASONS.get(words["reason"], words["reason"]))
    facts = {_camel(name): _json(getattr(refusal, name)) for name in row.members} | {"item": refusal.item}
    name = name_of(type(refusal))
    detail = " ".join(f"{gettext(row.detail) % words} {gettext(mend or row.mend) % words}".split())
    return Problem(
        status=row.status,
        name=name,
        title=gettext(row.title),
        detail=detail,
        facts={fact: value for fact, value in facts.items() if value is not None},
        errors=errors_of(refusal, code=name, detail=detail),
    )


def row_of(kind: type[r.Refusal]) -> Row:
    """The row of the refusal itself, or of the nearest one it is a kind of."""
    return next(REFUSALS[ancestor] for ancestor in kind.__mro__ if ancestor in REFUSALS)


def name_of(kind: type[r.Refusal]) -> str:
    """The last part of the problem's type: `AlreadyDecided` is `already-decided`."""
    return camel_case_to_spaces(kind.__name__).replace(" ", "-")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def _word(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(str(member) for member in value) or "–"
    return "–" if value is None else str(value)


def _json(value: object) -> Any:
    if isinstance(value, (tuple, list)):
        return [_json(member) for member in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, UUID) else value
