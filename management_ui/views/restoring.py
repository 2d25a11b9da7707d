"""What was typed comes back: after the session ended, or when the page was too old, one finds his form as he left it.

A view that fills its form in with `typed_before` is marked with `restores`, and shows itself what was typed. For every
other form, also those of Django's administration, `resume` shows what was typed and sends it again when one asks so.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.models import User
from management_ui.personal import kept_forms
from management_ui.personal.last_account import last_account
from management_ui.presenters.typed import inputs, readable

RESTORED: Final = "restored"
"""The tag of the message that says so; the template puts a button beside it."""
NOT_KEPT: Final = frozenset({"login", "logout", "set_language", "resume", "shortcuts"})
"""The addresses of which nothing is worth keeping, or may be."""

Restoring = TypeVar("Restoring", bound=Callable[..., HttpResponse])


def restores(view: Restoring) -> Restoring:
    """Mark a view that fills its form in with what was typed before."""
    view.restores_typed = True  # type: ignore[attr-defined]  # read by `fills_in_itself`
    return view


def keeps_refused(view: Restoring) -> Restoring:
    """Mark a view that `restores`: what it refuses is kept too, so that “back” leads to what was filled in."""
    view.keeps_refused = True  # type: ignore[attr-defined]  # read by `keeps_what_it_refuses`
    return view


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed here before and could not be taken in; says so on the page. Nothing on a POST."""
    if request.method == "POST" or not isinstance(request.user, User):
        return None
    typed = kept_forms.kept_for(request.user, path=request.path)
    if typed is not None:
        said = _("What you had filled in stands here again. Nothing was recorded yet: look at it, and send it again.")
        messages.warning(request, said, extra_tags=RESTORED)
    return typed


def keep(request: HttpRequest) -> str:
    """Keep what this POST sent for whom it belongs to; the address that brings it back, or nothing."""
    owner = last_account(request)
    if owner is None or _name_of(request.path) in NOT_KEPT:
        return ""
    if not kept_forms.keep(owner, path=request.path, typed=request.POST):
        return ""
    return f"{reverse('resume')}?{urlencode({'van': request.path})}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Bring back what was typed for the address `van`; on POST, throw it away."""
    assert isinstance(request.user, User)
    path = (request.POST if request.method == "POST" else request.GET).get("van", "")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return redirect("queue")
    if request.method == "POST":
        kept_forms.throw_away(request.user, path=path)
        messages.success(request, _("What you had filled in is thrown away."))
        return redirect(path if fills_in_itself(path) else "queue")
    typed = kept_forms.kept_for(request.user, path=path)
    if typed is None or fills_in_itself(path):
        return redirect(path if fills_in_itself(path) else "queue")
    context = {"path": path, "inputs": inputs(typed), "readable": readable(typed)}
    return render(request, "session/resume.html", context)


def fills_in_itself(path: str) -> bool:
    """Whether the view at this address is marked with `restores`."""
    return _is_marked(path, "restores_typed")


def keeps_what_it_refuses(path: str) -> bool:
    """Whether the view at this address is marked with `keeps_refused`."""
    return _is_marked(path, "keeps_refused")


def _is_marked(path: str, mark: str) -> bool:
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    return getattr(view, mark, False)


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
