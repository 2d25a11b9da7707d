"""Asking another organisation for a connection: choose from the directory, say what, see what is sent, send it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import Zone
from federation.commands import connecting
from federation.domain.agreement_refusals import PeerUnknown
from federation.domain.grants import Grant, GrantType, Outway, Service
from federation.models import Peer
from federation.queries import offers, ourselves
from federation.queries.offers import Asked
from management_ui.admin.federation_connection import CURRENT, ONE
from management_ui.admin.federation_frame import page
from management_ui.admin.subscription_frame import problems_of
from management_ui.forms.connecting import RequestForm
from management_ui.presenters import connections as presenting
from management_ui.presenters.directory import chosen_line, directory_lines, organisation_lines
from management_ui.presenters.federation_words import ending_text
from management_ui.presenters.foreign_text import shown
from management_ui.presenters.grants import sheet
from management_ui.presenters.moments import moment_text, now
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.subscription_words import type_titles


def new(request: HttpRequest, by: Principal) -> HttpResponse:
    """The directory to choose from; of one service the form, then what is sent; on sending, the connection."""
    asked = {name: request.GET.get(name, "")[:255] for name in ("peer", "service", "delegator")}
    if not (asked["peer"] and asked["service"]):
        return _choose(request, by)
    try:
        chosen = offers.offer(asked["peer"], asked["service"], delegator=asked["delegator"], principal=by, now=now())
    except PeerUnknown as refusal:
        return _choose(request, by, problems=problems_of(refusal))
    form = RequestForm(request.POST if request.method == "POST" else None, event_types=_types(chosen))
    if request.method != "POST":
        return _form(request, chosen, form)
    if not form.is_valid():
        return _form(request, chosen, form, problems=labelled_problems_of(form))
    return _go_on(request, by, chosen, form)


def _go_on(request: HttpRequest, by: Principal, chosen: Asked, form: RequestForm) -> HttpResponse:
    """What the button says of a form that is right."""
    match request.POST.get("action"):
        case "send":
            return _send(request, by, chosen, form)
        case "change":
            return _form(request, chosen, form)
        case _:
            return _preview(request, by, chosen, form)


def _send(request: HttpRequest, by: Principal, chosen: Asked, form: RequestForm) -> HttpResponse:
    try:
        made = connecting.request_connection(
            peer_id=chosen.peer.id,
            service=chosen.offer.name,
            delegator=chosen.offer.delegator,
            terms=form.terms(),
            validity=form.validity(),
            by=by,
        )
    except Refusal as refusal:
        refusal.pointer = refusal.pointer or ""
        return _form(request, chosen, form, problems=problems_of(refusal))
    name = {"name": shown(chosen.peer.name or chosen.peer.id, most=80)}
    messages.success(request, _("Signed, and being sent to %(name)s. It holds once they approve it.") % name)
    return redirect(ONE, made.content_hash)


def _choose(request: HttpRequest, by: Principal, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    moment, titles = now(), type_titles()
    found = offers.listed(principal=by, now=moment)
    wanted = request.GET.get("type", "")
    context = {
        "lines": organisation_lines(found, wanted=wanted, titles=titles),
        "types": [(name, title, name == wanted) for name, title in titles.items()],
        "wanted": wanted,
        "readings": directory_lines(found, now=moment),
        "problems": problems,
        "crumb": _("Ask for a connection"),
    }
    return page(request, "choose", context, title=_("Ask for a connection"), current=CURRENT)


def _form(
    request: HttpRequest, chosen: Asked, form: RequestForm, *, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "form": form,
        "chosen": chosen_line(chosen, titles=type_titles()),
        "problems": problems,
        "crumb": _("Ask for a connection"),
    }
    return page(request, "request", context, title=_("Ask for a connection"), current=CURRENT)


def _preview(request: HttpRequest, by: Principal, chosen: Asked, form: RequestForm) -> HttpResponse:
    us = ourselves.ourselves(principal=by)
    validity = form.validity()
    known = {chosen.peer.id: Peer(peer_id=chosen.peer.id, name=chosen.peer.name)}
    names = presenting.names_of(known, ourselves=us)
    context = {
        "form": form,
        "chosen": chosen_line(chosen, titles=type_titles()),
        "grant": sheet(
            _grant(chosen, form, us=us),
            number=1,
            names=names,
            titles=type_titles(),
            ourselves=us,
            zones={it.slug: it for it in Zone.objects.all()},
        ),
        "begins": moment_text(validity.begins),
        "ends": ending_text(validity.ends),
        "sent": _sent_again(form),
        "crumb": _("Ask for a connection"),
    }
    return page(request, "request_preview", context, title=_("This is what you ask for"), current=CURRENT)


def _grant(chosen: Asked, form: RequestForm, *, us: ourselves.Ourselves) -> Grant:
    """The grant as it is going to stand in the contract."""
    own = us.certificate
    return Grant(
        type=GrantType.CONNECTION,
        hash="",
        service=Service(peer_id=chosen.peer.id, name=chosen.offer.name, delegator=chosen.offer.delegator),
        outway=Outway(
            peer_id=own.peer_id if own else "", public_key_thumbprint=own.public_key_thumbprint if own else ""
        ),
        properties=form.terms().rendered(),
    )


def _sent_again(form: RequestForm) -> tuple[tuple[str, str], ...]:
    """What was filled in, to go along with the button that sends it."""
    data: Mapping[str, Any] = form.data
    many = [("event_types", it) for it in form.cleaned_data["event_types"]]
    one = [(name, data.get(name, "")) for name in ("purpose", "begins", "ends", "announces")]
    return (*many, *((name, value) for name, value in one if value))


def _types(chosen: Asked) -> list[tuple[str, str]]:
    """What can be ticked: by its title, or by its name where that is what one sees."""
    titles = type_titles()
    found = ((it, titles.get(it, it)) for it in chosen.offer.terms.event_types if it in titles or shown(it) == it)
    return sorted(found, key=lambda it: it[1].casefold())
