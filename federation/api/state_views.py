"""What is known of one object here and at the organisations under contract, at any two moments, and why."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.parameters import Parameter
from events.api.views import ApiView
from federation.api import state_rendering
from federation.api.state_openapi import EXPLANATION, STATE, TIMELINE
from federation.queries import states
from readmodels.api.openapi import OBJECT_ID
from readmodels.api.parameters import AS_AT, FACT, RULES_AT, TIME, VIEW, asked_in, required


class FederatedStateView(ApiView):
    """The state of an object."""

    parameters: ClassVar[tuple[Parameter, ...]] = TIME

    @extend_schema(
        operation_id="leesFederatieveToestand",
        summary="De toestand van een object uit alle F6's onder contract",
        description=STATE,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("FederatedState"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """The state at the moments asked for."""
        found = states.federated_state_of(object_id, asked=asked_in(self.asked), principal=self.principal)
        return Response(state_rendering.envelope(found.answer) | state_rendering.state(found.state, found.answer))


class FederatedTimelineView(ApiView):
    """The whole life of an object on both axes."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_AT, RULES_AT, VIEW)

    @extend_schema(
        operation_id="leesFederatieveTijdlijn",
        summary="De tijdlijn van een object uit alle F6's onder contract",
        description=TIMELINE,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("FederatedTimeline"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """Every rectangle."""
        found = states.federated_timeline_of(object_id, asked=asked_in(self.asked), principal=self.principal)
        told = {name: it for name, it in state_rendering.envelope(found.answer).items() if name != "geldigOp"}
        rectangles = [state_rendering.rectangle(it, found.answer) for it in found.rectangles]
        return Response(told | {"objectId": str(object_id), "rectangles": rectangles})


class FederatedExplanationsView(ApiView):
    """Why something is so."""

    parameters: ClassVar[tuple[Parameter, ...]] = (FACT, *TIME)

    @extend_schema(
        operation_id="leesFederatieveUitleg",
        summary="Waarom een gegeven zo is, en van welke organisaties dat komt",
        description=EXPLANATION,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("FederatedExplanation"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """The value, the rule and the article, the events with their organisations, and what was known of it when."""
        fact = required(self.asked, FACT)
        found = states.federated_explanation_of(object_id, fact, asked=asked_in(self.asked), principal=self.principal)
        return Response(
            state_rendering.envelope(found.answer)
            | {
                "objectId": str(object_id),
                "fact": state_rendering.holding(found.holding, found.answer),
                "restsOn": state_rendering.events(found.holding.supports, found.answer),
                "history": [state_rendering.rectangle(it, found.answer) for it in found.history],
            }
        )
