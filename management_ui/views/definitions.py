"""Defining a view of one's own on a form, and trying it on real events before it is kept."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.catalogue import catalogue
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Refusal, Violation
from events.queries import work
from management_ui.forms.definition import DefinitionForm
from management_ui.forms.draft import FORM_OF_FIELD, FORM_OF_WHERE, ConditionRow, Draft, FieldRow, typed_in, written_as
from management_ui.presenters import view_rows
from management_ui.presenters.moments import now
from management_ui.presenters.persons import names_of
from management_ui.presenters.places import suggested
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence
from management_ui.presenters.view_words import mistake_text
from management_ui.views.own_views import definer, newest_of, view_named
from management_ui.views.restoring import restores, typed_before
from readmodels.commands import own_views as commands
from readmodels.domain.own_views.definition import parse
from readmodels.domain.own_views.definition_shape import CONDITIONS_MAX, FIELDS_MAX, POINTERS_MAX
from readmodels.queries import own_views

TRY: Final = "try"
LIVE: Final = "live"
"""As `TRY`, asked by the page itself while somebody types: what is wrong is told beside the rows, not at the inputs."""
SAVE: Final = "save"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who defines what: `name` is that of the view that is changed, nothing for a new one."""

    request: HttpRequest
    principal: Principal
    name: str = ""
    revision: str = ""
    """Of the view that is changed: what the page showed, or shows now."""

    @property
    def action(self) -> str:
        """Which button was pressed."""
        return self.request.POST.get("action", "")


@restores
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Define a new view; `?van=` begins with the definition of another."""
    asked = _Asked(request=request, principal=definer(request))
    if request.method == "POST":
        return _answered(asked, typed_in(request.POST))
    typed = typed_before(request)
    return _page(asked, _copied(request.GET.get("van", "")) if typed is None else typed_in(typed))


@restores
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change a view of one's own."""
    principal, found = definer(request), view_named(name)
    if not commands.may_change(found, principal=principal):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else typed_before(request)
    shown = found.revision if typed is None else typed.get("revision", "")
    asked = _Asked(request=request, principal=principal, name=name, revision=shown)
    if request.method == "POST":
        return _answered(asked, typed_in(request.POST))
    return _page(asked, written_as(found.definition or {}) if typed is None else typed_in(typed))


def _copied(name: str) -> Draft:
    definition = view_named(name).definition if name else None
    if definition is None:
        return Draft()
    draft = written_as(definition)
    draft.name = ""
    return draft


def _answered(asked: _Asked, draft: Draft) -> HttpResponse:
    """Do what the button says: another row, a row less, a trial, or keep it."""
    focus = _changed(draft, asked.action)
    if focus:
        return _page(asked, draft, focus=focus)
    if asked.action in (TRY, LIVE):
        return _tried(asked, draft)
    return _saved(asked, draft)


def _saved(asked: _Asked, draft: Draft) -> HttpResponse:
    types = newest_of(draft.event_types)
    body = draft.json(types=types, suggested=suggested(types))
    try:
        if asked.name:
            view = commands.redefine(asked.name, body, by=asked.principal, revision=asked.revision)
        else:
            view = commands.define(body, by=asked.principal)
    except InvalidRequest as refusal:
        if any(violation.code == commands.MOVED for violation in refusal.violations):
            asked = replace(asked, revision=view_named(asked.name).revision)  # he is told, and may replace it
        return _page(asked, draft, wrong=refusal.violations)
    except Refusal as refusal:
        return _page(asked, draft, refusal=refusal)
    said = _("Kept. The view is being made anew, and answers as it was until then.")
    messages.success(asked.request, said if asked.name else _("Kept. The view is being filled now."))
    return redirect("view", view.name)


def _tried(asked: _Asked, draft: Draft) -> HttpResponse:
    types = newest_of(draft.event_types)
    try:
        definition = parse(draft.json(types=types, suggested=suggested(types)), catalogue=catalogue())
    except InvalidRequest as refusal:
        return _page(asked, draft, wrong=refusal.violations)
    found = own_views.preview(definition, as_of=now(), principal=asked.principal)
    log = work.visible_log({row.object_id for row in found.rows}, principal=asked.principal)
    names = names_of(log, catalogue=catalogue())
    return _page(asked, draft, trial=view_rows.trial(found, definition=definition, names=names))


def _page(
    asked: _Asked,
    draft: Draft,
    *,
    wrong: tuple[Violation, ...] = (),
    refusal: Refusal | None = None,
    trial: view_rows.Trial | None = None,
    focus: str = "",
) -> HttpResponse:
    places = suggested(newest_of(draft.event_types))
    form = DefinitionForm(draft, types=_types(), places=places, is_new=not asked.name, focus=focus)
    problems = _problems(form, wrong=wrong, refusal=refusal)
    is_live = asked.action == LIVE
    context = {
        "form": form,
        "name": asked.name,
        "revision": asked.revision,
        "problems": () if is_live else problems,
        "missing": problems if is_live else (),
        "trial": trial,
        "tried": asked.action in (TRY, LIVE),
    }
    refused = bool(problems) and not is_live
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(asked.request, "views/definition.html", context, status=status)


def _problems(form: DefinitionForm, *, wrong: tuple[Violation, ...], refusal: Refusal | None) -> tuple[Problem, ...]:
    """What is wrong, put at the inputs too. That a name lacks goes without saying when the title lacks."""
    places = {violation.pointer for violation in wrong}
    told = [
        form.blame(violation.pointer, mistake_text(violation))
        for violation in wrong
        if violation.pointer != "/name" or "/title" not in places
    ]
    if refusal is not None:
        told.append(form.blame(refusal.pointer or "", sentence(refusal)))
    return tuple(Problem(text=text, field=field) for field, text in told)


def _changed(draft: Draft, action: str) -> str:
    """Add or remove a row or a place, and say at which input to go on; nothing for another action."""
    verb, _dash, what = action.partition("-")
    of, _dash, number = what.partition("-")
    if verb not in ("add", "remove", "place") or of not in (FORM_OF_WHERE, FORM_OF_FIELD):
        return ""
    rows: list[ConditionRow] | list[FieldRow] = draft.conditions if of == FORM_OF_WHERE else draft.fields
    at = int(number) if number.isascii() and number.isdigit() and int(number) < len(rows) else None
    if verb == "add":
        return _added(draft, of)
    if at is None:
        return of
    if verb == "remove":
        del rows[at]
        return f"{of}-{max(0, at - 1)}-pointer-0" if rows else f"add-{of}"
    if len(rows[at].pointers) < POINTERS_MAX:
        rows[at].pointers.append("")
    return f"{of}-{at}-pointer-{len(rows[at].pointers) - 1}"


def _added(draft: Draft, of: str) -> str:
    if of == FORM_OF_WHERE:
        if len(draft.conditions) < CONDITIONS_MAX:
            draft.conditions.append(ConditionRow())
        return f"{of}-{len(draft.conditions) - 1}-pointer-0"
    if len(draft.fields) < FIELDS_MAX:
        draft.fields.append(FieldRow())
    return f"{of}-{len(draft.fields) - 1}-title"


def _types() -> dict[str, str]:
    """The published types by name, by title; those of a register taken over come last."""
    types = catalogue()
    newest = [types.newest(name) for name in types.names()]
    return {it.name: it.title for it in sorted(newest, key=lambda it: (it.takeover, it.title.casefold()))}
