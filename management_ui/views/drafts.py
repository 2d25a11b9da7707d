"""Writing a claim or a correction: its form, in steps that each keep what was typed."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import access
from events.commands import claim_drafts
from events.commands.rehearsing import rehearse
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import ClaimDraftNotFound, DraftMoved, EventNotFound, Refusal
from events.domain.wire import parse_submission
from events.models import ClaimDraft
from events.queries.claim_drafts import draft_of, was_recorded
from events.queries.objects import visible_event
from management_ui.forms.entry.editing import typed_in
from management_ui.forms.entry.inputs import EntryForm
from management_ui.presenters.entry_words import problems_of_data, problems_of_refusal
from management_ui.presenters.moments import now, recorded_text
from management_ui.presenters.person_panel import Panel, related_people
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence
from management_ui.presenters.writing import Writing, look, with_codes
from management_ui.views.draft_actions import done
from management_ui.views.draft_renewing import newer_of, renewed
from management_ui.views.restoring import restores, typed_before


@restores
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The form of a draft; what was sent after the session ended is kept in it on the way back."""
    principal = access.principal_of(request.user)
    found = own_draft(draft_id, principal=principal)
    if found is None:
        return to_recorded(draft_id, principal=principal)
    if request.method == "POST":
        return _posted(request, found, principal=principal)
    sent_before = typed_before(request)
    if sent_before is not None:
        typed = typed_in(sent_before, shown=found.typed)
        try:
            found = kept_of(sent_before, typed, draft_id, principal=principal)
        except DraftMoved:
            return _apart(request, found, typed, principal=principal)
    return page(request, looked_at(found, principal=principal))


def own_draft(draft_id: UUID, *, principal: Principal) -> ClaimDraft | None:
    """His draft; None when it was recorded meanwhile (the event has its id). Raises Http404 otherwise."""
    try:
        return draft_of(draft_id, principal=principal)
    except ClaimDraftNotFound as refusal:
        if was_recorded(draft_id, principal=principal):
            return None
        raise Http404 from refusal


def to_recorded(draft_id: UUID, *, principal: Principal) -> HttpResponse:
    """To the event that a draft became; who may not read it goes back to where claims begin."""
    event = visible_event(draft_id, principal=principal)
    return redirect("new-claim") if event is None else redirect("review", draft_id)


def gone(draft_id: UUID, *, principal: Principal) -> HttpResponse:
    """After it was recorded or thrown away while one went on with it: to its event. Raises Http404 without one."""
    own_draft(draft_id, principal=principal)
    return to_recorded(draft_id, principal=principal)


def looked_at(found: ClaimDraft, *, principal: Principal) -> Writing:
    """The draft with what is known around it. What it corrects may be hidden by now: then it is not there."""
    try:
        return look(found, principal=principal)
    except EventNotFound as refusal:
        raise Http404 from refusal


def _posted(request: HttpRequest, found: ClaimDraft, *, principal: Principal) -> HttpResponse:
    """Keep what was typed, whatever the button says, and do that."""
    if request.POST.get("action") == "discard-surely":
        return _discarded(request, found, principal=principal)
    sent = typed_in(request.POST, shown=found.typed)
    typed = with_codes(sent, Writing(draft=found, principal=principal, log=Log(), end=None).root)
    changed = done(request, typed, principal=principal)
    try:
        kept = kept_of(request.POST, typed if changed is None else changed.typed, found.pk, principal=principal)
    except ClaimDraftNotFound:
        return gone(found.pk, principal=principal)
    except DraftMoved:
        return _apart(request, found, typed, principal=principal)
    except Refusal as refusal:
        found.typed = typed
        problems = (Problem(text=sentence(refusal)),)
        return page(request, looked_at(found, principal=principal), problems=problems)
    if changed is not None:
        return page(request, looked_at(kept, principal=principal), focus=changed.focus, panel=changed.panel)
    return _answered(request, kept, principal=principal)


