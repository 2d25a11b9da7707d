"""What was tried and what is parked over HTTP; delivering once more, and setting a subscription back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, cursors, openapi
from events.api import subscription_openapi as said
from events.api import subscription_rendering as rendering
from events.api.event_views import next_page
from events.api.parameters import PAGE_SIZE, PAGING, Parameter
from events.api.subscription_schemas import REDELIVERY, REWIND
from events.api.subscription_views import SubscriptionApiView
from events.api.views import ApiView
from events.models import ParkedDelivery
from events.subscriptions.commands import redelivering, rewinding
from events.subscriptions.queries import attempts, parked


class _PagedView(ApiView):
    """An address under one subscription that is read page by page."""

    def place(self, wanted: Mapping[str, Any], *, of: UUID) -> int | None:
        """Where the page before ended. Raises `InvalidQuery` for a cursor of something else."""
        sealed = self.asked.get("cursor")
        if sealed is None:
            return None
        return int(cursors.unseal_place(sealed, asked={**wanted, "of": of}, principal=self.principal))

    def wanted(self) -> dict[str, Any]:
        """What is asked but for paging."""
        return {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}

    def following(self, request: Request, place: int | None, *, wanted: Mapping[str, Any], of: UUID) -> dict[str, Any]:
        """Where the next page is."""
        cursor = None
        if place is not None:
            cursor = cursors.seal_place(place, asked={**wanted, "of": of}, principal=self.principal)
        return {"cursor": cursor, "more": cursor is not None, "next": next_page(request, cursor=cursor)}


class AttemptsView(_PagedView):
    """Every attempt."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*said.ATTEMPT_FILTERS, *PAGING)

    @extend_schema(
        operation_id="pogingen",
        summary="Wat geprobeerd werd te bezorgen",
        description=said.ATTEMPTS,
        tags=said.TAGS,
        parameters=[*openapi.described(parameters), said.SUBSCRIPTION_ID],
        responses=openapi.responds("Pogingen"),
    )
    def get(self, request: Request, subscription_id: UUID) -> Response:
        """The newest first, or those before a place."""
        wanted = self.wanted()
        page = attempts.attempts(
            subscription_id,
            attempts.AttemptFilter(**wanted),
            principal=self.principal,
            before=self.place(wanted, of=subscription_id),
            size=self.asked.get("size", PAGE_SIZE),
        )
        following = self.following(request, page.before, wanted=wanted, of=subscription_id)
        return Response({"attempts": [rendering.tried(it) for it in page.attempts]} | following)


class AttemptView(ApiView):
    """One attempt."""

    @extend_schema(
        operation_id="leesPoging",
        summary="Een poging, met wat gestuurd en geantwoord werd",
        description=said.ATTEMPT,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID, said.ATTEMPT_ID],
        responses=openapi.responds("Poging"),
    )
    def get(self, _request: Request, subscription_id: UUID, attempt_id: int) -> Response:
        """With its body made anew."""
        return Response(rendering.attempt(attempts.attempt(subscription_id, attempt_id, principal=self.principal)))


class ParkedDeliveriesView(_PagedView):
    """What is parked."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*said.PARKED_FILTERS, *PAGING)

    @extend_schema(
        operation_id="geparkeerdeBezorgingen",
        summary="Wat niet bezorgd werd toen het aan de beurt was",
        description=said.PARKED,
        tags=said.TAGS,
        parameters=[*openapi.described(parameters), said.SUBSCRIPTION_ID],
        responses=openapi.responds("GeparkeerdeBezorgingen"),
    )
    def get(self, request: Request, subscription_id: UUID) -> Response:
        """The oldest event first, or those after a place."""
        wanted = self.wanted()
        page = parked.parked(
            subscription_id,
            parked.ParkedFilter(**wanted),
            principal=self.principal,
            after=self.place(wanted, of=subscription_id) or 0,
            size=self.asked.get("size", PAGE_SIZE),
        )
        following = self.following(request, page.after, wanted=wanted, of=subscription_id)
        return Response({"parked": [rendering.parked(it) for it in page.parked]} | following)


class RedeliveriesView(ApiView):
    """Delivering once more."""

    @extend_schema(
        operation_id="bezorgOpnieuw",
        summary="Bezorg nog eens",
        description=said.REDELIVER,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=openapi.body("Herbezorgvraag"),
        responses=said.accepted("Herbezorging", "Aangenomen; zij worden vanaf nu bezorgd."),
    )
    def post(self, request: Request, subscription_id: UUID) -> Response:
        """How many."""
        body, by = bodies.read(request.data, REDELIVERY), self.principal
        if "eventId" in body:
            found = redelivering.redeliver_event(subscription_id, UUID(body["eventId"]), by=by)
        elif "since" in body:
            found = redelivering.redeliver_since(subscription_id, datetime.fromisoformat(body["since"]), by=by)
        else:
            found = redelivering.redeliver_parked(subscription_id, _choice(body["parked"]), by=by)
        return Response({"events": found.events, "waiting": found.waiting}, status=202)


class RewindsView(SubscriptionApiView):
    """Setting a subscription back."""

    @extend_schema(
        operation_id="zetTerug",
        summary="Bezorg alles vanaf een punt opnieuw",
        description=said.REWIND,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=openapi.body("Terugzetvraag"),
        responses=said.accepted("Abonnement", "Aangenomen; het gaat vanaf daar verder."),
    )
    def post(self, request: Request, subscription_id: UUID) -> Response:
        """The subscription, with how much is to be delivered."""
        body = bodies.read(request.data, REWIND)
        to: UUID | datetime | None = None
        if "eventId" in body:
            to = UUID(body["eventId"])
        elif "moment" in body:
            to = datetime.fromisoformat(body["moment"])
        return Response(self.told(rewinding.rewind(subscription_id, to=to, by=self.principal)), status=202)


def _choice(asked: Mapping[str, Any]) -> redelivering.ParkedChoice:
    return redelivering.ParkedChoice(
        state=ParkedDelivery.State(asked["state"]) if "state" in asked else None,
        event_types=frozenset(asked["eventTypes"]) if "eventTypes" in asked else None,
        object_id=UUID(asked["objectId"]) if "objectId" in asked else None,
    )
