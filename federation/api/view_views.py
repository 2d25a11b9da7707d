"""What views say of one person out of every F6 under contract, in the shapes in which our own views say it.

The questions are those of the Haal Centraal BRP APIs; the address says who is meant, by his object id. Others are asked
about objects alone, so what is found by searching can only be asked of what is here.
"""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.parameters import Parameter
from events.api.views import ApiView
from federation.api import state_rendering
from federation.api import view_openapi as said
from federation.queries import views
from federation.queries.views import FederatedView
from readmodels.api import view_rendering
from readmodels.api.openapi import OBJECT_ID
from readmodels.api.parameters import AS_AT, AS_OF, asked_in
from readmodels.api.view_openapi import NAME
from readmodels.domain.national import custody_request as of_custody
from readmodels.domain.national.history import request as of_history
from readmodels.domain.national.occupancy import request as of_occupancy
from readmodels.domain.national.persons import request as of_persons
from readmodels.domain.national.told import Form
from readmodels.queries.objects import Asked


def _described(parameters: tuple[Parameter, ...]) -> list[OpenApiParameter]:
    return [*openapi.described(parameters), OBJECT_ID]


class FederatedNationalView(ApiView):
    """A question in a national form, about one person."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_AT,)
    form: ClassVar[Form] = Form.PUBLIC

    def about(self) -> Asked:
        """The moments that are asked for."""
        return asked_in(self.asked)

    def respond(self, object_id: UUID, found: FederatedView) -> Response:
        """The body in its national form, with what it rests on and what came of asking everybody."""
        told: dict[str, Any] = state_rendering.envelope(found.answer)
        if AS_OF not in self.parameters:
            del told["geldigOp"]
        rests_on = state_rendering.events(found.rests_on, found.answer)
        return Response(told | {"objectId": str(object_id), "restsOn": rests_on} | found.body)


class FederatedPersonView(FederatedNationalView):
    """A person."""

    parameters = (AS_OF, AS_AT)

    @extend_schema(
        operation_id="federatievePersoon",
        summary="Een persoon uit alle F6's onder contract",
        description=said.PERSON + said.AS_INFORMATION,
        tags=["federatie"],
        parameters=_described(parameters),
        request=openapi.body("FederatedPersonenVraag"),
        responses=openapi.responds("FederatedPersonen"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The fields that are asked for."""
        asked = of_persons.parse_of_one(request.data)
        found = views.federated_person_of(
            object_id, asked, asked=self.about(), form=self.form, principal=self.principal
        )
        return self.respond(object_id, found)


class FederatedPersonDataView(FederatedPersonView):
    """A person, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="federatievePersoonGegevens",
        summary="Een persoon uit alle F6's onder contract, zoals geregistreerd",
        description=said.PERSON + said.AS_DATA,
        tags=["federatie"],
        parameters=_described(FederatedPersonView.parameters),
        request=openapi.body("FederatedPersonenVraag"),
        responses=openapi.responds("FederatedPersonen"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The elements that the fields need."""
        return super().post(request, object_id)


class FederatedCustodyView(FederatedNationalView):
    """Custody."""

    parameters = (AS_OF, AS_AT)

    @extend_schema(
        operation_id="federatiefGezag",
        summary="Het gezag over of van een persoon uit alle F6's onder contract",
        description=said.CUSTODY,
        tags=["federatie"],
        parameters=_described(parameters),
        request=openapi.body("FederatedGezagVraag"),
        responses=openapi.responds("FederatedGezag"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The relations of custody that he is in."""
        asked = of_custody.parse_of_one(request.data)
        found = views.federated_custody_of(object_id, asked, asked=self.about(), principal=self.principal)
        return self.respond(object_id, found)


class FederatedHistoryView(FederatedNationalView):
    """Residence history."""

    @extend_schema(
        operation_id="federatieveVerblijfplaatshistorie",
        summary="Waar een persoon verbleef, uit alle F6's onder contract",
        description=said.HISTORY + said.AS_INFORMATION,
        tags=["federatie"],
        parameters=_described(FederatedNationalView.parameters),
        request=openapi.body("FederatedVerblijfplaatshistorieVraag"),
        responses=openapi.responds("FederatedVerblijfplaatshistorie"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The residences, newest first."""
        asked = of_history.parse_of_one(request.data)
        found = views.federated_residence_history_of(
            object_id, asked, asked=self.about(), form=self.form, principal=self.principal
        )
        return self.respond(object_id, found)


class FederatedHistoryDataView(FederatedHistoryView):
    """Residence history, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="federatieveVerblijfplaatshistorieGegevens",
        summary="Waar een persoon verbleef, uit alle F6's onder contract, zoals geregistreerd",
        description=said.HISTORY + said.AS_DATA,
        tags=["federatie"],
        parameters=_described(FederatedNationalView.parameters),
        request=openapi.body("FederatedVerblijfplaatshistorieVraag"),
        responses=openapi.responds("FederatedVerblijfplaatshistorie"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The residences, newest first."""
        return super().post(request, object_id)


class FederatedOccupancyView(FederatedNationalView):
    """Whether and when somebody lived at an address."""

    @extend_schema(
        operation_id="federatieveBewoning",
        summary="Of een persoon op een adres woonde, uit alle F6's onder contract",
        description=said.OCCUPANCY + said.AS_INFORMATION,
        tags=["federatie"],
        parameters=_described(FederatedNationalView.parameters),
        request=openapi.body("BewoningVraag"),
        responses=openapi.responds("FederatedBewoningen"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The compositions, in order of time, as far as he is of them."""
        asked = of_occupancy.parse(request.data)
        found = views.federated_occupancy_of(
            object_id, asked, asked=self.about(), form=self.form, principal=self.principal
        )
        return self.respond(object_id, found)


class FederatedOccupancyDataView(FederatedOccupancyView):
    """Whether and when somebody lived at an address, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="federatieveBewoningGegevens",
        summary="Of een persoon op een adres woonde, uit alle F6's onder contract, zoals geregistreerd",
        description=said.OCCUPANCY + said.AS_DATA,
        tags=["federatie"],
        parameters=_described(FederatedNationalView.parameters),
        request=openapi.body("BewoningVraag"),
        responses=openapi.responds("FederatedBewoningen"),
    )
    def post(self, request: Request, object_id: UUID) -> Response:
        """The compositions, in order of time, as far as he is of them."""
        return super().post(request, object_id)


class FederatedRowsView(ApiView):
    """The rows of one object in a view of one's own."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_OF, AS_AT)

    @extend_schema(
        operation_id="federatieveRijenVanOverzicht",
        summary="De rijen van een object in een eigen overzicht, uit alle F6's onder contract",
        description=said.ROWS,
        tags=["federatie"],
        parameters=[*_described(parameters), NAME],
        responses=openapi.responds("FederatedOverzichtsrijen"),
    )
    def get(self, _request: Request, object_id: UUID, name: str) -> Response:
        """All of them: of one object there are few."""
        found = views.federated_rows_of(object_id, name, asked=asked_in(self.asked), principal=self.principal)
        rows = [
            view_rendering.row(it, definition=found.definition, as_at=found.answer.known.as_at)
            | state_rendering.organisations(it.row.segment.supports, found.answer)
            for it in found.rows
        ]
        return Response(state_rendering.envelope(found.answer) | {"objectId": str(object_id), "rows": rows})
