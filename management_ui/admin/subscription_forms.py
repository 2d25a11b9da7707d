"""Making a subscription and changing one: what was typed is kept, and every mistake told at its input."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from events.domain.event import Kind
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Refusal
from events.models import Subscription
from events.subscriptions.commands import subscribing
from events.subscriptions.commands.subscribing import Subscribed
from events.subscriptions.domain import standing_changes
from management_ui.admin.subscription_frame import TEMPLATES, page, problems_of
from management_ui.forms.new_subscription import NewSubscriptionForm
from management_ui.forms.subscriptions import Choices, SubscriptionForm, typed, written
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.sources import standing_text
from management_ui.presenters.subscription_modes import mode_links
from management_ui.presenters.subscription_words import kind_title, type_titles, zone_titles

GROW = "add-condition"
"""The button that asks for another row."""
MODE = "mode"
"""What the address of the form says: whether it is for what is sent, or (`pull`) for what is fetched."""


def new(request: HttpRequest, by: Principal) -> HttpResponse:
    """The form of a new one; when it is made, its keys. Which fields there are, its address says."""
    fetched = request.GET.get(MODE) == Subscription.Mode.PULL
    if request.method != "POST" or GROW in request.POST:
        initial = typed(request.POST) if request.method == "POST" else None
        return _new_page(request, NewSubscriptionForm(choices=_choices(), initial=initial, fetched=fetched))
    form = NewSubscriptionForm(request.POST, choices=_choices(), fetched=fetched)
    if not form.is_valid():
        return _new_page(request, form, problems=labelled_problems_of(form))
    try:
        made = subscribing.subscribe(form.asked(), by=by, owner=form.cleaned_data["owner"])
    except Refusal as refusal:
        return _new_page(request, form, problems=_problems(refusal, form=form))
    if made.subscription.is_fetched:
        messages.success(request, _("Made. Its owner fetches with a token of his own, from now on."))
        return redirect("admin:events_subscription_change", made.subscription.pk)
    return _made(request, made)


def edit(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """The form of one that is there."""
    if request.method != "POST" or GROW in request.POST:
        initial = typed(request.POST) if request.method == "POST" else written(held)
        form = SubscriptionForm(choices=_choices(), initial=initial, fetched=held.is_fetched)
        return _edit_page(request, held, form)
    form = SubscriptionForm(request.POST, choices=_choices(), fetched=held.is_fetched)
    if not form.is_valid():
        return _edit_page(request, held, form, problems=labelled_problems_of(form))
    try:
        changed = subscribing.change(held.pk, form.asked(), by=by)
    except Refusal as refusal:
        return _edit_page(request, held, form, problems=_problems(refusal, form=form))
    if changed.state == Subscription.State.NEW and held.url != changed.url:
        messages.warning(request, _("Changed. It has another address: verify the receiver before anything is sent."))
    else:
        messages.success(request, _("Changed. What is told from now on is as you asked."))
    return redirect("admin:events_subscription_change", held.pk)


def _made(request: HttpRequest, made: Subscribed) -> HttpResponse:
    context = {
        "keys": made.keys,
        "crumb": _("Made"),
    }
    return page(request, "made", made.subscription, context)


def _new_page(
    request: HttpRequest, form: NewSubscriptionForm, *, problems: tuple[Problem, ...] = ()
) -> TemplateResponse:
    context = {
        "title": _("A new subscription"),
        "opts": Subscription._meta,
        "form": form,
        "problems": problems,
        "modes": mode_links(fetched=form.fetched),
    }
    return TemplateResponse(request, f"{TEMPLATES}/new.html", context, status=422 if problems else 200)


def _edit_page(
    request: HttpRequest, held: Subscription, form: SubscriptionForm, *, problems: tuple[Problem, ...] = ()
) -> TemplateResponse:
    return page(request, "edit", held, {"form": form, "problems": problems}, current="subscription_edit")


def _problems(refusal: Refusal, *, form: SubscriptionForm) -> tuple[Problem, ...]:
    pointers = (it.pointer for it in refusal.violations) if isinstance(refusal, InvalidRequest) else ("/name",)
    found = ((pointer, form.input_at(pointer)) for pointer in pointers)
    return problems_of(refusal, form=form, at={pointer: name for pointer, name in found if name is not None})


def _choices() -> Choices:
    return Choices(
        event_types=list(type_titles().items()),
        kinds=[(kind.value, kind_title(kind)) for kind in Kind],
        zones=list(zone_titles().items()),
        standings=[(it.value, standing_text(it)) for it in standing_changes.TOLD],
    )
