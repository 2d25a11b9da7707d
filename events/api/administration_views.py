"""Deprecating versions, and the record of changes, over HTTP."""

from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.administration import Action, Subject
from events.api import bodies, cursors, openapi
from events.api import type_openapi as said
from events.api import type_rendering as rendering
from events.api.event_views import next_page
from events.api.parameters import PAGING, Parameter, ending, identifier, one_of, starting, text
from events.api.views import ApiView
from events.commands import event_types as commands
from events.domain import moments
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from events.queries import changes

_MOMENT = {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
CHANGE_FILTERS = (
    Parameter(
        name="sourceId",
        field="source_id",
        read=identifier,
        schema={"type": "string", "format": "uuid"},
        description="Wijzigingen door deze beheerder.",
    ),
    Parameter(
        name="action",
        field="action",
        read=one_of(Action),
        schema={"type": "string", "enum": [it.value for it in Action]},
        description="Wat er gedaan is.",
    ),
    Parameter(
        name="subjectType",
        field="subject_type",
        read=one_of(Subject),
        schema={"type": "string", "enum": [it.value for it in Subject]},
        description="Waarmee.",
    ),
    Parameter(
        name="subject",
        field="thing",
        read=text,
        schema={"type": "string", "minLength": 1, "maxLength": 80},
        description="Een deel van de naam, of het id.",
    ),
    Parameter(
        name="changedFrom",
        field="changed_from",
        read=starting,
        schema=_MOMENT,
        description="Gewijzigd vanaf dit moment (inbegrepen).",
    ),
    Parameter(
        name="changedUntil",
        field="changed_until",
        read=ending,
        schema=_MOMENT,
        description="Gewijzigd tot dit moment (niet inbegrepen); een dag betekent het einde van die dag.",
    ),
)


class DeprecationView(ApiView):
    """What is said of the use of a published version."""

    @extend_schema(
        operation_id="verklaarVerouderd",
        summary="Verklaar een versie verouderd",
        description=said.DEPRECATE,
        tags=["gebeurtenistypen"],
        parameters=[openapi.TYPE_NAME, openapi.VERSION_NAME],
        request=openapi.body("Veroudering"),
        responses=openapi.responds("VerouderdeVersie"),
    )
    def put(self, request: Request, name: str, version: str) -> Response:
        """The deprecation."""
        body = bodies.read(request.data, said.DEPRECATION)
        since = moments.parse_instant(body.get("since"))
        try:
            found = commands.deprecate_version(
                name, version, reason=body["reason"], since=since, successor=body.get("successor"), by=self.principal
            )
        except (UnknownEventType, UnknownEventVersion):
            raise Http404 from None
        return Response(rendering.deprecation(found))

    @extend_schema(
        operation_id="trekVerouderingIn",
        summary="Laat een verouderde versie weer gebruiken",
        description=said.RESTORE,
        tags=["gebeurtenistypen"],
        parameters=[openapi.TYPE_NAME, openapi.VERSION_NAME],
        responses=said.gone(),
    )
    def delete(self, _request: Request, name: str, version: str) -> Response:
        """Nothing; also when it was not deprecated."""
        try:
            commands.restore_version(name, version, by=self.principal)
        except (UnknownEventType, UnknownEventVersion):
            raise Http404 from None
        return Response(status=204)


class AdministrativeChangesView(ApiView):
    """The record of changes."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*CHANGE_FILTERS, *PAGING)

    @extend_schema(
        operation_id="zoekWijzigingen",
        summary="Wat er in het beheer gewijzigd is",
        description=said.CHANGES,
        tags=["beheer"],
        parameters=openapi.described(parameters),
        responses=openapi.responds("Wijzigingen"),
    )
    def get(self, request: Request) -> Response:
        """The newest first, or those before a place."""
        wanted = {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}
        sealed = self.asked.get("cursor")
        page = changes.changes(
            changes.ChangeFilter(**wanted),
            principal=self.principal,
            before=cursors.unseal_place(sealed, asked=wanted, principal=self.principal) if sealed else None,
            size=self.asked.get("size", changes.PAGE_MAX),
        )
        cursor = None
        if page.before is not None:
            cursor = cursors.seal_place(page.before, asked=wanted, principal=self.principal)
        return Response(
            {
                "changes": [rendering.change(it) for it in page.changes],
                "cursor": cursor,
                "more": cursor is not None,
                "next": next_page(request, cursor=cursor),
            }
        )
