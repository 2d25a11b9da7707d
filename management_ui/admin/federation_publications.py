"""Publishing: which of our zones stand in which directory, with which event types; publish, change, withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from federation.commands import publishing
from federation.queries import own_zones as questions
from federation.queries.own_zones import OwnZone
from management_ui.admin.federation_frame import page
from management_ui.admin.subscription_frame import problems_of, refuse
from management_ui.forms.connecting import PublicationForm
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.presenters.publications import zone_line, zone_lines
from management_ui.presenters.subscription_words import type_titles

CURRENT = "publications"


def publications(request: HttpRequest, by: Principal) -> HttpResponse:
    """Every zone of ours: where it is published, or why it cannot be."""
    found = questions.own_zones(principal=by, now=now())
    context = {
        "lines": zone_lines(found, titles=type_titles()),
        "directories": questions.directories(),
    }
    return page(request, "publications", context, title=_("Publishing"), current=CURRENT)


def publication(request: HttpRequest, by: Principal, *, slug: str) -> HttpResponse:
    """What is told of a zone; on POST publish it with that."""
    found = _found(slug, by=by)
    if not found.can_be_published or not questions.directories():
        return redirect("admin:publications")
    newest = found.publications[0].terms if found.publications else None
    form = PublicationForm(
        request.POST if request.method == "POST" else None,
        event_types=list(type_titles().items()),
        held=questions.held_in(found.zone, principal=by),
        terms=newest,
    )
    if request.method != "POST":
        return _form(request, found, form)
    if not form.is_valid():
        return _form(request, found, form, problems=labelled_problems_of(form))
    try:
        publishing.publish_zone(slug, terms=form.terms(), by=by)
    except Refusal as refusal:
        return _form(request, found, form, problems=problems_of(refusal))
    said = _("%(name)s is published. The directories list it once they signed.")
    messages.success(request, said % {"name": found.zone.name})
    return redirect("admin:publications")


def withdraw(request: HttpRequest, by: Principal, *, slug: str) -> HttpResponse:
    """Take a zone from the directories, after asking."""
    found = _found(slug, by=by)
    if request.method != "POST":
        context = {"line": zone_line(found, titles=type_titles()), "crumb": found.zone.name}
        title = _("Withdraw %(name)s from the directories?") % {"name": found.zone.name}
        return page(request, "publication_withdraw", context, title=title, current=CURRENT)
    try:
        publishing.unpublish_zone(slug, by=by)
        messages.success(request, _("%(name)s stands in no directory any more.") % {"name": found.zone.name})
    except Refusal as refusal:
        refuse(request, refusal)
    return redirect("admin:publications")


def _form(
    request: HttpRequest, found: OwnZone, form: PublicationForm, *, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "form": form,
        "line": zone_line(found, titles=type_titles()),
        "problems": problems,
        "crumb": found.zone.name,
    }
    return page(
        request, "publication", context, title=_("Publish %(name)s") % {"name": found.zone.name}, current=CURRENT
    )


def _found(slug: str, *, by: Principal) -> OwnZone:
    found = questions.own_zone(slug, principal=by, now=now())
    if found is None:
        raise Http404
    return found
