"""What is known of one object: now, then, as it was known then, why, and what changed."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.parameters import Parameter
from events.api.views import ApiView
from events.domain.canonical import instant_text
from readmodels.api import rendering
from readmodels.api.openapi import DIFFERENCE, EXPLANATION, OBJECT_ID, STATE, TIMELINE
from readmodels.api.parameters import AND, AS_AT, AS_OF, BETWEEN, FACT, RULES_AT, TIME, VIEW, asked_in, required
from readmodels.queries import objects


class StateView(ApiView):
    """The state of an object."""

    parameters: ClassVar[tuple[Parameter, ...]] = TIME

    @extend_schema(
        operation_id="leesToestand",
        summary="De toestand van een object, op elk moment en zoals bekend op elk moment",
        description=STATE,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("ObjectState"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """The state at the moments asked for."""
        answer = objects.state_of(object_id, asked=asked_in(self.asked), principal=self.principal)
        return Response(rendering.envelope(answer) | rendering.state(answer.state))


class TimelineView(ApiView):
    """The whole life of an object on both axes."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_AT, RULES_AT, VIEW)

    @extend_schema(
        operation_id="leesTijdlijn",
        summary="De tijdlijn van een object over beide assen",
        description=TIMELINE,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("ObjectTimeline"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """Every rectangle."""
        answer = objects.timeline_of_object(object_id, asked=asked_in(self.asked), principal=self.principal)
        told = {name: value for name, value in rendering.envelope(answer).items() if name != "geldigOp"}
        rectangles = [rendering.rectangle(rectangle) for rectangle in answer.rectangles]
        return Response(told | {"objectId": str(object_id), "rectangles": rectangles})


class ExplanationsView(ApiView):
    """Why something is so."""

    parameters: ClassVar[tuple[Parameter, ...]] = (FACT, *TIME)

    @extend_schema(
        operation_id="leesUitleg",
        summary="Waarom een gegeven zo is",
        description=EXPLANATION,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("ObjectExplanation"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """The value, the rule and the article, the events, and what was known of it when."""
        fact = required(self.asked, FACT)
        answer = objects.explanation_of(object_id, fact, asked=asked_in(self.asked), principal=self.principal)
        return Response(
            rendering.envelope(answer)
            | {
                "objectId": str(object_id),
                "fact": rendering.holding(answer.holding),
                "restsOn": [rendering.event(event) for event in answer.events],
                "history": [rendering.rectangle(rectangle) for rectangle in answer.history],
            }
        )


class DifferenceView(ApiView):
    """What changed in what was known."""

    parameters: ClassVar[tuple[Parameter, ...]] = (BETWEEN, AND, AS_OF, RULES_AT, VIEW)

    @extend_schema(
        operation_id="leesVerschil",
        summary="Wat veranderde in wat bekend was, en door welke gebeurtenissen",
        description=DIFFERENCE,
        tags=["toestand"],
        parameters=[*openapi.described(parameters), OBJECT_ID],
        responses=openapi.responds("ObjectDifference"),
    )
    def get(self, _request: Request, object_id: UUID) -> Response:
        """Every change from the one formal moment to the other."""
        answer = objects.difference_of(
            object_id,
            between=required(self.asked, BETWEEN),
            asked=asked_in(self.asked),
            only_at=self.asked.get("as_of"),
            principal=self.principal,
        )
        told = rendering.envelope(answer)
        return Response(
            told
            | {
                "objectId": str(object_id),
                "geldigOp": told["geldigOp"] if "as_of" in self.asked else None,
                "between": instant_text(answer.between),
                "and": told["beschikbaarOp"],
                "changes": [rendering.change(change) for change in answer.changes],
                "restsOn": [rendering.event(event) for event in answer.events],
            }
        )
