"""What was tried at a subscription: every attempt, and one with what was sent and answered."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.subscription_refusals import AttemptNotFound
from events.models import Subscription
from events.queries import objects
from events.subscriptions.queries import attempts as questions
from management_ui.admin.subscription_frame import page
from management_ui.forms.deliveries import AttemptFilterForm
from management_ui.presenters import deliveries as presenting
from management_ui.presenters.moments import now
from management_ui.presenters.subscription_words import type_titles

PAGE_SIZE = 25


def attempts(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """A page of attempts, the newest first."""
    form = AttemptFilterForm(request.GET)
    found = questions.attempts(held.pk, form.asked(), principal=by, before=place(request, "before"), size=PAGE_SIZE)
    seen = objects.visible_events({it.event_id for it in found.attempts if it.event_id}, principal=by)
    titles, moment = type_titles(), now()
    names = {
        it.event_id: presenting.event_name(it.event_id, seen.get(it.event_id), titles=titles)
        for it in found.attempts
        if it.event_id
    }
    asked = asked_of(request, "before")
    context = {
        "form": form,
        "asked": asked,
        "lines": [
            presenting.attempt_line(it, event=names[it.event_id] if it.event_id else None, now=moment)
            for it in found.attempts
        ],
        "older": f"?{urlencode(asked | {'before': found.before})}" if found.before else "",
        "newest": f"?{urlencode(asked)}" if "before" in request.GET else "",
    }
    return page(request, "attempts", held, context, current="subscription_attempts")


def attempt(request: HttpRequest, held: Subscription, by: Principal, *, number: int) -> HttpResponse:
    """One attempt, with its body for who may read the event."""
    try:
        tried = questions.attempt(held.pk, number, principal=by)
    except AttemptNotFound:
        raise Http404 from None
    row, name = tried.attempt, None
    if row.event_id is not None:
        seen = objects.visible_events([row.event_id], principal=by)
        name = presenting.event_name(row.event_id, seen.get(row.event_id), titles=type_titles())
    context = {
        "crumb": _("An attempt"),
        "row": row,
        "line": presenting.attempt_line(row, event=name, now=now()),
        "body": "" if tried.body is None else presenting.readable(tried.body.decode()),
        "answer": presenting.readable(row.answer),
    }
    return page(request, "attempt", held, context, current="subscription_attempts")


def place(request: HttpRequest, name: str) -> int | None:
    """Where a page begins; nothing when that cannot be read."""
    said = request.GET.get(name, "")
    return int(said[:18]) if said.isascii() and said.isdigit() else None


def asked_of(request: HttpRequest, place_name: str) -> dict[str, str]:
    """What the address asks beside the place of the page."""
    return {name: str(value) for name, value in request.GET.items() if name != place_name and value}
