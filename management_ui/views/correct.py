"""Correcting something that was recorded: it was otherwise, or it never happened."""

from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events import access
from events.commands import claim_drafts
from events.domain.event import Operation
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound, Refusal
from management_ui.forms.entry.body import OCCURRED, day_typed
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import typed_as
from management_ui.presenters.correcting import Correctable, correctable
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence
from readmodels.queries import code_tables


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Choose how to correct an event; on POST, begin the draft of it."""
    principal = access.principal_of(request.user)
    try:
        found = correctable(event_id, principal=principal, now=now())
    except EventNotFound as refusal:
        raise Http404 from refusal
    operation = request.POST.get("operation", "")
    if request.method == "POST" and found.allows(operation):
        return _begun(request, found, operation=operation, principal=principal)
    return _page(request, found)


def _begun(request: HttpRequest, found: Correctable, *, operation: str, principal: Principal) -> HttpResponse:
    typed: dict[str, str] = {}
    if operation == Operation.REPLACE and found.end.content is not None:
        typed = typed_as(tree(found.end.event_type), found.end.content.data, describe=code_tables.descriptions())
        if found.end.event_type.material_pointer is None:
            typed[OCCURRED] = day_typed(found.end.content.occurred_at)
    try:
        begun = claim_drafts.begin_correction(
            found.end.event.id, operation, tip=found.end.target.id, principal=principal, typed=typed
        )
    except Refusal as refusal:
        return _page(request, found, problem=Problem(text=sentence(refusal)))
    return redirect("draft", begun.pk)


def _page(request: HttpRequest, found: Correctable, *, problem: Problem | None = None) -> HttpResponse:
    context = {"found": found, "problems": () if problem is None else (problem,)}
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "drafts/correct.html", context, status=status)
