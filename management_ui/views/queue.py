"""The work queue: what waits for a decision where the official decides."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import access, processing
from events.catalogue import catalogue
from events.domain.permissions import Principal
from events.models import EventType, Zone
from events.queries import work
from events.queries.people import people_behind
from management_ui.forms.queue import QueueFilter, cursor_of, cursor_text, pile_of
from management_ui.presenters import queue as presenter
from management_ui.presenters.moments import now
from management_ui.presenters.persons import names_of
from readmodels.queries import reexaminations

PAGE_SIZE = 25


@require_safe
@login_required
def work_queue(request: HttpRequest) -> HttpResponse:
    """One page of a pile, under the filters of the address."""
    principal = access.principal_of(request.user)
    zones = _zone_names(principal)
    if not zones:
        return render(request, "desk/no_zones.html")
    pile = pile_of(request.GET.get("pile", ""))
    form = QueueFilter(request.GET, zones=zones, types=_type_titles(principal))
    wanted = form.wanted(pile=pile)
    name = form.searched_name()
    with transaction.atomic():
        page = _page(wanted, name=name, principal=principal, after=cursor_of(request.GET.get("after", "")))
        _record(page, name=name, principal=principal)
    reader = presenter.Reader(
        now=now(), source_id=principal.source_id, zones=zones, people=people_behind(item.event for item in page.items)
    )
    context = {
        "form": form,
        "piles": _piles(request, wanted, principal=principal),
        "pile": pile,
        "investigated": reexaminations.count_to_look_at(principal=principal),
        "filtered": any(request.GET.get(name) for name in ("name", "zone", "type", "kind")),
        "lines": presenter.lines(page, catalogue=catalogue(), reader=reader),
        "searched": page.searched,
        "next": _address(request, after=cursor_text(page.after)) if page.after else "",
        "first": _address(request, after="") if request.GET.get("after") else "",
    }
    return render(request, "desk/queue.html", context)


def _page(wanted: work.Wanted, *, name: str, principal: Principal, after: work.Cursor | None) -> work.Page:
    """A page; with a name, the first page of what matches among the oldest `SEARCHED_MAX`."""
    if not name:
        return work.claims_awaiting_decision(wanted, principal=principal, after=after, size=PAGE_SIZE)
    found: list[work.Waiting] = []
    searched = 0
    page = work.Page(items=(), after=after)
    while len(found) < PAGE_SIZE and searched < work.SEARCHED_MAX:
        page = work.claims_awaiting_decision(wanted, principal=principal, after=page.after, size=work.SEARCH_STEP)
        found += presenter.named(page.items, name=name, names=names_of(page.log, catalogue=catalogue()))
        searched += len(page.items)
        if page.after is None:
            break
    objects = {object_id for item in found for object_id in item.event.object_ids[: work.PERSONS_READ_MAX]}
    log = work.visible_log(objects, principal=principal)
    return replace(page, items=tuple(found), log=log, searched=None if page.after is None else searched)


def _record(page: work.Page, *, name: str, principal: Principal) -> None:
    """Leave the lines of the log of processing for the persons on the page; of a search also when it finds nobody."""
    subjects = {object_id for item in page.items for object_id in item.event.object_ids}
    if subjects or name:
        action = "Werkvoorraad doorzocht op naam" if name else "Werkvoorraad bekeken"
        processing.record(action, principal=principal, subjects=subjects, activity=processing.Activity.READ)


def _zone_names(principal: Principal) -> Mapping[str, str]:
    return dict(Zone.objects.filter(slug__in=work.zones_to_decide_in(principal)).values_list("slug", "name"))


def _type_titles(principal: Principal) -> Mapping[str, str]:
    waiting = work.event_types_waiting(principal=principal)
    return dict(EventType.objects.filter(name__in=waiting).order_by("title").values_list("name", "title"))


def _piles(request: HttpRequest, wanted: work.Wanted, *, principal: Principal) -> list[dict[str, object]]:
    labels = {
        work.Pile.OPEN: _("To decide"),
        work.Pile.SETTLED: _("Settled by another claim"),
        work.Pile.DECIDED: _("Decided"),
    }
    counted = work.counts(wanted, principal=principal)
    return [
        {
            "label": labels[pile],
            "count": f"{counted[pile]}+" if counted[pile] >= work.COUNTED_MAX else str(counted[pile]),
            "address": _address(request, pile=pile.value, after=""),
            "current": pile is wanted.pile,
        }
        for pile in work.Pile
    ]


def _address(request: HttpRequest, **changed: str) -> str:
    """This address with other values; an empty value is left out."""
    query = {**request.GET.dict(), **changed}
    return f"?{urlencode({name: value for name, value in query.items() if value})}"
