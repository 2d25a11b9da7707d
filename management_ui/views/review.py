"""The review page of one claim or correction: look, and decide."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import access, processing
from events.catalogue import catalogue
from events.catalogue.legal_terms import legal_terms
from events.commands import presence
from events.commands import work as work_commands
from events.commands.messages import ask_source
from events.domain.checks import COMPLETE
from events.domain.event import Decision
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound, InvalidRequest, NewerEvents, Refusal, RequestTooLarge
from events.domain.standing import StandingOf
from events.models import Zone
from events.queries import work, work_items
from events.queries.people import people_behind
from events.queries.review import Review
from events.queries.review import review as review_of
from management_ui.forms.act_fields import Demand, act_fields, to_correct
from management_ui.forms.decision import DecisionForm
from management_ui.presenters.code_lists import code_lists, coded
from management_ui.presenters.consequence_changes import changes_of
from management_ui.presenters.consequences import Expected, expected, too_many
from management_ui.presenters.desk import Desk, desk
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem, problems_of
from management_ui.presenters.refusals import problems_in, violation_text
from management_ui.presenters.review import names_on, sheet
from management_ui.views.restoring import keeps_refused, restores, typed_before
from readmodels.domain.seen import Seen, newest, seen_by
from readmodels.queries.previews import acceptance_of


@restores
@keeps_refused
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show the claim with all that bears on it; on POST, decide. A refusal loses nothing that was filled in."""
    principal = access.principal_of(request.user)
    found = _look(claim_id, principal=principal)
    typed = request.POST if request.method == "POST" else typed_before(request)
    form = _form(found, data=None if typed is None else _posted(typed))
    problems: tuple[Problem, ...] = problems_of(form) if form.is_bound and not form.is_valid() else ()
    if request.method != "POST":
        return _page(request, found, form=form, principal=principal)
    if not problems and not form.asks and form.chosen() is None:
        problems = (Problem(text=_("Choose: validate, reject, or ask for more."), field="decide"),)
    if problems:
        return _page(request, found, form=form, principal=principal, problems=problems)
    if form.asks:
        return _ask(request, found, form=form, principal=principal)
    return _decide(request, found, form=form, principal=principal)


def _posted(typed: QueryDict) -> dict[str, Any]:
    """What was filled in; of the overruled checks there may be several."""
    return {**typed.dict(), "overruled": typed.getlist("overruled")}


def _look(claim_id: UUID, *, principal: Principal) -> Review:
    """The claim, its reading recorded in the log of processing. An invisible claim is not there."""
    with transaction.atomic():
        try:
            found = review_of(claim_id, principal=principal, now=now())
        except EventNotFound as refusal:
            raise Http404 from refusal
        subjects = {object_id for event in found.log for object_id in event.object_ids}
        processing.record("Claim bekeken", principal=principal, subjects=subjects, activity=processing.Activity.READ)
    return found


def _demand(found: Review) -> Demand:
    """What accepting asks of the data."""
    lacks = found.trial.fails(COMPLETE)
    return Demand(
        schema=found.event_type.schema,
        accept_schema=found.event_type.accept_schema if lacks else {},
        data=found.data,
        persons=found.event.object_ids,
        names=names_on(found, catalogue=catalogue()),
    )


def _form(found: Review, *, data: Any) -> DecisionForm:
    act = act_fields(_demand(found))
    if data is not None:
        filled = {item.name: str(data.get(item.name) or "") for item in act}
        data = {**data, **coded(filled, ((item.name, item.leaf) for item in act))}
    return DecisionForm(
        data,
        overrulable=[check.name for check in found.trial.checks if check.overrulable],
        act=act,
        constitutive=found.event_type.constitutive,
        expected=found.expected,
    )


def _decide(request: HttpRequest, found: Review, *, form: DecisionForm, principal: Principal) -> HttpResponse:
    decision = form.chosen()
    assert decision is not None
    accepts = decision is Decision.ACCEPTED
    deciding = work_commands.Deciding(
        decision=decision,
        motivation=form.cleaned_data["motivation"],
        overruled=form.cleaned_data["overruled"] if accepts else (),
        act=form.act_filled() if accepts else None,
        effective_from=form.effective_moment() if accepts else None,
        event_id=form.cleaned_data["event_id"],
        expected=form.cleaned_data["expected"],
        take_over_because=form.cleaned_data["reason"],
    )
    try:
        work_commands.decide(found.event.id, deciding, by=principal)
    except NewerEvents:
        return _ask_again(request, found, form=form, principal=principal)
    except Refusal as refusal:
        problems = problems_in(refusal, form=form)
        return _page(request, found, form=form, principal=principal, problems=problems)
    said = _("Accepted and recorded.") if accepts else _("Rejected and recorded.")
    messages.success(request, said)
    return redirect("review", found.event.id)


