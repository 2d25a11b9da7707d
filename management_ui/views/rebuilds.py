"""Rebuilding a view, for who administers every zone: begin, follow, slow down, stop; and what is parked."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import User
from management_ui.forms.rebuild import RateForm
from management_ui.presenters import view_states
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem, problems_of
from management_ui.presenters.refusals import sentence
from management_ui.views.own_views import view_named
from management_ui.views.restoring import restores, typed_before
from readmodels.commands import rebuilding
from readmodels.models import View
from readmodels.queries import builds
from readmodels.queries.administrators import may_rebuild

REFRESH_SECONDS: Final = 10
"""After how long a page without JavaScript asks itself again, unless one asked it not to."""

Do = Callable[[HttpRequest, View, Principal], None]


@restores
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rebuild(request: HttpRequest, name: str) -> HttpResponse:
    """How the rebuilds of a view go; on POST do what the button says."""
    assert isinstance(request.user, User)
    principal = access.principal_of(request.user)
    if not may_rebuild(principal):
        raise PermissionDenied
    view = view_named(name)
    if request.method != "POST":
        typed = typed_before(request)
        return _page(request, view, principal, form=None if typed is None else RateForm(typed))
    form = RateForm(request.POST)
    do = ACTIONS.get(request.POST.get("action", ""))
    if not form.is_valid():
        return _page(request, view, principal, form=form, problems=problems_of(form))
    try:
        if do is not None:
            do(request, view, principal)
    except Refusal as refusal:
        return _page(request, view, principal, problems=(Problem(text=sentence(refusal)),))
    return redirect("rebuild", name)


def _begin(request: HttpRequest, view: View, principal: Principal) -> None:
    rebuilding.begin_rebuild(view.name, rate_max=_rate(request), by=principal)
    messages.success(request, _("The rebuild has begun. The view answers as it was until it is done."))


def _set_rate(request: HttpRequest, view: View, principal: Principal) -> None:
    rebuilding.set_rate(view.name, rate_max=_rate(request), number=_number(request), by=principal)
    messages.success(request, _("The rebuild goes on at the new speed."))


def _stop(request: HttpRequest, view: View, principal: Principal) -> None:
    rebuilding.stop_rebuild(view.name, number=_number(request), by=principal)
    messages.success(request, _("The rebuild is stopped. The view answers as it was."))


def _retry(request: HttpRequest, view: View, principal: Principal) -> None:
    reason = rebuilding.retry_parked(view.name, _object(request), by=principal)
    if reason:
        messages.warning(request, _("Its rows still could not be made: %(reason)s") % {"reason": reason})
    else:
        messages.success(request, _("Its rows are made: it is no longer parked."))


ACTIONS: Final[Mapping[str, Do]] = {"begin": _begin, "rate": _set_rate, "stop": _stop, "retry": _retry}


def _rate(request: HttpRequest) -> int | None:
    form = RateForm(request.POST)
    form.is_valid()
    rate: int | None = form.cleaned_data["rate_max"]
    return rate


def _number(request: HttpRequest) -> int | None:
    """The build that the page showed: what was begun since is another's."""
    said = request.POST.get("number", "")
    return int(said[:9]) if said.isascii() and said.isdigit() else None


def _object(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("object", ""))
    except ValueError:
        return UUID(int=0)


def _page(
    request: HttpRequest,
    view: View,
    principal: Principal,
    *,
    form: RateForm | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    state = builds.state_of(view)
    line = view_states.line(state, yours=False, now=now())
    context = {
        "line": line,
        "form": form or RateForm(rate_max=line.rebuild.rate_max if line.rebuild else None),
        "problems": problems,
        "builds": [view_states.build_line(it, now=now()) for it in builds.builds_of(view)],
        "parked": [view_states.parked_line(it, now=now()) for it in builds.parked_in(view, principal=principal)],
        "refresh": REFRESH_SECONDS if line.rebuild and "stil" not in request.GET and not problems else None,
        "is_quiet": "stil" in request.GET,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "views/rebuild.html", context, status=status)
