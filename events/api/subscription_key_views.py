"""The keys of a subscription over HTTP, and their public halves for anybody."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, openapi
from events.api import subscription_openapi as said
from events.api import subscription_rendering as rendering
from events.api.subscription_schemas import NEW_KEY
from events.api.views import ApiView
from events.models import SubscriptionKey
from events.subscriptions.commands import key_changes
from events.subscriptions.queries import subscriptions


class SubscriptionKeysView(ApiView):
    """What a subscription signs with."""

    @extend_schema(
        operation_id="sleutels",
        summary="Waarmee ondertekend wordt",
        description=said.KEYS,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        responses=openapi.responds("Sleutels"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """The newest first."""
        found = subscriptions.keys_of(subscription_id, principal=self.principal, now=timezone.now())
        return Response({"keys": [rendering.key(it) for it in found]})

    @extend_schema(
        operation_id="vernieuwSleutel",
        summary="Onderteken met een nieuwe sleutel",
        description=said.ADD_KEY,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        request=openapi.body("NieuweSleutel"),
        responses=said.created("GemaakteSleutel", "Gemaakt."),
    )
    def post(self, request: Request, subscription_id: UUID) -> Response:
        """The key: the one answer in which its secret stands."""
        body = bodies.read(request.data, NEW_KEY)
        made = key_changes.add_key(
            subscription_id,
            scheme=SubscriptionKey.Scheme(body["scheme"]),
            overlap=timedelta(seconds=body.get("overlapSeconds", 0)),
            by=self.principal,
        )
        place = reverse("api:subscription-key", kwargs={"subscription_id": subscription_id, "key_id": made.key.pk})
        return Response(rendering.made_key(made), status=201, headers={"Location": request.build_absolute_uri(place)})


class SubscriptionKeyView(ApiView):
    """One key."""

    @extend_schema(
        operation_id="beeindigSleutel",
        summary="Onderteken niet meer met een sleutel",
        description=said.END_KEY,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID, said.KEY_ID],
        responses=said.gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID, key_id: UUID) -> Response:
        """Nothing."""
        key_changes.retire_key(subscription_id, key_id, by=self.principal)
        return Response(status=204)


class PublicKeysView(ApiView):
    """What anybody checks a signature with."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="publiekeSleutels",
        summary="Waarmee een handtekening gecontroleerd wordt",
        description=said.PUBLIC_KEYS,
        tags=said.TAGS,
        parameters=[said.SUBSCRIPTION_ID],
        responses=openapi.responds("PubliekeSleutels"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """The newest first; none of what is not there."""
        found = subscriptions.public_keys(subscription_id, now=timezone.now())
        return Response({"keys": [rendering.public_key(it) for it in found]})
