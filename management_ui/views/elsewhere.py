"""What other organisations know of a person: asked by a deliberate click, for asking tells them at whom one looks."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import ObjectNotFound, RequestTooLarge
from federation.domain.consulting_refusals import ConsultingForbidden
from federation.queries import sources
from federation.queries.consulting import may_consult
from federation.queries.states import FederatedState, federated_state_of
from management_ui.forms.persons import PersonMomentsForm
from management_ui.presenters import elsewhere as presenter
from management_ui.presenters import person_heading, person_sheet
from management_ui.presenters.moments import now
from management_ui.presenters.problems import problems_of
from readmodels.queries.objects import Answer, Asked, state_of

PAGE = "persons/elsewhere.html"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def elsewhere(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who would be asked; and when it is sent, what came of asking them. There is no such page outside a group.

    It is for who holds the right to ask others (`consulting`).
    """
    if not sources.takes_part():
        raise Http404
    principal = access.principal_of(request.user)
    if not may_consult(principal):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else request.GET
    form = PersonMomentsForm(sent.dict())
    context: dict[str, Any] = {"form": form, "person_id": person_id, "plan": presenter.plan(sources.others())}
    if not form.is_valid():
        context["problems"] = problems_of(form)
        return render(request, PAGE, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.method != "POST":
        return render(request, PAGE, context | {"name": _name_here(person_id, form, principal=principal)})
    return _asked(request, form, context, principal=principal)


def _name_here(person_id: UUID, form: PersonMomentsForm, *, principal: Principal) -> str:
    """What he is called by what is recorded here: so that nobody asks about another than he means."""
    as_of, as_at = form.moments()
    try:
        found = state_of(person_id, asked=Asked(as_of=as_of, as_at=as_at), principal=principal)
    except (ObjectNotFound, RequestTooLarge):
        return ""
    return _name(person_id, person_sheet.teller_of(found.known, people={}, now=now()))


def _name(person_id: UUID, teller: person_sheet.Teller) -> str:
    return teller.names.of(person_id) if teller.names.knows(person_id) else ""


def _asked(
    request: HttpRequest, form: PersonMomentsForm, context: dict[str, Any], *, principal: Principal
) -> HttpResponse:
    as_of, as_at = form.moments()
    try:
        found = federated_state_of(context["person_id"], asked=Asked(as_of=as_of, as_at=as_at), principal=principal)
    except ObjectNotFound:
        return render(request, PAGE, context | {"unknown": True}, status=HTTPStatus.NOT_FOUND)
    except RequestTooLarge as refusal:
        return render(request, PAGE, context | {"too_large": refusal.limit}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConsultingForbidden as refusal:
        raise PermissionDenied from refusal
    return render(request, PAGE, context | _told(found, context["person_id"]))


def _told(found: FederatedState, person_id: UUID) -> dict[str, Any]:
    teller = person_sheet.teller_of(found.answer.known, people={}, now=now())
    return {
        "answered": True,
        "readable": frozenset(),
        "name": _name(person_id, teller),
        "given": person_heading.given(Answer(known=found.answer.known, asked=found.answer.asked), zones={}),
        "verdict": presenter.verdict(found.answer),
        "groups": presenter.groups(found, teller=teller),
        "notices": person_sheet.notices(found.state, teller=teller),
        "organisations": presenter.organisations(found.answer, now=teller.now),
    }
