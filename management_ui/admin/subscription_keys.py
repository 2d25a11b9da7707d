"""The keys that a subscription signs with: add one with an overlap, end one. A secret is shown once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import Subscription, SubscriptionKey
from events.subscriptions.commands import key_changes
from events.subscriptions.queries import subscriptions
from management_ui.admin.subscription_frame import page, problems_of, refuse
from management_ui.forms.receivers import KeyForm
from management_ui.presenters.moments import now
from management_ui.presenters.problems import labelled_problems_of
from management_ui.presenters.subscriptions import key_line


def keys(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """The keys that sign; on POST end one, or make one and show what the receiver must know."""
    if request.method != "POST":
        return _page(request, held, by, {"form": KeyForm()})
    if "retire" in request.POST:
        return _retire(request, held, by)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, held, by, {"form": form, "problems": labelled_problems_of(form)})
    scheme = SubscriptionKey.Scheme(form.cleaned_data["scheme"])
    try:
        made = key_changes.add_key(held.pk, scheme=scheme, by=by, overlap=form.overlap())
    except Refusal as refusal:
        told = problems_of(refusal, form=form, at={"/overlapSeconds": "days"})
        return _page(request, held, by, {"form": form, "problems": told})
    return _page(request, held, by, {"form": KeyForm(), "made": (made,)})


def _retire(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    try:
        key_changes.retire_key(held.pk, _id(request.POST["retire"]), by=by)
        messages.success(request, _("The key signs no more."))
    except Refusal as refusal:
        refuse(request, refusal)
    return redirect("admin:subscription_keys", held.pk)


def _page(request: HttpRequest, held: Subscription, by: Principal, context: dict[str, Any]) -> HttpResponse:
    moment = now()
    found = subscriptions.keys_of(held.pk, principal=by, now=moment)
    shown = {"keys": [key_line(row, now=moment) for row in found], **context}
    return page(request, "keys", held, shown, current="subscription_keys")


def _id(text: str) -> UUID:
    """The id of a key; of none when it cannot be read."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
