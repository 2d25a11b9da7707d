"""Views on screen: which there are, and one with its definition, its rows at two moments, and where its API is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import access
from events.api import cursors
from events.api.parameters import InvalidQuery
from events.catalogue import catalogue
from events.domain.event_types import EventTypeVersion
from events.domain.moments import parse_instant
from events.domain.permissions import Principal
from events.domain.refusals import NotYourView, Refusal, ViewNotFound
from events.models import EventType
from events.queries import work
from management_ui.forms.moments import MomentsForm
from management_ui.presenters import view_rows, view_states, view_words
from management_ui.presenters.moments import moment_text, now
from management_ui.presenters.persons import names_of
from management_ui.presenters.refusals import sentence
from readmodels.commands import own_views as commands
from readmodels.domain.own_views.definition import Definition
from readmodels.models import View
from readmodels.projectors.own_projection import definition_of
from readmodels.queries import builds, own_views
from readmodels.queries.administrators import may_rebuild
from readmodels.queries.live_views import Freshness
from readmodels.queries.own_rows import Place, Question

PAGE_SIZE: Final = 25


def definer(request: HttpRequest) -> Principal:
    """Who asks, if he may use views. Raises `PermissionDenied`."""
    principal = access.principal_of(request.user)
    if not commands.may_define(principal):
        raise PermissionDenied
    return principal


def view_named(name: str) -> View:
    """The view of a name. Raises `Http404`."""
    if "\x00" in name:
        raise Http404
    try:
        return own_views.view_named(name)
    except ViewNotFound as refusal:
        raise Http404 from refusal


def newest_of(names: tuple[str, ...] | list[str]) -> list[EventTypeVersion]:
    """The newest versions of those of these types that are published."""
    types = catalogue()
    published = set(types.names())
    return [types.newest(name) for name in names if name in published]


@require_safe
@login_required
def views(request: HttpRequest) -> HttpResponse:
    """Every view, with how far it is."""
    principal = definer(request)
    lines = [
        view_states.line(it, yours=it.view.owner == principal.source_id, now=now())
        for it in builds.states_of(own_views.views())
    ]
    return render(request, "views/list.html", {"lines": lines, "may_rebuild": may_rebuild(principal)})


@require_safe
@login_required
def view(request: HttpRequest, name: str) -> HttpResponse:
    """One view: what it is, and its rows for the moments of the address."""
    principal = definer(request)
    found = view_named(name)
    context: dict[str, Any] = {
        "line": view_states.line(builds.state_of(found), yours=found.owner == principal.source_id, now=now()),
        "moments": MomentsForm(request.GET or None),
        "may_change": commands.may_change(found, principal=principal),
        "may_rebuild": may_rebuild(principal),
        "api": request.build_absolute_uri(reverse("states:rows", args=[name])),
        "document": request.build_absolute_uri(reverse("states:view-document", args=[name])),
    }
    if found.definition is not None:
        definition = definition_of(found.definition)
        misfits = [view_words.misfit_text(it, definition=definition) for it in own_views.misfits([found])[found.pk]]
        context |= _definition(definition) | {"description": definition.description, "misfits": misfits}
        if found.live is not None:
            context |= _rows(request, name, form=context["moments"], principal=principal)
    return render(request, "views/view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Ask whether a view may go; on POST, remove it."""
    principal = definer(request)
    found = view_named(name)
    if not commands.may_change(found, principal=principal):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "views/remove.html", {"view": found})
    try:
        commands.remove(name, by=principal)
    except NotYourView as refusal:
        raise PermissionDenied from refusal
    except ViewNotFound as refusal:
        raise Http404 from refusal
    messages.success(request, _("The view “%(title)s” is removed.") % {"title": found.title})
    return redirect("views")


def _definition(definition: Definition) -> dict[str, Any]:
    types = newest_of(definition.event_types)
    titles = dict(EventType.objects.values_list("name", "title"))
    return {
        "said": view_words.said(definition, titles=titles, types=types),
        "fields": view_words.fields_said(definition, types=types),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which rows: for what moments, and after which place."""

    as_of: datetime
    as_at: datetime | None
    after: Place | UUID | None = None


def _rows(request: HttpRequest, name: str, *, form: MomentsForm, principal: Principal) -> dict[str, Any]:
    """The rows of one page, or why there are none."""
    asked = _asked(request, name, form=form, principal=principal)
    question = Question(as_of=asked.as_of, asked=(), size=PAGE_SIZE, after=asked.after)
    try:
        page = own_views.rows_of(name, lambda _: question, principal=principal, fresh=Freshness(as_at=asked.as_at))
    except Refusal as refusal:
        return {"refused": sentence(refusal)}
    log = work.visible_log({it.object_id for it in page.rows.found}, principal=principal)
    names = names_of(log, catalogue=catalogue())
    return {
        "columns": [view_rows.heading(field) for field in page.definition.fields],
        "rows": view_rows.lines(page.rows.found, definition=page.definition, names=names, as_of=page.as_of),
        "as_of": moment_text(page.as_of),
        "as_at": moment_text(page.as_at),
        "provisional": page.provisional,
        "unmade": len(page.parked),
        "next": _next(page, request=request, name=name, principal=principal),
        "is_first": asked.after is None,
    }


def _asked(request: HttpRequest, name: str, *, form: MomentsForm, principal: Principal) -> _Asked:
    """What the address asks: a later page is of the moments of the first; one that cannot be read, the first."""
    try:
        told = cursors.unseal_place(request.GET.get("after", ""), asked=_bound(request, name=name), principal=principal)
    except InvalidQuery:
        as_of, as_at = form.moments() if form.is_bound else (now(), None)
        return _Asked(as_of=as_of, as_at=as_at)
    began, since = parse_instant(told["asOf"]), parse_instant(told["since"])
    assert began is not None
    object_id = UUID(told["object"])
    after = object_id if since is None else Place(object_id=object_id, key=told["key"], since=since)
    return _Asked(as_of=began, as_at=parse_instant(told["asAt"]), after=after)


def _next(page: own_views.Page, *, request: HttpRequest, name: str, principal: Principal) -> str:
    """The cursor of the next page; nothing after the last."""
    told: dict[str, Any] = {"asOf": page.as_of.isoformat(), "asAt": page.as_at.isoformat()}
    match page.after:
        case None:
            return ""
        case UUID() as object_id:
            told |= {"object": str(object_id), "key": None, "since": None}
        case Place(object_id=object_id, key=key, since=since):
            told |= {"object": str(object_id), "key": key, "since": since.isoformat()}
    return cursors.seal_place(told, asked=_bound(request, name=name), principal=principal)


def _bound(request: HttpRequest, *, name: str) -> Mapping[str, str]:
    """What a cursor belongs to."""
    return {"view": name, **{moment: request.GET.get(moment, "") for moment in ("as_of", "as_at")}}
