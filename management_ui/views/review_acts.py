"""What is done with one claim on its page besides deciding: take, release, take over; and hear of what changed."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import access
from events.commands import presence
from events.commands import work as commands
from events.commands.messages import answer
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound, InvalidRequest, Refusal
from events.queries import objects, work_items
from management_ui.presenters.moments import now
from management_ui.presenters.refusals import sentence


@require_POST
@login_required
def act(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Take, release or take over one claim, or answer what one was asked about it, and come back to its page."""
    principal = access.principal_of(request.user)
    try:
        messages.success(request, _do(request, claim_id, principal=principal))
    except EventNotFound as refusal:
        raise Http404 from refusal
    except InvalidRequest:
        answers = request.POST.get("act") == "answer"
        over = _("Say why you take this over: your colleague reads it.")
        messages.warning(request, _("Write your answer, of at most 4000 characters.") if answers else over)
    except Refusal as refusal:
        messages.warning(request, sentence(refusal))
    return redirect("review", claim_id)


def _do(request: HttpRequest, claim_id: UUID, *, principal: Principal) -> str:
    """Do what the button says; what is said when it is done."""
    match request.POST.get("act"):
        case "release":
            commands.release(claim_id, by=principal)
            return _("Released.")
        case "take_over":
            commands.take_over(claim_id, reason=request.POST.get("reason", ""), by=principal)
            return _("You have this in hand now. Your colleague is told why.")
        case "answer":
            answer(claim_id, text=request.POST.get("text", ""), by=principal)
            return _("Your answer stands with the claim. Whoever decides reads it.")
        case _:
            commands.take(claim_id, by=principal)
            return _("You have this in hand now.")


@require_safe
@login_required
def happening_now(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Who else looks at a claim and what was recorded since its page was opened: a fragment asked for now and then.

    Asking keeps the lock of who has it in hand: his page is open still.
    """
    principal = access.principal_of(request.user)
    event = objects.visible_event(claim_id, principal=principal)
    if event is None:
        raise Http404
    try:
        since = datetime.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if since.tzinfo is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    moment = now()
    commands.keep_locked(claim_id, by=principal, now=moment)
    context = {
        "others": presence.see(claim_id, by=principal, now=moment),
        "in_hand": work_items.in_hand([claim_id], principal=principal, now=moment).get(claim_id),
        "news": objects.recorded_since(since, object_ids=event.object_ids, principal=principal),
    }
    return render(request, "desk/partials/now.html", context)
