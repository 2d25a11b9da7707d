"""Where a claim begins: in which zone, of which type; and what was begun before."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import access
from events.commands import claim_drafts
from events.domain.permissions import Permission, Principal
from events.domain.refusals import Refusal, UnknownEventType
from events.models import Zone
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import at_first
from management_ui.presenters.claimable import claimable_types, draft_lines
from management_ui.presenters.moments import now
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence

FIELD_OF_ZONE = "id_zone_0"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_claim(request: HttpRequest) -> HttpResponse:
    """Choose what to claim, or go on with a draft."""
    principal = access.principal_of(request.user)
    zones = claimable_zones(principal)
    if request.method == "POST" and zones:
        return _begun(request, zones=zones, principal=principal)
    return _page(request, zones=zones, principal=principal)


def claimable_zones(principal: Principal) -> dict[str, str]:
    """The zones in which he may submit claims, by name."""
    slugs = principal.zones_with(Permission.SUBMIT_CLAIM)
    return dict(Zone.objects.filter(slug__in=slugs, closed=False).values_list("slug", "name"))


def _begun(request: HttpRequest, *, zones: dict[str, str], principal: Principal) -> HttpResponse:
    zone = request.POST.get("zone", "") if len(zones) > 1 else next(iter(zones))
    if zone not in zones:
        text = _("Choose the zone first.")
        return _page(request, zones=zones, principal=principal, problem=Problem(text=text, field=FIELD_OF_ZONE))
    event_type = request.POST.get("type", "")
    try:
        begun = claim_drafts.begin_claim(event_type, zone=zone, by=principal, first=lambda it: at_first(tree(it)))
    except UnknownEventType:
        problem = Problem(text=_("Choose one of the events below."))
        return _page(request, zones=zones, principal=principal, problem=problem)
    except Refusal as refusal:
        return _page(request, zones=zones, principal=principal, problem=Problem(text=sentence(refusal)))
    return redirect("draft", begun.pk)


def _page(
    request: HttpRequest, *, zones: dict[str, str], principal: Principal, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "zones": list(zones.items()),
        "zone": request.POST.get("zone", ""),
        "field_of_zone": FIELD_OF_ZONE,
        "types": claimable_types(principal),
        "drafts": draft_lines(principal, now=now()),
        "days": claim_drafts.DRAFT_DAYS_MAX,
        "problems": () if problem is None else (problem,),
    }
    status = HTTPStatus.OK if problem is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "drafts/new.html", context, status=status)
