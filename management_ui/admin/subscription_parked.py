"""What is parked of a subscription, why, behind what; and delivering the chosen ones once more."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import ParkedDelivery, Subscription
from events.queries import objects
from events.subscriptions.commands import redelivering
from events.subscriptions.queries import health
from events.subscriptions.queries import parked as questions
from management_ui.admin.subscription_attempts import asked_of, place
from management_ui.admin.subscription_frame import page
from management_ui.forms.deliveries import ParkedFilterForm
from management_ui.presenters import deliveries as presenting
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence
from management_ui.presenters.subscription_words import type_titles

PAGE_SIZE = 50


def parked(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """A page of what is parked, the oldest event first; on POST what came of each that was chosen."""
    if request.method == "POST":
        chosen = list(_chosen(request))
        if chosen:
            return _results(request, held, by, chosen)
        told = Problem(text=_("Tick at least one delivery."), field="parked")
        return _page(request, held, by, {"problems": (told,)})
    return _page(request, held, by, {})


def _page(request: HttpRequest, held: Subscription, by: Principal, more: dict[str, Any]) -> HttpResponse:
    form = ParkedFilterForm(request.GET)
    moment = now()
    found = questions.parked(held.pk, form.asked(), principal=by, after=place(request, "after") or 0, size=PAGE_SIZE)
    asked = asked_of(request, "after")
    counts = health.health(held.pk, principal=by, now=moment).parked
    context = {
        "form": form,
        "asked": asked,
        "lines": presenting.parked_lines(found.parked, held=held, titles=type_titles(), now=moment),
        "counts": [(ParkedDelivery.State(state).label, number) for state, number in sorted(counts.items())],
        "later": f"?{urlencode(asked | {'after': found.after})}" if found.after else "",
        "first": f"?{urlencode(asked)}" if "after" in request.GET else "",
        **more,
    }
    return page(request, "parked", held, context, current="subscription_parked")


def _results(request: HttpRequest, held: Subscription, by: Principal, chosen: list[UUID]) -> HttpResponse:
    seen, titles = objects.visible_events(chosen, principal=by), type_titles()
    results = []
    for event_id in chosen:
        refused = _refused(held, event_id, by)
        results.append((presenting.event_name(event_id, seen.get(event_id), titles=titles), refused))
    context = {"crumb": _("Result"), "results": results}
    return page(request, "results", held, context, current="subscription_parked")


def _refused(held: Subscription, event_id: UUID, by: Principal) -> str:
    """Deliver it once more; why not, or nothing."""
    try:
        redelivering.redeliver_event(held.pk, event_id, by=by)
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def _chosen(request: HttpRequest) -> Iterator[UUID]:
    for text in request.POST.getlist("event")[:PAGE_SIZE]:
        try:
            yield UUID(text)
        except ValueError:
            continue
