"""The work queue: what waits for a decision where the official decides, whose it is, and how long there is."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import access
from events.catalogue import catalogue
from events.domain.permissions import Principal
from events.models import EventType, SavedFilter, User, Zone
from events.queries import work, work_counts, work_items
from events.queries.people import people_behind
from management_ui.forms.queue import (
    FILTERS,
    FilterName,
    QueueFilter,
    WorkSearch,
    cursor_of,
    cursor_text,
    kept_query,
    pile_of,
    whose_of,
)
from management_ui.presenters import queue as presenter
from management_ui.presenters.moments import now
from management_ui.presenters.problems import problems_of
from management_ui.views import queue_search
from management_ui.views.queue_search import page_of, record
from readmodels.domain.known import local_day
from readmodels.queries import reexaminations


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def work_queue(request: HttpRequest) -> HttpResponse:
    """One page of a pile, under the filters of the address; who is sought on POST is kept, and found elsewhere."""
    if request.method == "POST":
        return _sought_for(request)
    return _page(request, WorkSearch())


@require_safe
@login_required
def work_found(request: HttpRequest) -> HttpResponse:
    """What there is about who was sought last, under the filters of the address; the queue when nobody was."""
    text = queue_search.kept(request, principal=access.principal_of(request.user))
    return _page(request, WorkSearch({"person": text})) if text else redirect(_with_filters(request, "queue"))


def _sought_for(request: HttpRequest) -> HttpResponse:
    """Keep who is sought, and go to what is found: so “back” leads there too, and no name stands in an address."""
    text = request.POST.get("person", "").strip()
    if not text:
        return redirect(_with_filters(request, "queue"))
    queue_search.keep(request, text, principal=access.principal_of(request.user))
    return redirect(_with_filters(request, "queue-found"))


def _with_filters(request: HttpRequest, name: str) -> str:
    query = kept_query(request.GET)
    return reverse(name) + (f"?{query}" if query else "")


def _page(request: HttpRequest, search: WorkSearch) -> HttpResponse:
    principal = access.principal_of(request.user)
    zones = zone_names(principal)
    if not zones:
        return render(request, "desk/no_zones.html")
    form = filter_form(request, zones=zones, principal=principal)
    wanted, sought = wanted_of(request, form), search.sought()
    with transaction.atomic():
        found = page_of(wanted, sought, principal=principal, after=cursor_of(request.GET.get("after", "")))
        record(found.page, sought, principal=principal)
    page, moment, problems = found.page, now(), problems_of(search)
    reader = presenter.Reader(
        now=moment,
        source_id=principal.source_id,
        zones=zones,
        people=people_behind(item.event for item in page.items),
        in_hand=work_items.in_hand([item.event.id for item in page.items], principal=principal, now=moment),
    )
    context = {
        "form": form,
        "search": search,
        "sought": sought,
        "refused": found.refused,
        "problems": problems,
        "opened": moment.isoformat(),
        "lines": presenter.lines(page, catalogue=catalogue(), reader=reader),
        "searched": page.searched,
        "next": _address(request, after=cursor_text(page.after)) if page.after else "",
        "first": _address(request, after="") if request.GET.get("after") else "",
        **_navigation(request, wanted, principal=principal),
        **_saved(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "desk/queue.html", context, status=status)


def filter_form(request: HttpRequest, *, zones: Mapping[str, str], principal: Principal) -> QueueFilter:
    """The filters of the address, with the choices that exist in these zones."""
    types = work_counts.event_types_waiting(catalogue().names(), principal=principal)
    titles = dict(EventType.objects.filter(name__in=types).order_by("title").values_list("name", "title"))
    known = {source for version in catalogue() for source in version.source_types}
    sources = work_counts.source_types_waiting(known, principal=principal)
    return QueueFilter(
        request.GET, zones=zones, types=titles, sources={source: source.replace("_", " ") for source in sources}
    )


def wanted_of(request: HttpRequest, form: QueueFilter) -> work.Wanted:
    """What the address asks for."""
    moment = now()
    return form.wanted(
        pile=pile_of(request.GET.get("pile", "")),
        whose=whose_of(request.GET.get("whose", "")),
        today=local_day(moment),
        now=moment,
    )


def zone_names(principal: Principal) -> Mapping[str, str]:
    """The zones in which the official decides, by their short name."""
    return dict(Zone.objects.filter(slug__in=work.zones_to_decide_in(principal)).values_list("slug", "name"))


def _navigation(request: HttpRequest, wanted: work.Wanted, *, principal: Principal) -> Mapping[str, object]:
    """The piles and whose work, with how many there are under the same filter."""
    is_open = wanted.pile is work.Pile.OPEN
    return {
        "pile": wanted.pile,
        "whose": wanted.whose,
        "piles": _piles(request, wanted, principal=principal),
        "owners": _owners(request, wanted, principal=principal) if is_open else (),
        "investigated": reexaminations.count_to_look_at(principal=principal),
        "filtered": any(request.GET.get(name) for name in FILTERS),
        "overdue": work_counts.count_overdue(principal=principal, today=local_day(now())) if is_open else 0,
        "unfiltered": _address(request, after="", **dict.fromkeys(FILTERS, "")),
    }


def _piles(request: HttpRequest, wanted: work.Wanted, *, principal: Principal) -> list[dict[str, object]]:
    labels = {
        work.Pile.OPEN: _("To decide"),
        work.Pile.SETTLED: _("Settled by another claim"),
        work.Pile.DECIDED: _("Decided"),
    }
    counted = work_counts.counts(replace(wanted, whose=work.Whose.ALL), principal=principal)
    return [
        {
            "label": labels[pile],
            "count": count_text(counted[pile]),
            "address": _address(request, pile=pile.value, whose="", after=""),
            "current": pile is wanted.pile,
        }
        for pile in work.Pile
    ]


def _owners(request: HttpRequest, wanted: work.Wanted, *, principal: Principal) -> list[dict[str, object]]:
    labels = {
        work.Whose.ALL: _("Everybody's"),
        work.Whose.MINE: _("Mine"),
        work.Whose.GROUP: _("My group's"),
        work.Whose.FREE: _("In nobody's hands"),
    }
    counted = work_counts.counts_by_whose(wanted, principal=principal)
    return [
        {
            "label": labels[whose],
            "count": count_text(counted[whose]),
            "address": _address(request, whose="" if whose is work.Whose.ALL else whose.value, after=""),
            "current": whose is wanted.whose,
        }
        for whose in work.Whose
    ]


def _saved(request: HttpRequest) -> Mapping[str, object]:
    """The filters that the official keeps, and the form to keep this one."""
    assert isinstance(request.user, User)
    query = kept_query(request.GET)
    kept = SavedFilter.objects.filter(owner=request.user)
    return {
        "saved": [
            {"pk": it.pk, "name": it.name, "address": f"?{it.query}", "current": it.query == query} for it in kept
        ],
        "query": query,
        "filter_name": FilterName(label_suffix=""),
    }


def count_text(counted: int) -> str:
    """A number of items; at the limit of counting: at least so many."""
    return f"{counted}+" if counted >= work_counts.COUNTED_MAX else str(counted)


def _address(request: HttpRequest, **changed: str) -> str:
    """This address with other values; an empty value is left out."""
    query = {**request.GET.dict(), **changed}
    return f"?{urlencode({name: value for name, value in query.items() if value})}"