def _discarded(request: HttpRequest, found: ClaimDraft, *, principal: Principal) -> HttpResponse:
    try:
        claim_drafts.discard_draft(found.pk, principal=principal)
    except ClaimDraftNotFound:
        return gone(found.pk, principal=principal)
    messages.success(request, _("The draft was thrown away."))
    return redirect("new-claim")


def kept_of(sent: QueryDict, typed: Mapping[str, str], draft_id: UUID, *, principal: Principal) -> ClaimDraft:
    """Keep what a page sent, unless another page wrote the draft since. Raises what `keep_draft` raises."""
    made_of = sent.get("revision", "")
    revision = int(made_of[:9]) if made_of.isascii() and made_of.isdigit() else None
    return claim_drafts.keep_draft(
        draft_id, typed, principal=principal, revision=revision, page=sent.get("page", "").replace("\0", "")
    )


def _apart(request: HttpRequest, found: ClaimDraft, typed: dict[str, str], *, principal: Principal) -> HttpResponse:
    """The draft went on in another window: what is typed here is kept beside it, and neither is lost."""
    if request.POST.get("action") == "keep":
        said = _("This draft was changed in another window. A button keeps what you type here as a draft of its own.")
        return JsonResponse({"saved": said}, status=HTTPStatus.CONFLICT)
    try:
        apart = claim_drafts.keep_apart(found.pk, typed, principal=principal)
    except Refusal as refusal:
        found.typed = typed
        return page(request, looked_at(found, principal=principal), problems=(Problem(text=sentence(refusal)),))
    said = _("This draft was changed in another window meanwhile. What you typed here is kept as a draft of its own.")
    messages.warning(request, said)
    return redirect("draft", apart.pk)


def _answered(request: HttpRequest, kept: ClaimDraft, *, principal: Principal) -> HttpResponse:
    """What the buttons below the form ask, once what was typed is kept; `keep` is the page's own, while one types."""
    match request.POST.get("action", ""):
        case "check":
            return _checked(request, looked_at(kept, principal=principal))
        case "renew":
            return renewed(request, kept, principal=principal)
        case "discard":
            return render(request, "drafts/discard.html", {"writing": looked_at(kept, principal=principal)})
        case "keep":
            return JsonResponse({"saved": recorded_text(kept.saved_at, now=now())})
        case _:
            messages.success(request, _("The draft is kept. You find it under “New claim”."))
            return redirect("draft", kept.pk)


def _checked(request: HttpRequest, writing: Writing) -> HttpResponse:
    """On to the check, unless something is wrong: then it is told at the inputs."""
    form = writing.form()
    problems = problems_in(writing, form=form)
    if problems:
        return page(request, writing, form=form, problems=problems)
    return redirect("draft-check", writing.draft.pk)


def problems_in(writing: Writing, *, form: EntryForm) -> tuple[Problem, ...]:
    """Everything that recording it now would be refused for, put at the inputs."""
    problems = problems_of_data(writing.wrong(), writing=writing, form=form)
    if problems:
        return problems
    try:
        submission = parse_submission(writing.body(), kind=None, principal=writing.principal)
        rehearse(submission, principal=writing.principal, now=now())
    except Refusal as refusal:
        return problems_of_refusal(refusal, writing=writing, form=form)
    return ()


def page(
    request: HttpRequest,
    writing: Writing,
    *,
    form: EntryForm | None = None,
    problems: tuple[Problem, ...] = (),
    focus: str = "",
    panel: Panel | None = None,
) -> HttpResponse:
    """The form on the page, with what is wrong and the search that stands open."""
    if panel is not None:
        panel.related = related_people(writing)
    context = {
        "writing": writing,
        "newer": newer_of(writing.draft),
        "form": form or writing.form(focus=focus),
        "codes": writing.codes(),
        "grounds": writing.grounds(),
        "demanded": writing.missing_grounds(),
        "asks_grounds": writing.asks_grounds,
        "saved": recorded_text(writing.draft.saved_at, now=now()),
        "page": uuid4(),
        "problems": problems,
        "focus": focus,
        "panel": panel,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "drafts/draft.html", context, status=status)
