"""Finding a person: the question is posted, kept sealed in the session, and answered on a page of its own.

So no name and no number ever stands in an address, and “back” leads to what was found.
"""

from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from events import access
from events.api import cursors
from events.api.parameters import InvalidQuery
from events.domain.permissions import Principal
from events.domain.refusals import Refusal, TooManyFound
from events.queries.work import readable_zones
from management_ui.forms.persons import PersonSearchForm
from management_ui.presenters import person_search as presenter
from management_ui.presenters.moments import now
from management_ui.presenters.problems import problems_of
from management_ui.presenters.refusals import sentence
from readmodels.queries.person_search import search_persons

KEPT: Final = "person-search"
"""Under what the session keeps the last question: encrypted, and of use to nobody else."""


def reader(request: HttpRequest) -> Principal:
    """Who asks, if he may read anything. Raises `PermissionDenied`."""
    principal = access.principal_of(request.user)
    if not readable_zones(principal):
        raise PermissionDenied
    return principal


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def persons(request: HttpRequest) -> HttpResponse:
    """Ask who is sought; on POST, keep the question and go to the answer."""
    principal = reader(request)
    form = PersonSearchForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "persons/search.html", {"form": form})
    if not form.is_valid():
        context = {"form": form, "problems": problems_of(form)}
        return render(request, "persons/search.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    request.session[KEPT] = cursors.seal_place(form.terms(), asked={}, principal=principal)
    return redirect("persons-found")


@require_safe
@login_required
def persons_found(request: HttpRequest) -> HttpResponse:
    """The answer to the question that was asked last; without one, to where it is asked."""
    principal = reader(request)
    form = PersonSearchForm(_kept(request, principal=principal))
    if not form.is_valid():
        return redirect("persons")
    context: dict[str, Any] = {"form": form, "asked": True}
    try:
        found = search_persons(form.wanted(), as_of=now(), principal=principal)
    except Refusal as refusal:
        context["refused"] = sentence(refusal)
    else:
        if found.more_than is not None:
            context["refused"] = sentence(TooManyFound(limit=found.more_than))
        context |= {"lines": presenter.lines(found.persons), "provisional": found.provisional}
    return render(request, "persons/search.html", context)


def _kept(request: HttpRequest, *, principal: Principal) -> Any:
    """The question that was kept; nothing when there is none, or it is somebody else's."""
    try:
        return cursors.unseal_place(request.session.get(KEPT, ""), asked={}, principal=principal)
    except InvalidQuery:
        return {}