def _ask(request: HttpRequest, found: Review, *, form: DecisionForm, principal: Principal) -> HttpResponse:
    """Ask the source for more, in the words of the one field there is."""
    try:
        ask_source(found.event.id, text=form.cleaned_data["motivation"], by=principal)
    except InvalidRequest:
        form.add_error("motivation", _("Write what you need from who submitted this."))
        return _page(request, found, form=form, principal=principal, problems=problems_of(form))
    except Refusal as refusal:
        problems = problems_in(refusal, form=form)
        return _page(request, found, form=form, principal=principal, problems=problems)
    messages.success(request, _("Asked. The claim waits in the queue until the source answers."))
    return redirect("review", found.event.id)


def _follows(
    found: Review, *, form: DecisionForm, principal: Principal, seen: Seen | None
) -> tuple[Expected | None, datetime]:
    """What accepting it would change, with the act as far as it is filled in; None for what waits for nobody.

    With it, the formal moment of the newest event that was looked at: what the page has shown.
    """
    if found.standing is not StandingOf.OPEN:
        return None, newest(found.log)
    adding = form.acceptance() if form.is_bound else {}
    try:
        acceptance = acceptance_of(found.event, adding=adding, principal=principal, seen=seen)
    except RequestTooLarge:
        return too_many(), newest(found.log)
    return expected(acceptance, event=found.event, catalogue=catalogue()), newest(acceptance.log)


def _desk(found: Review, *, principal: Principal) -> Desk:
    """Who has it in hand, who looks at it too, and what was done and said about it."""
    moment, event = now(), found.event
    return desk(
        found,
        in_hand=work_items.in_hand([event.id], principal=principal, now=moment).get(event.id, work_items.NOBODY),
        others=presence.see(event.id, by=principal, now=moment),
        entries=work_items.entries_of(event.id),
        term=legal_terms().of(event.event_type, event.kind),
        due_on=work.due_on(event.id),
        now=moment,
    )


def _ask_again(request: HttpRequest, found: Review, *, form: DecisionForm, principal: Principal) -> HttpResponse:
    """The world changed since the page was opened: show what is new, keep what was filled in, ask again."""
    given = form.cleaned_data
    seen = seen_by(given["expected"], as_at=given["seen_at"], log=found.log)
    text = _("Something was recorded since you opened this page. It is marked “New”. Look at it and decide again.")
    problems = (Problem(text=text, field="h-events"),)
    return _page(request, found, form=form, principal=principal, problems=problems, seen=seen)


def _page(
    request: HttpRequest,
    found: Review,
    *,
    form: DecisionForm,
    principal: Principal,
    problems: tuple[Problem, ...] = (),
    seen: Seen | None = None,
) -> HttpResponse:
    """The page; with what was `seen` before, what is new since then is set apart, and the page is shown anew."""
    zones, moment = dict(Zone.objects.values_list("slug", "name")), now()
    work_commands.keep_locked(found.event.id, by=principal, now=moment)
    follows, seen_at = _follows(found, form=form, principal=principal, seen=seen)
    changes = changes_of(follows)
    if changes:
        problems = (*problems, Problem(text=_("What follows is otherwise now. See what changed."), field="h-since"))
    if seen is not None or not form.is_bound:
        form.shows(found.expected, seen_at=seen_at)
    old = found.log if seen is None else seen.of(found.log)
    new = frozenset(event.id for event in found.log if event.id not in old)
    shown = sheet(found, catalogue=catalogue(), zones=zones, people=people_behind(found.log), now=now(), new=new)
    context = {
        "sheet": shown,
        "desk": _desk(found, principal=principal),
        "opened": moment.isoformat(),
        "follows": follows,
        "changes": changes,
        "form": form,
        "codes": code_lists(item.leaf for item in form.act),
        "to_correct": [(title, violation_text(wrong)) for title, wrong in to_correct(_demand(found))],
        "problems": problems,
        "next": None if shown.decidable else work.next_open(found.event.id, principal=principal, now=moment),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "desk/review.html", context, status=status)
