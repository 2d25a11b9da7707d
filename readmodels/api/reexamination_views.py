"""Decisions under investigation over HTTP: which there are, why, and that one stands."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import cursors, openapi
from events.api.parameters import PAGE_SIZE, PAGING, Parameter
from events.api.views import ApiView
from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation
from readmodels.api import rendering
from readmodels.api.openapi import CONCLUSION, DECISION_ID, REEXAMINATION, REEXAMINATIONS
from readmodels.api.parameters import INVESTIGATION, OBJECT, ZONE
from readmodels.commands import concluding
from readmodels.queries import reexaminations

MEMBERS = ("motivation", "difference")
TEXT_MAX = 10_000


class ReexaminationsView(ApiView):
    """Which decisions are under investigation."""

    parameters: ClassVar[tuple[Parameter, ...]] = (INVESTIGATION, ZONE, OBJECT, *PAGING)

    @extend_schema(
        operation_id="zoekBesluitenInOnderzoek",
        summary="Welke besluiten in onderzoek zijn",
        description=REEXAMINATIONS,
        tags=["in onderzoek"],
        parameters=openapi.described(parameters),
        responses=openapi.responds("ReexaminationPage"),
    )
    def get(self, request: Request) -> Response:
        """One page."""
        wanted = {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}
        page = reexaminations.under_investigation(
            reexaminations.Wanted(**{"open": True, **wanted}),
            principal=self.principal,
            after=cursors.unseal(self.asked.get("cursor"), asked=wanted, principal=self.principal),
            size=self.asked.get("size", PAGE_SIZE),
        )
        cursor = None
        if page.after is not None:
            cursor = cursors.seal(page.after, asked=wanted, principal=self.principal)
        return Response(
            {
                "reexaminations": [rendering.reexamination(it) for it in page.items],
                "cursor": cursor,
                "more": cursor is not None,
                "next": None if cursor is None else _next(request, cursor=cursor),
            }
        )


class ReexaminationView(ApiView):
    """One decision under investigation."""

    @extend_schema(
        operation_id="leesBesluitInOnderzoek",
        summary="Waarom een besluit in onderzoek is",
        description=REEXAMINATION,
        tags=["in onderzoek"],
        parameters=[DECISION_ID],
        responses=openapi.responds("Reexamination"),
    )
    def get(self, _request: Request, decision_id: UUID) -> Response:
        """The decision, and what it rested on that changed."""
        return Response(rendering.reexamination(reexaminations.reexamination_of(decision_id, principal=self.principal)))


class ConclusionsView(ApiView):
    """That a decision stands."""

    @extend_schema(
        operation_id="handhaafBesluit",
        summary="Handhaaf een besluit na onderzoek",
        description=CONCLUSION,
        tags=["in onderzoek"],
        parameters=[DECISION_ID],
        request=openapi.body("Conclusion"),
        responses=openapi.responds("Reexamination"),
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        """Let it stand, with the difference that was looked at."""
        said = _read(request.data)
        concluding.let_stand(
            decision_id, difference=said["difference"], motivation=said["motivation"], principal=self.principal
        )
        return Response(rendering.reexamination(reexaminations.reexamination_of(decision_id, principal=self.principal)))


def _read(body: Any) -> dict[str, str]:
    if not isinstance(body, Mapping):
        raise InvalidRequest(
            violations=(Violation(pointer="", code="type", message=_("Send one JSON object.")),), pointer=""
        )
    violations = [
        Violation(
            pointer=f"/{pointer_token(name)}",
            code="unknown-field",
            message=_("Remove this field: a conclusion has motivation and difference."),
        )
        for name in body
        if name not in MEMBERS
    ]
    violations += [
        Violation(
            pointer=f"/{name}",
            code="type",
            message=_("Give text, of at most %(limit)s characters.") % {"limit": TEXT_MAX},
        )
        for name in MEMBERS
        if not isinstance(body.get(name), str) or len(body[name]) > TEXT_MAX
    ]
    if violations:
        raise InvalidRequest(violations=tuple(violations))
    return {name: body[name] for name in MEMBERS}


def _next(request: Request, *, cursor: str) -> str:
    asked = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*asked, ('cursor', cursor)])}"
