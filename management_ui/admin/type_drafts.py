"""The pages of a draft of an event type: write, see what changes, hold it against what is stored, try, publish.

Every page works by itself: what was saved last is judged anew each time. Only for who administers every zone.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import access
from events.administration import is_administrator
from events.catalogue.drafts import Judged, judged
from events.commands import event_types as commands
from events.domain import json_text
from events.domain.permissions import Principal
from events.domain.refusals import DraftMoved, DraftNotFound, InvalidRequest, Refusal
from events.models import EventType
from events.queries import compatibility, type_drafts
from management_ui.forms.event_types import DraftForm, NewTypeForm, TrialForm
from management_ui.presenters import drafts as presenting
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.refusals import sentence, violation_text
from management_ui.presenters.version_differences import difference_lines

if TYPE_CHECKING:
    from management_ui.admin.event_types import EventTypeAdmin

Page = Callable[[HttpRequest, Judged, Principal], HttpResponse]
TEMPLATES = "admin/event_types"


def urls(of: "EventTypeAdmin") -> list[URLPattern]:
    """The addresses of drafts, under those of event types."""
    view = of.admin_site.admin_view

    def page(show: Page) -> Any:
        return view(
            lambda request, pk: _shown(request, pk, show=show, surroundings=of.admin_site.each_context(request))
        )

    return [
        path("drafts/begin/<int:pk>/", view(require_POST(begin)), name="draft_begin"),
        path("drafts/<uuid:pk>/", page(write), name="draft"),
        path("drafts/<uuid:pk>/differences/", page(changes), name="draft_differences"),
        path("drafts/<uuid:pk>/compatibility/", page(stored), name="draft_compatibility"),
        path("drafts/<uuid:pk>/trial/", page(attempt), name="draft_trial"),
        path("drafts/<uuid:pk>/publish/", page(publish), name="draft_publish"),
        path("drafts/<uuid:pk>/discard/", page(discard), name="draft_discard"),
    ]


def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft of the next version of a type."""
    by = _administrator(request)
    event_type = EventType.objects.filter(pk=pk).first()
    if event_type is None:
        raise Http404
    try:
        draft = commands.draft_event_type(event_type.name, by=by)
    except InvalidRequest as refusal:
        messages.error(request, " ".join(violation_text(it) for it in refusal.violations))
        return redirect("admin:events_eventtype_change", pk)
    return redirect("admin:draft", draft.pk)


def begun_from(request: HttpRequest, form: NewTypeForm) -> HttpResponse | None:
    """Begin a draft of a new type; nothing when the form is wrong, which then says why."""
    by = _administrator(request)
    if not form.is_valid():
        return None
    name = form.cleaned_data["name"].strip()
    if EventType.objects.filter(name__iexact=name).exists():
        form.add_error("name", _("There is a type of this name already. Open it to draft its next version."))
        return None
    try:
        draft = commands.draft_event_type(name, title=form.cleaned_data["title"], by=by)
    except InvalidRequest as refusal:
        for it in refusal.violations:
            form.add_error(it.pointer.removeprefix("/"), violation_text(it))
        return None
    return redirect("admin:draft", draft.pk)


