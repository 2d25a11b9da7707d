"""A person: what holds of him at two moments, why, what befell him, and who looked at him."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import access
from events.catalogue import catalogue
from events.domain.log import Log
from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import FactNotFound, ObjectNotFound, RequestTooLarge, ZoneForbidden
from events.models import Zone
from events.queries import looked_at
from events.queries.people import people_behind
from federation.queries import sources
from federation.queries.consulting import may_consult
from management_ui.forms.persons import PersonMomentsForm
from management_ui.presenters import (
    bitemporal,
    explanation,
    family_drawing,
    looks,
    person_events,
    person_heading,
    person_sheet,
)
from management_ui.presenters import family as family_presenter
from management_ui.presenters.history import Teller as EventTeller
from management_ui.presenters.holdings import holding_title, is_by_law
from management_ui.presenters.moments import now
from management_ui.presenters.persons import names_of
from management_ui.presenters.problems import problems_of
from readmodels.domain.holdings import Reference, reference_to
from readmodels.domain.known import local_day
from readmodels.queries.objects import Asked, explanation_of
from readmodels.queries.person_sheets import PersonSheet, sheet_of

EPOCH = date(1970, 1, 1)


@require_safe
@login_required
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The sheet of one person. Somebody of whom the reader may see nothing is not there."""
    principal = access.principal_of(request.user)
    form = PersonMomentsForm(request.GET.dict())
    context: dict[str, Any] = {"form": form, "person_id": person_id}
    if not form.is_valid():
        context["problems"] = problems_of(form)
        return render(request, "persons/person.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    as_of, as_at = form.moments()
    try:
        asked = Asked(as_of=as_of, as_at=as_at)
        sheet = sheet_of(person_id, asked=asked, principal=principal, chosen=form.chosen())
    except ObjectNotFound as refusal:
        raise Http404 from refusal
    except RequestTooLarge as refusal:
        context["too_large"] = refusal.limit
        return render(request, "persons/person.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    context |= _sheet(sheet) | _picture(sheet)
    context |= _events(sheet, principal=principal, after=_uuid(request.GET.get("events_after", "")))
    context |= {
        "sliders": _sliders(sheet, form=form),
        "moments": urlencode(form.days()),
        "others_may_be_asked": sources.takes_part() and may_consult(principal),
        "may_see_looks": looked_at.may_see_looks(principal),
    }
    return render(request, "persons/person.html", context)


@require_safe
@login_required
def why(request: HttpRequest, person_id: UUID, reference: str) -> HttpResponse:
    """Why one value is so: by which rule, resting on which events, and what was known of it when."""
    principal = access.principal_of(request.user)
    form = PersonMomentsForm(request.GET.dict())
    if not form.is_valid():
        raise Http404
    as_of, as_at = form.moments()
    try:
        found = explanation_of(
            person_id, Reference(reference), asked=Asked(as_of=as_of, as_at=as_at), principal=principal
        )
    except (ObjectNotFound, FactNotFound) as refusal:
        raise Http404 from refusal
    except RequestTooLarge:
        return redirect("person", person_id)
    teller = person_sheet.teller_of(found.known, people=people_behind(found.known.log), now=now())
    context = {
        "person_id": person_id,
        "name": teller.names.of(person_id),
        "why": explanation.explained(found, teller=teller, events=_event_teller(teller, here=person_id)),
        "given": person_heading.given(found, zones=_zone_names()),
        "moments": urlencode(form.days()),
        "readable": _readable(found.known.log),
    }
    return render(request, "persons/why.html", context)


@require_safe
@login_required
def seen(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who looked at a person, for who administers every zone; whether there is such a person is not told here."""
    principal = access.principal_of(request.user)
    before = request.GET.get("before", "")
    try:
        found = looked_at.looks_at(
            person_id, principal=principal, before=int(before) if before.isdecimal() and len(before) < 19 else None
        )
    except ZoneForbidden as refusal:
        raise PermissionDenied from refusal
    context = {
        "person_id": person_id,
        "lines": looks.lines(found, now=now()),
        "before": found.after,
        "is_first": not before,
    }
    return render(request, "persons/seen.html", context)


def _sheet(sheet: PersonSheet) -> dict[str, Any]:
    """The state and the family at the two moments."""
    teller = person_sheet.teller_of(sheet.known, people=people_behind(sheet.known.log), now=now())
    readable = _readable(sheet.known.log)
    home = family_presenter.household(sheet.family, names=teller.names, readable=readable)
    return {
        "heading": person_heading.heading(sheet, teller=teller),
        "given": person_heading.given(sheet, zones=_zone_names()),
        "exists": sheet.state.exists,
        "groups": person_sheet.groups(sheet.state, teller=teller),
        "notices": person_sheet.notices(sheet.state, teller=teller),
        "family": home,
        "family_drawing": family_drawing.drawn(home),
        "readable": readable,
    }


def _picture(sheet: PersonSheet) -> dict[str, Any]:
    """The picture of the chosen value, as known newest; nothing when nothing was ever known."""
    if not sheet.rectangles:
        return {}
    names = person_sheet.teller_of(replace(sheet.known, as_at=sheet.pictured_to), people={}, now=now()).names
    asked = bitemporal.Asked(
        as_of=sheet.asked.as_of, as_at=sheet.known.as_at, until=now(), known_until=max(now(), sheet.pictured_to)
    )
    found = bitemporal.picture(sheet.chosen, sheet.rectangles, asked=asked, log=sheet.known.log, names=names)
    return {"picture": found, "values": _values(sheet)}


def _values(sheet: PersonSheet) -> list[dict[str, Any]]:
    """Every value that there is a picture of; of several of one kind each with a number."""
    titles = [(holding_title(name), is_by_law(name)) for name in sheet.values]
    labels = [_("%(value)s (by law)") % {"value": title} if by_law else title for title, by_law in titles]
    numbered = [f"{it} {labels[: at + 1].count(it)}" if labels.count(it) > 1 else it for at, it in enumerate(labels)]
    found = [
        {"reference": reference_to(name).digest, "label": numbered[at], "chosen": name == sheet.chosen}
        for at, name in enumerate(sheet.values)
    ]
    return sorted(found, key=lambda it: str(it["label"]))


def _events(sheet: PersonSheet, *, principal: Principal, after: UUID | None) -> dict[str, Any]:
    log, types = sheet.known.log, catalogue()
    teller = EventTeller(
        log=log,
        catalogue=types,
        names=names_of(log, catalogue=types),
        now=now(),
        people=people_behind(log),
        here=sheet.person_id,
    )
    page = person_events.event_page(sheet, teller=teller, principal=principal, after=after)
    return {"events": page, "events_after": after}


def _sliders(sheet: PersonSheet, *, form: PersonMomentsForm) -> list[dict[str, Any]]:
    """The range of each slider, in days since 1970: from the first that is known of him to today, or what is asked."""
    today = now().astimezone(AMSTERDAM).date()
    happened = [local_day(it.occurred_at) for it in sheet.events if it.occurred_at.year != UNKNOWN_MOMENT.year]
    recorded = [local_day(it.created_at) for it in sheet.events if it.created_at.year != UNKNOWN_MOMENT.year]
    found = []
    for name, known in (("as_of", happened), ("as_at", recorded)):
        asked = form.cleaned_data.get(name) or today
        days = [(day - EPOCH).days for day in (*known, today, asked)]
        found.append({"name": name, "field": form[name], "min": min(days), "max": max(days), "value": days[-1]})
    return found


def _event_teller(teller: person_sheet.Teller, *, here: UUID) -> EventTeller:
    return EventTeller(
        log=teller.log, catalogue=catalogue(), names=teller.names, now=teller.now, people=teller.people, here=here
    )


def _readable(log: Log) -> frozenset[UUID]:
    """The persons of whom the reader may see something: they have a page for him."""
    return frozenset(object_id for event in log for object_id in event.object_ids)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _zone_names() -> Mapping[str, str]:
    return dict(Zone.objects.values_list("slug", "name"))
