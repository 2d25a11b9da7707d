"""One plain sentence for every refusal: what is wrong and what to do now. `SENTENCES` is complete (a test holds it).

The screens' counterpart of `f6_project.problems`, which says the same to machines.
"""

from collections.abc import Callable
from typing import Any, Final

from django.forms import BaseForm
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from events.domain import declaration_messages
from events.domain import refusals as r
from events.domain.schema_messages import MESSAGES
from events.subscriptions.domain import messages as subscriptions
from management_ui.presenters.federation_refusals import OF_FEDERATION
from management_ui.presenters.problems import Problem
from management_ui.presenters.subscription_refusals import OF_SUBSCRIPTIONS
from readmodels.domain.own_views import messages as own_views

MOTIVATION = "id_motivation"

UNITS: Final = (
    *(gettext_noop("bytes"), gettext_noop("events"), gettext_noop("relatives")),
    *(gettext_noop("boundary ids"), gettext_noop("objects")),
)
"""In what a request that is too large is counted; a test holds that there are no others."""

Sentence = Callable[[Any], str]

SENTENCES: dict[type[r.Refusal], Sentence] = {
    **OF_FEDERATION,
    **OF_SUBSCRIPTIONS,
    r.InvalidRequest: lambda _r: _("The form is not complete. Mend what is listed and try again."),
    r.InvalidData: lambda _r: _("The data of this claim lack something that is needed to accept it."),
    r.RequestTooLarge: lambda no: (
        _("This is more than %(limit)d %(unit)s. Make it shorter.") % {"limit": no.limit, "unit": gettext(no.unit)}
    ),
    r.ZoneForbidden: lambda _r: _("You are not allowed to decide in this zone. Ask your administrator."),
    r.ZoneRequired: lambda _r: _("You work in more than one zone. Choose the zone that this belongs to."),
    r.ZoneClosed: lambda _r: _("This zone is being filled with a register. Try again when the import has ended."),
    r.SourceMismatch: lambda _r: _("You can only act in your own name."),
    r.SourceNotAllowed: lambda no: (
        _("A source of type %(source)s may not claim this type of event.") % {"source": no.source_type}
    ),
    r.NotAnOfficial: lambda _r: _("Only an official decides on claims. Your account is not one of an official."),
    r.UnknownEventType: lambda no: _("The event type %(type)s is not known here.") % {"type": no.event_type},
    r.UnknownEventVersion: lambda no: (
        _("Version %(version)s of the event type %(type)s is not known here.")
        % {"version": no.event_version, "type": no.event_type}
    ),
    r.VersionDeprecated: lambda no: (
        _("Version %(version)s of the event type %(type)s is deprecated: begin a new claim, with version %(other)s.")
        % {"version": no.event_version, "type": no.event_type, "other": no.successor}
        if no.successor
        else _("The event type %(type)s is deprecated, and nothing comes in its place: nothing new is claimed with it.")
        % {"type": no.event_type}
    ),
    r.EventNotFound: lambda _r: _("This event does not exist, or lies in a zone that you may not see."),
    r.ObjectNotFound: lambda _r: _("Nothing is known about this person in the zones that you may see."),
    r.FactNotFound: lambda no: _("This person has no %(fact)s at these moments.") % {"fact": no.fact},
    r.ReferenceNotFound: lambda _r: _("An event that this refers to does not exist, or you may not see it."),
    r.ReferenceMissing: lambda no: (
        _("An event this must be based on is missing: %(types)s.") % {"types": ", ".join(no.required)}
    ),
    r.TargetMissing: lambda _r: _("This names no claim or correction that can be decided on."),
    r.TargetMismatch: lambda _r: _("This decision does not match the claim it is about. Open the claim again."),
    r.ObjectsMismatch: lambda _r: _("The persons in the data and the persons the event is about differ."),
    r.MomentOutOfRange: lambda no: _("The moment %(moment)s is not possible here.") % {"moment": no.moment},
    r.EffectiveFromNotAllowed: lambda _r: _("A date from which the decision works is not possible here."),
    r.ReexaminationNotFound: lambda _r: _("There is nothing to look at again here any more."),
    r.DifferenceMoved: lambda _r: _(
        "It changed again while you were looking. Look at the difference below, and conclude again."
    ),
    r.AlreadyDecided: lambda _r: _("A decision on this was taken meanwhile. Nothing of yours was recorded."),
    r.AlreadyDecidedByYou: lambda _r: _("You already decided on this. A colleague takes the next decision."),
    r.ChainMoved: lambda _r: _("This was corrected meanwhile. Look at the correction before you decide."),
    r.NothingToRetract: lambda _r: _("What this wants to retract no longer holds."),
    r.ClaimRejected: lambda _r: _("A rejected claim cannot be corrected. The source can claim anew."),
    r.SelfValidation: lambda _r: _("You cannot decide on what you submitted or decided yourself. Ask a colleague."),
    r.SameOccurrence: lambda _r: _("This same event holds already, by another claim. Nothing is left to accept."),
    r.NotUnique: lambda no: _("Another claim in force already holds this value: %(rule)s.") % {"rule": no.rule},
    r.MotivationRequired: lambda _r: _(
        "Write a motivation. It is required to reject, to overrule a check and to retract."
    ),
    r.ChecksFailed: lambda _r: _("Not every check passes. Mend what is missing, or overrule with a motivation."),
    r.GroundMissing: lambda _r: _(
        "A correction of an act says its ground: misslag, or beschikking with the reference."
    ),
    r.IdentifierInUse: lambda _r: _("This decision was sent before with other content. Open the claim again."),
    r.NewerEvents: lambda _r: _("Something was recorded since you opened this page. Look at it and decide again."),
    r.TooBusy: lambda _r: _("Others are working on the same persons right now. Nothing was recorded; try again."),
    r.NotAppendOnly: lambda _r: _("An import can only fill an empty, closed zone."),
    r.ClaimDraftNotFound: lambda _r: _(
        "This draft is not there any more. Look in the work queue whether it was recorded."
    ),
    r.TooManyDrafts: lambda no: (
        _("You have %(limit)d drafts already. Submit or discard one first.") % {"limit": no.limit}
    ),
    r.HeldByColleague: lambda no: (
        _("%(holder)s has this in hand. Ask to release it, or take it over with a reason.") % {"holder": no.holder}
    ),
    r.NobodyToAsk: lambda _r: _(
        "Who submitted this cannot read a question here. Ask otherwise, and write in the motivation what was said."
    ),
    r.NotInYourHands: lambda _r: _("You do not have this in hand any more."),
    r.CannotDecideHere: lambda no: _("%(name)s may not decide on this. Choose somebody else.") % {"name": no.name},
    r.TooManyFilters: lambda no: _("You have %(limit)d saved filters already. Remove one first.") % {"limit": no.limit},
    r.ViewNotFound: lambda _r: _(
        "This view does not exist any more, or does not answer yet. Look in the list of views."
    ),
    r.ViewBehind: lambda no: (
        _("This view is behind: %(events)d events are still to be taken in. Try again soon, or ask an earlier day.")
        % {"events": no.events}
    ),
    r.ViewIncomplete: lambda _r: _("This view lacks a person that the answer needs. Tell your administrator."),
    r.TooManyFound: lambda no: _("This finds more than %(limit)d persons. Ask more precisely.") % {"limit": no.limit},
    r.ViewNameInUse: lambda _r: _("There is a view of this name already. Choose another name."),
    r.TooManyViews: lambda no: (
        _("There are %(limit)d views already, and there may be no more. Remove one that nobody reads any more.")
        % {"limit": no.limit}
    ),
    r.NotYourView: lambda _r: _("Only who made this view, or who administers every zone, may change it."),
    r.RebuildUnderWay: lambda _r: _("This view is being rebuilt already. Follow it below, or stop it first."),
    r.DraftNotFound: lambda _r: _("This draft is not there any more: it was published or thrown away."),
    r.DraftMoved: lambda _r: _(
        "Somebody else changed this draft meanwhile. Nothing of yours was saved. Copy your text, open it again."
    ),
    r.NewerVersion: lambda no: (
        _("Version %(version)s of %(type)s was published since this draft was begun. Begin a new draft from it.")
        % {"version": no.newest, "type": no.event_type}
    ),
    r.AnnouncementsRefused: lambda _r: _("It was not agreed that you are told of which persons there is something."),
    r.TokenRefused: lambda _r: _("The token is unknown, expired or revoked."),
}
_FIELDS: dict[type[r.Refusal], str] = {
    r.MotivationRequired: MOTIVATION,
    r.ChecksFailed: "h-checks",
    r.HeldByColleague: "id_reason",
}


