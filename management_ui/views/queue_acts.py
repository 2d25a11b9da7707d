"""What is done in the work queue: take, release and hand over, several at once; keep a filter; hear of what is new."""

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import access
from events.catalogue import catalogue
from events.commands import work as commands
from events.commands.saved_filters import forget_filter, save_filter
from events.domain.permissions import Permission, Principal
from events.domain.readings import declared
from events.domain.refusals import EventNotFound, InvalidRequest, Refusal
from events.models import User
from events.queries import objects, work, work_counts, work_items
from management_ui.forms.queue import FilterName, kept_query
from management_ui.forms.work import HandOverForm
from management_ui.presenters.bulk import Outcome
from management_ui.presenters.persons import names_of
from management_ui.presenters.problems import Problem, problems_of
from management_ui.presenters.queue import persons_text
from management_ui.presenters.refusals import sentence

ID_DIGITS_MAX = 18
"""Of the key of a row: what a database counts with."""
BULK_MAX = 50
"""Items of one request: a page of the queue holds fewer."""

Act = Callable[[UUID], object]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def act(request: HttpRequest) -> HttpResponse:
    """Take, release or hand over what was ticked (or the one whose button was pressed), with a result per row.

    To GET, as after a language was chosen on the answer, it gives the queue.
    """
    principal = access.principal_of(request.user)
    chosen = _chosen(request)
    back = _back(request)
    if request.method != "POST" or request.POST.get("act") == "":
        return redirect(back)  # "": Enter in a tick box, and no button was meant
    if not chosen:
        messages.warning(request, _("Tick at least one claim first."))
        return redirect(back)
    form = hand_over_form(request, chosen, principal=principal)
    asked = _asked_first(request, chosen, form=form, principal=principal, back=back)
    if asked is not None:
        return asked
    do = _act(request, form=form, principal=principal)
    outcomes = [_outcome(event_id, do=do) for event_id in chosen]
    if len(outcomes) == 1 and not outcomes[0][1]:
        messages.success(request, _done(request))
        return redirect(back)
    return _results(request, outcomes, principal=principal, back=back)


def _asked_first(
    request: HttpRequest, chosen: list[UUID], *, form: HandOverForm, principal: Principal, back: str
) -> HttpResponse | None:
    """The page that asks to whom it is handed over; None when that is told, or nothing is handed over."""
    if request.POST.get("act") != "hand_over":
        return None
    refused = [(event_id, _may_not(event_id, principal=principal)) for event_id in chosen]
    if all(why for _event_id, why in refused):
        return _results(request, refused, principal=principal, back=back)
    if "confirmed" not in request.POST:
        return _ask_to_whom(request, chosen, principal=principal, back=back)
    problems = problems_of(form) if not form.is_valid() else ()
    if not problems:
        return None
    return _ask_to_whom(request, chosen, principal=principal, back=back, form=form, problems=problems)


@require_POST
@login_required
def saved_filters(request: HttpRequest) -> HttpResponse:
    """Keep the filter of the queue by a name, or throw one away."""
    assert isinstance(request.user, User)
    back = _back(request)
    forget = request.POST.get("forget", "")
    if forget.isascii() and forget.isdigit():
        forget_filter(int(forget[:ID_DIGITS_MAX]), owner=request.user)
        messages.success(request, _("The filter is thrown away."))
        return redirect(back)
    form = FilterName(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Give the filter a name of at most 60 characters."))
        return redirect(back)
    try:
        query = kept_query(QueryDict(request.POST.get("back", "")))
        save_filter(form.cleaned_data["filter_name"], query=query, owner=request.user)
    except InvalidRequest:
        messages.warning(request, _("This filter is too long to keep. Choose fewer conditions."))
    except Refusal as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, _("The filter is kept."))
    return redirect(back)


@require_safe
@login_required
def news(request: HttpRequest) -> HttpResponse:
    """How many claims came since the queue was opened: a fragment that the page asks for now and then."""
    principal = access.principal_of(request.user)
    try:
        since = datetime.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if since.tzinfo is None:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    count = work_counts.recorded_since(since, principal=principal)
    return render(request, "desk/partials/news.html", {"count": count, "most": work_counts.COUNTED_MAX})


