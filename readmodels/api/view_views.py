"""Views over HTTP: which there are, what they are, and how one of one's own is made, changed, tried and removed."""

from datetime import UTC, datetime
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.parameters import Parameter
from events.api.views import ApiView
from events.catalogue import catalogue
from readmodels.api import view_openapi as said
from readmodels.api import view_rendering as rendering
from readmodels.api.parameters import AS_OF
from readmodels.commands import own_views as commands
from readmodels.domain.own_views.definition import parse
from readmodels.queries import own_views
from readmodels.queries.builds import state_of, states_of


class ViewsView(ApiView):
    """All views."""

    @extend_schema(
        operation_id="overzichten",
        summary="Welke overzichten er zijn",
        description=said.VIEWS,
        tags=["overzichten"],
        responses=openapi.responds("Overzichten"),
    )
    def get(self, _request: Request) -> Response:
        """Each with how far it is."""
        own_views.require_reader(self.principal)
        states = states_of(own_views.views())
        return Response({"views": rendering.views(states, principal=self.principal)})

    @extend_schema(
        operation_id="maakOverzicht",
        summary="Maak een eigen overzicht",
        description=said.DEFINE,
        tags=["overzichten"],
        request=openapi.body("Overzichtsdefinitie"),
        responses=said.created("Overzicht"),
    )
    def post(self, request: Request) -> Response:
        """The view, being filled."""
        view = commands.define(request.data, by=self.principal)
        return Response(rendering.view(state_of(view), principal=self.principal), status=201)


class ViewView(ApiView):
    """One view."""

    @extend_schema(
        operation_id="leesOverzicht",
        summary="Wat een overzicht is, en hoe ver het is",
        description=said.VIEW,
        tags=["overzichten"],
        parameters=[said.NAME],
        responses=openapi.responds("Overzicht"),
    )
    def get(self, _request: Request, name: str) -> Response:
        """Its definition, and how far it is."""
        own_views.require_reader(self.principal)
        return Response(rendering.view(state_of(own_views.view_named(name)), principal=self.principal))

    @extend_schema(
        operation_id="wijzigOverzicht",
        summary="Wijzig een eigen overzicht",
        description=said.REDEFINE,
        tags=["overzichten"],
        parameters=[said.NAME],
        request=openapi.body("Overzichtsdefinitie"),
        responses=openapi.responds("Overzicht"),
    )
    def put(self, request: Request, name: str) -> Response:
        """The view; it answers as it was until the new build is right."""
        view = commands.redefine(name, request.data, by=self.principal)
        return Response(rendering.view(state_of(view), principal=self.principal))

    @extend_schema(
        operation_id="verwijderOverzicht",
        summary="Verwijder een eigen overzicht",
        description=said.REMOVE,
        tags=["overzichten"],
        parameters=[said.NAME],
        responses=said.gone(),
    )
    def delete(self, _request: Request, name: str) -> Response:
        """Nothing."""
        commands.remove(name, by=self.principal)
        return Response(status=204)


class ViewPreviewsView(ApiView):
    """What a definition gives, before it is one."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_OF,)

    @extend_schema(
        operation_id="beproefOverzicht",
        summary="Beproef een definitie op echte gebeurtenissen",
        description=said.TRY,
        tags=["overzichten"],
        parameters=openapi.described(parameters),
        request=openapi.body("Overzichtsdefinitie"),
        responses=openapi.responds("Overzichtsproef"),
    )
    def post(self, request: Request) -> Response:
        """Rows of the objects that were told of last, and how well each field is filled."""
        definition = parse(request.data, catalogue=catalogue())
        as_of = self.asked.get("as_of") or datetime.now(UTC)
        return Response(rendering.preview(own_views.preview(definition, as_of=as_of, principal=self.principal)))
