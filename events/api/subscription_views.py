"""Subscriptions over HTTP: make, read, change and remove them, verify the receiver, pause and resume."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, openapi
from events.api import subscription_openapi as said
from events.api import subscription_rendering as rendering
from events.api.subscription_schemas import VERIFICATION
from events.api.views import ApiView
from events.domain.refusals import InvalidRequest
from events.domain.schema_messages import violation
from events.models import Subscription
from events.subscriptions.commands import running, subscribing, verifying
from events.subscriptions.queries import health, subscriptions
from events.subscriptions.queries.attempts import Tried


class SubscriptionApiView(ApiView):
    """An address under one subscription."""

    def told(self, subscription: Subscription) -> dict[str, Any]:
        """The subscription as JSON, with how it fares now."""
        fares = health.health(subscription.pk, principal=self.principal, now=timezone.now())
        return rendering.subscription(subscription, health=fares)


class SubscriptionsView(SubscriptionApiView):
    """All of one's own."""

    @extend_schema(
        operation_id="abonnementen",
        summary="Uw abonnementen",
        description=said.SUBSCRIPTIONS,
        tags=said.TAGS,
        responses=openapi.responds("Abonnementen"),
    )
    def get(self, _request: Request) -> Response:
        """By name."""
        found = subscriptions.subscriptions(principal=self.principal)
        fares = health.healths(principal=self.principal, now=timezone.now())
        told = [rendering.subscription(it, health=fares[it.pk]) for it in found if it.pk in fares]
        return Response({"subscriptions": told})

    @extend_schema(
        operation_id="abonneer",
        summary="Laat u berichten sturen over gebeurtenissen",
        description=said.SUBSCRIBE,
        tags=said.TAGS,
        request=openapi.body("NieuwAbonnement"),
        responses=said.created("GemaaktAbonnement", "Gemaakt."),
    )
    def post(self, request: Request) -> Response:
        """The subscription, with its keys: the one answer in which a secret stands."""
        made = subscribing.subscribe(request.data, by=self.principal)
        place = reverse("api:subscription", kwargs={"subscription_id": made.subscription.pk})
        body = self.told(made.subscription) | {"keys": [rendering.made_key(it) for it in made.keys]}
        return Response(body, status=201, headers={"Location": request.build_absolute_uri(place)})


class SubscriptionView(SubscriptionApiView):
    """One of them."""

    @extend_schema(
        operation_id="leesAbonnement",
        summary="Een abonnement, en hoe het ermee gaat",
        description=said.SUBSCRIPTION,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        responses=openapi.responds("Abonnement"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """As it is now."""
        return Response(self.told(subscriptions.subscription(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="wijzigAbonnement",
        summary="Wijzig een abonnement",
        description=said.CHANGE,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=openapi.body("GewijzigdAbonnement"),
        responses=openapi.responds("Abonnement"),
    )
    def patch(self, request: Request, subscription_id: UUID) -> Response:
        """As it is from now on."""
        return Response(self.told(subscribing.change(subscription_id, request.data, by=self.principal)))

    @extend_schema(
        operation_id="zegOp",
        summary="Verwijder een abonnement",
        description=said.REMOVE,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        responses=said.gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID) -> Response:
        """Nothing."""
        subscribing.remove(subscription_id, by=self.principal)
        return Response(status=204)


class VerificationsView(SubscriptionApiView):
    """Asking the receiver."""

    @extend_schema(
        operation_id="verifieer",
        summary="Verifieer dat de ontvanger berichten wil",
        description=said.VERIFY,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=openapi.body("Verificatievraag"),
        responses=openapi.responds("Verificatie"),
    )
    def post(self, request: Request, subscription_id: UUID) -> Response:
        """What came of it."""
        body = bodies.read(request.data, VERIFICATION)
        if body["kind"] == "agreement":
            agreed = verifying.agree_by_hand(subscription_id, reason=body.get("reason", ""), by=self.principal)
            told = {"outcome": verifying.Outcome.AGREED.value, "why": None, "attempt": None}
            return Response(told | {"subscription": self.told(agreed)})
        if "reason" in body:
            raise InvalidRequest(violations=(violation("unknown-field", pointer="/reason", member="reason"),))
        asks = verifying.verify_by_ping if body["kind"] == "ping" else verifying.verify_by_handshake
        return Response(self._came(asks(subscription_id, by=self.principal)))

    def _came(self, found: verifying.Verification) -> dict[str, Any]:
        return {
            "outcome": found.outcome.value,
            "why": found.why or None,
            "attempt": rendering.attempt(Tried(attempt=found.attempt, body=None)),
            "subscription": self.told(found.subscription),
        }


class PauseView(SubscriptionApiView):
    """That nothing is sent for now."""

    @extend_schema(
        operation_id="pauzeer",
        summary="Pauzeer de bezorging",
        description=said.PAUSE,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=None,
        responses=openapi.responds("Abonnement"),
    )
    def put(self, _request: Request, subscription_id: UUID) -> Response:
        """The subscription; also when it was paused already."""
        return Response(self.told(running.pause(subscription_id, by=self.principal)))

    @extend_schema(
        operation_id="hervat",
        summary="Hervat de bezorging",
        description=said.RESUME,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        responses=said.gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID) -> Response:
        """Nothing; also when it was not paused."""
        running.resume(subscription_id, by=self.principal)
        return Response(status=204)