def hand_over_form(request: HttpRequest, chosen: Iterable[UUID], *, principal: Principal) -> HandOverForm:
    """To whom all of these can be handed: who may decide in each of their zones, and decided on none of them."""
    asks = request.POST.get("act") == "hand_over"
    found = [objects.visible_event(event_id, principal=principal) for event_id in chosen]
    lists = [
        work_items.colleagues(event.zone, principal=principal, but=event.source_id)
        for event in found
        if event is not None and principal.may(Permission.VALIDATE, zone=event.zone)
    ]
    decided = {source for event in found if event is not None and asks for source in work.deciders(event)}
    officials = [user for user in lists[0][0] if all(user in them for them, _groups in lists)] if lists else []
    officials = [user for user in officials if user.source_id not in decided]
    groups = [group for group in lists[0][1] if all(group in them for _users, them in lists)] if lists else []
    data = request.POST if "confirmed" in request.POST else None
    return HandOverForm(data, officials=officials, groups=groups)


def _may_not(event_id: UUID, *, principal: Principal) -> str:
    """Why he may not decide in the zone of this, so neither is told who may; "" when he may."""
    try:
        event = objects.visible_event(event_id, principal=principal)
        if event is None:
            raise EventNotFound(event_id=event_id)
        principal.require(Permission.VALIDATE, zone=event.zone)
    except Refusal as refusal:
        return sentence(refusal)
    return ""


def _results(
    request: HttpRequest, outcomes: list[tuple[UUID, str]], *, principal: Principal, back: str
) -> HttpResponse:
    context = {"outcomes": _told(outcomes, done=_done(request), principal=principal), "back": back}
    return render(request, "desk/bulk.html", context)


def _ask_to_whom(
    request: HttpRequest,
    chosen: list[UUID],
    *,
    principal: Principal,
    back: str,
    form: HandOverForm | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    context = {
        "form": form or hand_over_form(request, chosen, principal=principal),
        "chosen": _told([(event_id, "") for event_id in chosen], done="", principal=principal),
        "problems": problems,
        "back": back,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "desk/hand_over.html", context, status=status)


def _chosen(request: HttpRequest) -> list[UUID]:
    """The events that were ticked, each once; what is no id is passed over."""
    found: dict[UUID, None] = {}
    single = request.POST.get("take") or request.POST.get("release")
    for text in [single] if single else request.POST.getlist("event")[:BULK_MAX]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def _act(request: HttpRequest, *, form: HandOverForm, principal: Principal) -> Act:
    if "release" in request.POST or request.POST.get("act") == "release":
        return lambda event_id: commands.release(event_id, by=principal)
    if request.POST.get("act") == "hand_over":
        to, note = form.recipient(), form.cleaned_data["note"]
        return lambda event_id: commands.hand_over(event_id, to=to, note=note, by=principal)
    return lambda event_id: commands.take(event_id, by=principal)


def _done(request: HttpRequest) -> str:
    if "release" in request.POST or request.POST.get("act") == "release":
        return _("Released.")
    return _("Handed over.") if request.POST.get("act") == "hand_over" else _("You have this in hand now.")


def _outcome(event_id: UUID, *, do: Act) -> tuple[UUID, str]:
    """The event, and why it was not done; "" when it was."""
    try:
        do(event_id)
    except Refusal as refusal:
        return event_id, sentence(refusal)
    return event_id, ""


def _told(outcomes: Iterable[tuple[UUID, str]], *, done: str, principal: Principal) -> list[Outcome]:
    """Each result with what the event is called; one that he may not see keeps its id."""
    told = []
    for event_id, refused in outcomes:
        event = objects.visible_event(event_id, principal=principal)
        title, persons = "", ""
        if event is not None:
            title = declared(event, catalogue=catalogue()).title
            log = work.visible_log(event.object_ids[: work.PERSONS_READ_MAX], principal=principal)
            persons = persons_text(event, catalogue=catalogue(), names=names_of(log, catalogue=catalogue()))
        told.append(Outcome(id=event_id, title=title, persons=persons, text=refused or done, succeeded=not refused))
    return told


def _back(request: HttpRequest) -> str:
    """The queue under the filters it was in."""
    query = kept_query(QueryDict(request.POST.get("back", "")))
    return reverse("queue") + (f"?{query}" if query else "")
