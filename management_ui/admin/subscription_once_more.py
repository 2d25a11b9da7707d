"""Delivering once more: one event, what is parked, what came since a moment; and setting a subscription back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.domain.subscription_refusals import NothingIsSent
from events.models import Subscription
from events.subscriptions.commands import redelivering, rewinding
from events.subscriptions.commands.redelivering import Redelivery
from management_ui.admin.subscription_frame import page, problems_of
from management_ui.forms.deliveries import OnceMoreForm, ParkedOnceMoreForm, RewindForm, SinceForm
from management_ui.presenters.problems import labelled_problems_of
from management_ui.presenters.subscription_words import type_titles

Do = Callable[[Subscription, Any, Principal], str]
AT: Final[Mapping[str, Mapping[str, str]]] = {
    "event": {"": "event_id"},
    "rewind": {"/moment": "moment", "": "back_to_event"},
}
"""Of each form, the input that mends what is refused."""


def again(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """The four ways; on POST the one whose button was pressed. Raises `NothingIsSent` of what is fetched."""
    if held.is_fetched:
        raise NothingIsSent
    asked = request.POST.get("action", "") if request.method == "POST" else ""
    forms = _forms(request, asked)
    if asked not in ACTIONS:
        return page(request, "again", held, {"forms": forms}, current="subscription_again")
    form = forms[asked]
    if not form.is_valid():
        return _refused(request, held, forms, problems=labelled_problems_of(form))
    try:
        messages.success(request, ACTIONS[asked](held, form, by))
    except Refusal as refusal:
        refusal.pointer = refusal.pointer or ""
        return _refused(request, held, forms, problems=problems_of(refusal, form=form, at=AT.get(asked)))
    return redirect("admin:events_subscription_change", held.pk)


def _forms(request: HttpRequest, asked: str) -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if name == asked else None

    return {
        "event": OnceMoreForm(data("event")),
        "parked": ParkedOnceMoreForm(data("parked"), event_types=list(type_titles().items())),
        "since": SinceForm(data("since")),
        "rewind": RewindForm(data("rewind")),
    }


def _refused(request: HttpRequest, held: Subscription, forms: dict[str, Form], *, problems: Any) -> HttpResponse:
    return page(request, "again", held, {"forms": forms, "problems": problems}, current="subscription_again")


def _event(held: Subscription, form: OnceMoreForm, by: Principal) -> str:
    return said(redelivering.redeliver_event(held.pk, form.cleaned_data["event_id"], by=by))


def _parked(held: Subscription, form: ParkedOnceMoreForm, by: Principal) -> str:
    return said(redelivering.redeliver_parked(held.pk, form.choice(), by=by))


def _since(held: Subscription, form: SinceForm, by: Principal) -> str:
    return said(redelivering.redeliver_since(held.pk, form.cleaned_data["since"], by=by))


def _rewind(held: Subscription, form: RewindForm, by: Principal) -> str:
    back = rewinding.rewind(held.pk, to=form.place(), by=by)
    if back.fence == held.fence:
        return _("Nothing came since, so there is nothing to send once more.")
    return _("Set back. From there on everything is sent once more, in its order.")


def said(found: Redelivery) -> str:
    """What will be delivered once more."""
    if not found.events:
        return _("There is nothing of that to deliver once more.")
    text = ngettext("%(n)d event is delivered once more.", "%(n)d events are delivered once more.", found.events)
    waits = ngettext("%(n)d of them waits for an earlier one.", "%(n)d of them wait for an earlier one.", found.waiting)
    more = f" {waits % {'n': found.waiting}}" if found.waiting else ""
    return text % {"n": found.events} + more


ACTIONS: Final[Mapping[str, Do]] = {"event": _event, "parked": _parked, "since": _since, "rewind": _rewind}
