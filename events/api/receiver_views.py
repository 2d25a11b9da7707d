"""Receivers over HTTP: the networks in which they may be, and where one agrees later with a handshake."""

from typing import Final

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, openapi
from events.api import subscription_openapi as said
from events.api import subscription_rendering as rendering
from events.api.subscription_schemas import ALLOWANCE
from events.api.views import ApiView
from events.subscriptions.commands import allowances
from events.subscriptions.commands.verifying import grant_by_callback
from events.subscriptions.domain.consent import ALLOWED_RATE
from events.subscriptions.queries import subscriptions

RECEIVED: Final = {"received": True}
"""What a grant answers, whatever came of it: nobody learns whether an address is one that was given."""


class ReceiverAllowancesView(ApiView):
    """Networks of receivers."""

    @extend_schema(
        operation_id="toegelatenNetwerken",
        summary="Waar ontvangers mogen zijn",
        description=said.ALLOWANCES,
        tags=said.TAGS,
        responses=openapi.responds("Netwerken"),
    )
    def get(self, _request: Request) -> Response:
        """All of them."""
        found = subscriptions.allowances(principal=self.principal)
        return Response({"allowances": [rendering.allowance(it) for it in found]})

    @extend_schema(
        operation_id="laatNetwerkToe",
        summary="Sta ontvangers in een netwerk toe",
        description=said.ALLOW,
        tags=said.TAGS,
        request=openapi.body("NieuwNetwerk"),
        responses=said.created("Netwerk", "Toegelaten."),
    )
    def post(self, request: Request) -> Response:
        """The network."""
        body = bodies.read(request.data, ALLOWANCE)
        made = allowances.allow_network(
            body["network"], reason=body["reason"], plain_http=body.get("plainHttp", False), by=self.principal
        )
        place = reverse("api:receiver-allowance", kwargs={"allowance_id": made.pk})
        return Response(rendering.allowance(made), status=201, headers={"Location": request.build_absolute_uri(place)})


class ReceiverAllowanceView(ApiView):
    """One network."""

    @extend_schema(
        operation_id="trekNetwerkIn",
        summary="Sta ontvangers in een netwerk niet meer toe",
        description=said.WITHDRAW,
        tags=said.TAGS,
        parameters=[said.ALLOWANCE_ID],
        responses=said.gone(),
    )
    def delete(self, _request: Request, allowance_id: int) -> Response:
        """Nothing."""
        allowances.withdraw_network(allowance_id, by=self.principal)
        return Response(status=204)


class SubscriptionGrantView(ApiView):
    """Where a receiver agrees later. Open: who has the address is the receiver (CloudEvents webhook, 4.1.2).

    HEAD agrees to nothing: it is what looks at addresses without anybody wanting it.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    http_method_names = ("get", "post")

    @extend_schema(
        operation_id="stemIn",
        summary="Stem als ontvanger in (ook in een browser)",
        description=said.GRANT,
        tags=said.TAGS,
        parameters=[said.TOKEN],
        responses=openapi.responds("Toestemming"),
    )
    def get(self, request: Request, token: str) -> Response:
        """The same, whatever came of it."""
        return _granted(request, token)

    @extend_schema(
        operation_id="stemInMetPost",
        summary="Stem als ontvanger in",
        description=said.GRANT,
        tags=said.TAGS,
        parameters=[said.TOKEN],
        request=None,
        responses=openapi.responds("Toestemming"),
    )
    def post(self, request: Request, token: str) -> Response:
        """The same, whatever came of it."""
        return _granted(request, token)


def _granted(request: Request, token: str) -> Response:
    grant_by_callback(token, allowed_rate=request.headers.get(ALLOWED_RATE))
    return Response(RECEIVED)