def sentence(refusal: r.Refusal) -> str:
    """What an official reads about a refusal: what is wrong, and what to do now."""
    return SENTENCES[type(refusal)](refusal)


def problems_in(refusal: r.Refusal, *, form: BaseForm) -> tuple[Problem, ...]:
    """The refusal as lines of the error summary, each linked to the input that mends it; marks those inputs too."""
    if isinstance(refusal, r.MotivationRequired):
        form.add_error("motivation", sentence(refusal))
    if isinstance(refusal, r.InvalidData | r.InvalidRequest) and refusal.violations:
        return tuple(_violation(violation, form=form) for violation in refusal.violations)
    return (Problem(text=sentence(refusal), field=_FIELDS.get(type(refusal), "")),)


def _violation(violation: r.Violation, *, form: BaseForm) -> Problem:
    """One violation at the input whose pointer it names, or at the first input under it."""
    text = violation_text(violation)
    place = violation.pointer.removeprefix("/event_data").removeprefix("/act")
    under = [name for name in form.fields if f"{name}/".startswith(f"act{place}/")] if place else []
    if not under:
        return Problem(text=text, field="h-act" if place else "")
    form.add_error(under[0], text)
    field = form[under[0]]
    return Problem(text=f"{field.label}: {text}", field=field.auto_id or "")


def violation_text(violation: r.Violation) -> str:
    """A violation of the schema in the reader's language; what has no msgid of its own stays as the domain said it."""
    for of_a_table in (own_views.said, declaration_messages.said, subscriptions.said):
        if (found := of_a_table(violation, translate=gettext)) is not None:
            return found
    message = MESSAGES.get(violation.code)
    if message is None:
        return violation.message
    try:
        return gettext(message) % dict(violation.facts)
    except KeyError:  # another rule says it under this code in words of its own
        return violation.message
