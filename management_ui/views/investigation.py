"""Decisions under investigation: the list, and the page of one, on which an official lets it stand."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import access
from events.catalogue import catalogue
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ReexaminationNotFound, Refusal
from events.models import Zone
from events.queries import work
from events.queries.people import people_behind
from management_ui.forms.conclusion import ConclusionForm
from management_ui.presenters import investigation as presenter
from management_ui.presenters.history import Teller
from management_ui.presenters.moments import now
from management_ui.presenters.persons import names_of
from management_ui.presenters.problems import Problem, problems_of
from management_ui.presenters.refusals import sentence
from management_ui.views.restoring import keeps_refused, restores, typed_before
from readmodels.commands.concluding import let_stand
from readmodels.queries import reexaminations
from readmodels.queries.reexaminations import UnderInvestigation

PAGE_SIZE = 25


@require_safe
@login_required
def investigations(request: HttpRequest) -> HttpResponse:
    """Those in the zones that the official may read, oldest first."""
    principal = access.principal_of(request.user)
    page = reexaminations.under_investigation(
        reexaminations.Wanted(), principal=principal, after=_after(request, principal=principal), size=PAGE_SIZE
    )
    persons = {it for found in page.items for it in found.object_ids[: work.PERSONS_READ_MAX]}
    persons |= {shift.about for found in page.items for shift in found.shifts if shift.about}
    log, types, zones = work.visible_log(persons, principal=principal), catalogue(), _zone_names()
    names = names_of(log, catalogue=types)
    lines = [
        presenter.line(found, log=log, catalogue=types, names=names, zone=zones.get(found.zone, found.zone), now=now())
        for found in page.items
    ]
    return render(
        request, "desk/investigations.html", {"lines": lines, "next": page.items[-1].decision if page.after else None}
    )


@restores
@keeps_refused
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def investigation(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Show what the decision rested on, then and now; on POST, let it stand. A refusal loses nothing filled in."""
    principal = access.principal_of(request.user)
    found = _look(decision_id, principal=principal)
    if request.method != "POST":
        shown = ConclusionForm(typed_before(request), initial={"difference": found.name})
        return _page(request, found, form=shown, principal=principal)
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, principal=principal, problems=problems_of(form))
    try:
        let_stand(
            decision_id,
            difference=form.cleaned_data["difference"],
            motivation=form.cleaned_data["motivation"],
            principal=principal,
        )
    except Refusal as refusal:
        form.data = {**request.POST.dict(), "difference": found.name}
        problems = (Problem(text=sentence(refusal), field="h-difference"),)
        return _page(request, found, form=form, principal=principal, problems=problems)
    messages.success(request, _("Recorded: the decision stands."))
    return redirect("investigations")


def _look(decision_id: UUID, *, principal: Principal) -> UnderInvestigation:
    try:
        return reexaminations.reexamination_of(decision_id, principal=principal)
    except ReexaminationNotFound as refusal:
        raise Http404 from refusal


def _page(
    request: HttpRequest,
    found: UnderInvestigation,
    *,
    form: ConclusionForm,
    principal: Principal,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    types, zones = catalogue(), _zone_names()
    persons = {*found.object_ids[: work.PERSONS_READ_MAX], *(it.about for it in found.shifts if it.about)}
    log = work.visible_log(persons, principal=principal)
    teller = Teller(
        log=log,
        catalogue=types,
        names=names_of(log, catalogue=types),
        now=now(),
        people=people_behind(log),
        here=found.claim,
    )
    context = {
        "inquiry": presenter.inquiry(found, teller=teller, zone=zones.get(found.zone, found.zone)),
        "form": form,
        "problems": problems,
        "may_conclude": principal.may(Permission.VALIDATE, zone=found.zone) and found.concluded is None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "desk/investigation.html", context, status=status)


def _after(request: HttpRequest, *, principal: Principal) -> int:
    """The place after the decision that the last page ended with; the beginning when that cannot be read."""
    try:
        return reexaminations.number_of(UUID(request.GET.get("after", "")), principal=principal)
    except ValueError:
        return 0


def _zone_names() -> dict[str, str]:
    return dict(Zone.objects.values_list("slug", "name"))