def write(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """The text of the draft, with every mistake at its line."""
    form = _form(found)
    if request.method != "POST":
        return _page(request, "draft", found, {"form": form, "problems": presenting.problems(found.checked)})
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _refused(request, "draft", found, {"form": form, "problems": labelled_problems_of(form)})
    sent = form.cleaned_data
    try:
        commands.change_draft(found.draft.pk, title=sent["title"], text=sent["text"], revision=sent["revision"], by=by)
    except InvalidRequest as refusal:
        checked = judged(found.draft, text=sent["text"], title=sent["title"]).checked
        told = presenting.problems(checked) or tuple(Problem(text=violation_text(it)) for it in refusal.violations)
        return _refused(request, "draft", found, {"form": form, "problems": told})
    except Refusal as refusal:
        return _refused(request, "draft", found, {"form": form, "problems": (Problem(text=sentence(refusal)),)})
    messages.success(request, _("Saved."))
    return redirect("admin:draft", found.draft.pk)


def changes(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """What the draft changes in the version it goes on from."""
    del by
    lines = difference_lines(type_drafts.differences(found))
    return _page(request, "draft_differences", found, {"differences": lines})


def stored(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """What becomes of the stored events, a stated number at a time."""
    if found.version is None:
        return _page(request, "draft_compatibility", found, {})
    asked = request.GET.get("before", "")
    before = int(asked[:18]) if asked.isascii() and asked.isdigit() else None
    result = compatibility.compatibility_of(found, principal=by, before=before)
    context = {
        "result": result,
        "counts": presenting.count_lines(result),
        "unfit": result.number(*presenting.UNFIT),
        "reasons": [(place or "/", presenting.reason_text(code), number) for place, code, number in result.reasons],
        "examples": [
            (it, presenting.outcome_text(it.outcome), presenting.violation_lines(it.violations))
            for it in result.examples
        ],
        "older": before is not None,
    }
    return _page(request, "draft_compatibility", found, context)


def attempt(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """Try the draft on data that is typed in, or on one stored event."""
    examples = (found.version.schema.get("examples") or [{}]) if found.version else [{}]
    asked = request.GET.get("event") or ""
    form = TrialForm(request.POST or None, initial={"event_id": asked, "document": presenting.pretty(examples[0])})
    if request.method != "POST" or found.version is None:
        return _page(request, "draft_trial", found, {"form": form})
    told = _tried(form, found, by) if form.is_valid() else labelled_problems_of(form)
    if isinstance(told, tuple):
        return _refused(request, "draft_trial", found, {"form": form, "problems": told})
    return _page(request, "draft_trial", found, {"form": form, "result": told})


def _tried(form: TrialForm, found: Judged, by: Principal) -> dict[str, Any] | tuple[Problem, ...]:
    """The result, or what is wrong with the question."""
    event_id = form.cleaned_data["event_id"]
    try:
        if event_id is not None:
            return presenting.trial_result(compatibility.try_event(found, event_id, principal=by))
        typed = json_text.read(form.cleaned_data["document"])
        if typed.mistakes:
            return tuple(Problem(text=violation_text(it), field="id_document") for it in typed.mistakes)
        if not isinstance(typed.value, dict):
            return (Problem(text=_("Write one JSON object."), field="id_document"),)
        return presenting.trial_result(compatibility.try_document(found, typed.value, principal=by))
    except Refusal as refusal:
        form.add_error("event_id", sentence(refusal))
        return labelled_problems_of(form)


def publish(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """What will be published, once more; and the button that does it for ever."""
    lines = difference_lines(type_drafts.differences(found))
    context = {"differences": lines, "stricter": [line for line in lines if line.tone in {"danger", "warning"}]}
    if request.method != "POST":
        return _page(request, "draft_publish", found, context)
    if request.POST.get("understood") != "on":
        told = Problem(text=_("Tick that you know that this cannot be changed any more."), field="id_understood")
        return _refused(request, "draft_publish", found, context | {"problems": (told,), "missed": told.text})
    try:
        row = commands.publish_draft(found.draft.pk, revision=_revision(request), by=by)
    except Refusal as refusal:
        return _refused(request, "draft_publish", found, context | {"problems": (Problem(text=sentence(refusal)),)})
    messages.success(request, _("%(version)s is published: claims can be made with it from now on.") % {"version": row})
    return redirect("admin:type_version", row.event_type_id, row.version)


def discard(request: HttpRequest, found: Judged, by: Principal) -> HttpResponse:
    """Throw the draft away, after asking."""
    if request.method != "POST":
        return _page(request, "draft_discard", found, {})
    try:
        commands.discard_draft(found.draft.pk, revision=_revision(request), by=by)
    except DraftMoved as refusal:
        return _refused(request, "draft_discard", found, {"problems": (Problem(text=sentence(refusal)),)})
    messages.success(request, _("The draft is thrown away. The record of changes keeps its text."))
    return redirect("admin:events_eventtype_changelist")


def _shown(request: HttpRequest, pk: UUID, *, show: Page, surroundings: dict[str, Any]) -> HttpResponse:
    by = _administrator(request)
    try:
        answer = show(request, type_drafts.draft(pk, principal=by), by)
    except DraftNotFound:  # perhaps thrown away only just now
        raise Http404 from None
    if isinstance(answer, TemplateResponse):
        answer.context_data = {**surroundings, **(answer.context_data or {})}
    return answer


def _revision(request: HttpRequest) -> int:
    """The revision that the page showed; one that there never is when it does not say."""
    said = request.POST.get("revision", "")
    return int(said[:9]) if said.isascii() and said.isdigit() else 0


def _administrator(request: HttpRequest) -> Principal:
    principal = access.principal_of(request.user)
    if not is_administrator(principal):
        raise PermissionDenied
    return principal


def _form(found: Judged) -> DraftForm:
    draft = found.draft
    return DraftForm(initial={"title": draft.title, "text": draft.text, "revision": draft.revision})


def _refused(request: HttpRequest, name: str, found: Judged, context: dict[str, Any]) -> TemplateResponse:
    return _page(request, name, found, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(
    request: HttpRequest, name: str, found: Judged, context: dict[str, Any], *, status: int = HTTPStatus.OK
) -> TemplateResponse:
    draft = found.draft
    shown = {
        "title": _("Draft of %(title)s") % {"title": draft.title or draft.event_type},
        "opts": EventType._meta,
        "draft": draft,
        "event_type": EventType.objects.filter(name=draft.event_type).first(),
        "tabs": presenting.tabs(draft, current=name),
        "judged": found,
        "lines": presenting.text_lines(draft.text, checked=found.checked),
        **context,
    }
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", shown, status=status)
