"""One subscription: how it is; verify, pause, resume, remove."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import Subscription
from events.subscriptions.commands import running, subscribing, verifying
from events.subscriptions.commands.telling import shown_url
from events.subscriptions.commands.verifying import Outcome, Verification
from events.subscriptions.queries import attempts, health
from management_ui.admin.subscription_frame import page, problems_of, refuse
from management_ui.forms.receivers import AgreeForm
from management_ui.presenters import subscriptions as presenting
from management_ui.presenters.deliveries import attempt_line
from management_ui.presenters.moments import now, recorded_text
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.subscription_modes import feed_address
from management_ui.presenters.subscription_words import asked_lines, wants_no_more

AGREE: Final = "agree"
State = Subscription.State

Do = Callable[[HttpRequest, Subscription, Principal], None]


def one(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """How it is; on POST do what the button says."""
    if request.method != "POST":
        return _one(request, held, by)
    asked = request.POST.get("action", "")
    if asked == AGREE:
        return _agree(request, held, by)
    try:
        if asked in ACTIONS:
            ACTIONS[asked](request, held, by)
    except Refusal as refusal:
        refuse(request, refusal)
    return redirect("admin:events_subscription_change", held.pk)


def remove(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """Remove it, after asking."""
    if request.method != "POST":
        context = {"crumb": _("Remove"), "counts": _counts(held)}
        return page(request, "remove", held, context)
    subscribing.remove(held.pk, by=by)
    messages.success(request, _("%(name)s is removed. It is told of nothing any more.") % {"name": held.name})
    return redirect("admin:events_subscription_changelist")


def _agree(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _one(request, held, by, form=form, problems=labelled_problems_of(form))
    try:
        verifying.agree_by_hand(held.pk, reason=form.cleaned_data["reason"], by=by)
    except Refusal as refusal:
        return _one(request, held, by, form=form, problems=problems_of(refusal, form=form, at={"/reason": "reason"}))
    messages.success(request, _("It is written down that the receiver agreed."))
    return redirect("admin:events_subscription_change", held.pk)


def _handshake(request: HttpRequest, held: Subscription, by: Principal) -> None:
    _say(request, verifying.verify_by_handshake(held.pk, by=by))


def _ping(request: HttpRequest, held: Subscription, by: Principal) -> None:
    _say(request, verifying.verify_by_ping(held.pk, by=by))


def _say(request: HttpRequest, found: Verification) -> None:
    """What came of asking the receiver."""
    match found.outcome:
        case Outcome.AGREED if found.subscription.state == State.ACTIVE:
            messages.success(request, _("The receiver agreed: events are delivered from now on."))
        case Outcome.AGREED:
            messages.success(request, _("The receiver agreed. Resume when it may go on."))
        case Outcome.AWAITING:
            said = _("The receiver did not agree yet: %(why)s It may still do so for %(days)d days.")
            messages.warning(request, said % {"why": found.why, "days": verifying.GRANT_LIFETIME.days})
        case _:
            said = _("The receiver did not agree: %(why)s See at “Attempts” what it answered.")
            messages.error(request, said % {"why": found.why})


def _pause(request: HttpRequest, held: Subscription, by: Principal) -> None:
    running.pause(held.pk, by=by)
    messages.success(request, _("Paused. What is recorded meanwhile follows when you resume."))


def _resume(request: HttpRequest, held: Subscription, by: Principal) -> None:
    running.resume(held.pk, by=by)
    messages.success(request, _("Resumed. It goes on where it was."))


ACTIONS: Final[Mapping[str, Do]] = {"handshake": _handshake, "ping": _ping, "pause": _pause, "resume": _resume}


def _one(
    request: HttpRequest,
    held: Subscription,
    by: Principal,
    *,
    form: AgreeForm | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    moment = now()
    last = () if held.is_fetched else attempts.attempts(held.pk, principal=by, size=1).attempts
    asks_to_verify = not held.is_fetched and (held.verified_at is None or wants_no_more(held))
    context = {
        "facts": presenting.facts(held, health.health(held.pk, principal=by, now=moment), now=moment),
        "since": recorded_text(held.state_since, now=moment),
        "why": Subscription.Reason(held.state_reason).label,
        "verified": presenting.verified_text(held, now=moment),
        "url": shown_url(held.url),
        "feed": feed_address(held),
        "asked": asked_lines(held),
        "made": recorded_text(held.created_at, now=moment),
        "last": attempt_line(last[0], event=None, now=moment) if last else None,
        "asks_to_verify": asks_to_verify,
        "can_pause": held.state == State.ACTIVE,
        "can_resume": held.state in (State.PAUSED, State.STOPPED) and not asks_to_verify,
        "form": form or AgreeForm(),
        "problems": problems,
    }
    return page(request, "one", held, context, current="events_subscription_change")


def _counts(held: Subscription) -> Mapping[str, int]:
    return {"keys": held.keys.count(), "parked": held.parked.count(), "attempts": held.attempts.count()}
