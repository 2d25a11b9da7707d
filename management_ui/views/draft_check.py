"""The check before recording: what is said in words, what would follow, and the button that records it."""

from hashlib import sha256
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import access
from events.commands import claim_drafts
from events.domain.canonical import canonical_bytes
from events.domain.event import Operation
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ChainMoved, ClaimDraftNotFound, DraftMoved, Refusal, RequestTooLarge
from events.domain.wire import parse_submission
from events.models import ClaimDraft
from management_ui.presenters import draft_check as presenter
from management_ui.presenters.consequences import too_many
from management_ui.presenters.entry_words import problems_of_data, problems_of_refusal
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence
from management_ui.presenters.writing import Writing
from management_ui.views.drafts import gone, looked_at, own_draft, page, to_recorded
from readmodels.queries.previews import Preview, preview

SEEN: Final = "seen"
GO_ON: Final = "go-on"
MEANWHILE: Final = "h-meanwhile"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what would be recorded and what would follow; on POST, record exactly that."""
    principal = access.principal_of(request.user)
    found = own_draft(draft_id, principal=principal)
    if found is None:
        return to_recorded(draft_id, principal=principal)
    if request.POST.get("action") == GO_ON:
        return _gone_on(request, found, principal=principal)
    writing = looked_at(found, principal=principal)
    if request.method != "POST":
        return _shown(request, writing)
    if request.POST.get(SEEN) != seen_of(writing):
        return _asked_again(request, writing)
    return _recorded(request, writing)


def seen_of(writing: Writing) -> str:
    """A digest of what is typed, and of what it corrects: what is recorded is what was shown."""
    end = writing.end
    corrects = (
        {} if end is None else {"target": str(end.target.id), "content": dict(end.content.data if end.content else {})}
    )
    return sha256(canonical_bytes({"typed": writing.draft.typed, **corrects})).hexdigest()


def _shown(request: HttpRequest, writing: Writing, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    form = writing.form()
    wrong = problems_of_data(writing.wrong(), writing=writing, form=form)
    if wrong:
        return page(request, writing, form=form, problems=wrong)
    try:
        tried = _preview(writing)
    except Refusal as refusal:
        told = problems_of_refusal(refusal, writing=writing, form=form)
        return page(request, writing, form=form, problems=told)
    context = {
        "writing": writing,
        "sheet": presenter.sheet(writing, tried),
        "follows": too_many() if tried is None else presenter.follows(writing, tried),
        "meanwhile": presenter.meanwhile(writing, now=now()),
        "seen": seen_of(writing),
        "problems": problems,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "drafts/check.html", context, status=status)


def _asked_again(request: HttpRequest, writing: Writing) -> HttpResponse:
    text = _("The draft, or what it corrects, was changed since you looked. Check again what it says now.")
    return _shown(request, writing, problems=(Problem(text=text),))


def _preview(writing: Writing) -> Preview | None:
    """What would follow; None when more persons bear on it than can be looked at: then it can still be recorded."""
    submission = parse_submission(writing.body(), kind=None, principal=writing.principal)
    try:
        return preview(submission, principal=writing.principal, now=now())
    except RequestTooLarge:
        return None


def _gone_on(request: HttpRequest, found: ClaimDraft, *, principal: Principal) -> HttpResponse:
    """He has seen what was recorded meanwhile: from now on that is what he corrects."""
    try:
        tip = UUID(request.POST.get("tip", ""))
    except ValueError:
        return redirect("draft-check", found.pk)
    try:
        claim_drafts.go_on_after(found.pk, tip, principal=principal)
    except ClaimDraftNotFound:
        return gone(found.pk, principal=principal)
    return redirect("draft-check", found.pk)


def _recorded(request: HttpRequest, writing: Writing) -> HttpResponse:
    principal = writing.principal
    try:
        submission = parse_submission(writing.body(), kind=None, principal=principal)
        claim_drafts.record_draft(writing.draft.pk, submission, revision=writing.draft.revision, principal=principal)
    except ClaimDraftNotFound:
        return gone(writing.draft.pk, principal=principal)
    except DraftMoved:
        found = own_draft(writing.draft.pk, principal=principal)
        if found is None:
            return to_recorded(writing.draft.pk, principal=principal)
        return _asked_again(request, looked_at(found, principal=principal))
    except ChainMoved as refusal:
        return _shown(request, writing, problems=(Problem(text=sentence(refusal), field=MEANWHILE),))
    except Refusal as refusal:
        form = writing.form()
        return page(request, writing, form=form, problems=problems_of_refusal(refusal, writing=writing, form=form))
    messages.success(request, _said(writing))
    reads = principal.may(Permission.VIEW, zone=writing.draft.zone.slug)
    return redirect("review", writing.draft.pk) if reads else redirect("new-claim")


def _said(writing: Writing) -> str:
    if writing.operation is None:
        return _("Recorded. The claim waits in the work queue; a colleague decides on it.")
    if writing.operation is Operation.RETRACT:
        return _("Recorded. The retraction waits in the work queue; a colleague decides on it.")
    return _("Recorded. The correction waits in the work queue; a colleague decides on it.")
