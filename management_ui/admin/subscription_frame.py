"""What the pages of one subscription share: who may see them, what stands around them, how a refusal is told."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from events import access
from events.administration import is_administrator
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Refusal
from events.domain.subscription_refusals import NothingIsSent, SubscriptionNotFound
from events.models import Subscription
from events.subscriptions.queries import subscriptions
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.refusals import sentence, violation_text
from management_ui.presenters.subscription_words import told
from management_ui.presenters.subscriptions import owner_titles, tabs

TEMPLATES: Final = "admin/subscriptions"

Page = Callable[[HttpRequest, Subscription, Principal], HttpResponse]


def administrator(request: HttpRequest) -> Principal:
    """Who asks, if he administers every zone; nobody else comes further."""
    principal = access.principal_of(request.user)
    if not is_administrator(principal):
        raise PermissionDenied
    return principal


def page_of(site: AdminSite, show: Page) -> Any:
    """The view that shows a page of one subscription, in its surroundings; not found for one that is not there.

    A page about sending leads back from one that is fetched.
    """

    def view(request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        by = administrator(request)
        try:
            answer = show(request, subscriptions.subscription(pk, principal=by), by, **more)
        except SubscriptionNotFound:
            raise Http404 from None
        except NothingIsSent as refusal:
            refuse(request, refusal)
            return redirect("admin:events_subscription_change", pk)
        return surrounded(answer, site=site, request=request)

    return site.admin_view(view)


def surrounded(answer: HttpResponse, *, site: AdminSite, request: HttpRequest) -> HttpResponse:
    """A page with what stands around every page of the administration. It may tell of persons: nobody keeps it."""
    if isinstance(answer, TemplateResponse):
        answer.context_data = {**site.each_context(request), **(answer.context_data or {})}
    add_never_cache_headers(answer)
    return answer


def page(
    request: HttpRequest, name: str, held: Subscription, context: Mapping[str, Any], *, current: str = ""
) -> TemplateResponse:
    """A page of one subscription; `problems` in the context make it one that refuses. `crumb`: what it is called."""
    found = tabs(held, current=current)
    crumb = context.get("crumb") or next((tab.label for tab in found[1:] if tab.current), "")
    shown = {
        "title": f"{held.name}: {crumb.lower()}" if crumb else held.name,
        "crumb": crumb,
        "opts": Subscription._meta,
        "held": held,
        "owner": owner_titles([held.owner])[held.owner_id],
        "told": told(held),
        "tabs": found,
        **context,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context.get("problems") else HTTPStatus.OK
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", shown, status=status)


def problems_of(
    refusal: Refusal, *, form: BaseForm | None = None, at: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """The refusal as lines of the error summary, put at the inputs of the form that mend it.

    `at`: which input of the form says what stands at a pointer. What is about the whole comes first.
    """
    inputs = at or {}
    if not isinstance(refusal, InvalidRequest):
        told_at = inputs.get(refusal.pointer or "")
        if form is None or told_at is None:
            return (Problem(text=sentence(refusal)),)
        form.add_error(told_at, sentence(refusal))
        return labelled_problems_of(form)
    whole = []
    for it in refusal.violations:
        name = inputs.get(it.pointer)
        if form is None or name is None:
            whole.append(Problem(text=violation_text(it)))
        else:
            form.add_error(name, violation_text(it))
    return (*whole, *(labelled_problems_of(form) if form is not None else ()))


def refuse(request: HttpRequest, refusal: Refusal) -> None:
    """Say on the next page what was refused and how to mend it."""
    if isinstance(refusal, InvalidRequest):
        messages.error(request, " ".join(violation_text(it) for it in refusal.violations))
    else:
        messages.error(request, sentence(refusal))
