"""The way to the receiver of a subscription over HTTP: trusted authorities, client certificate, client credentials."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api import receiver_access_openapi as said
from events.api.subscription_openapi import SUBSCRIPTION_ID, TAGS, gone
from events.api.views import ApiView
from events.domain.canonical import instant_text
from events.subscriptions.commands import certificate_changes, credential_changes
from events.subscriptions.domain.certificates import Shown
from events.subscriptions.queries import receiver_access as queries


class TrustedAuthoritiesView(ApiView):
    """Who vouches for the receiver."""

    @extend_schema(
        operation_id="vertrouwdeAutoriteiten",
        summary="Wie voor de ontvanger instaat",
        description=said.AUTHORITIES,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=openapi.responds("VertrouwdeAutoriteiten"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """All of them."""
        return Response(_authorities(queries.trusted_authorities(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="vertrouwAutoriteiten",
        summary="Zeg wie voor de ontvanger instaat",
        description=said.TRUST,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        request=openapi.body("NieuweAutoriteiten"),
        responses=openapi.responds("VertrouwdeAutoriteiten"),
    )
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """As it is from now on."""
        certificate_changes.trust_authorities(subscription_id, request.data, by=self.principal)
        return Response(_authorities(queries.trusted_authorities(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="vertrouwAlsAltijd",
        summary="Vertrouw weer wie het systeem vertrouwt",
        description=said.TRUST_AS_EVER,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID) -> Response:
        """Nothing."""
        certificate_changes.trust_as_ever(subscription_id, by=self.principal)
        return Response(status=204)


class ClientCertificateView(ApiView):
    """What is shown of ourselves."""

    @extend_schema(
        operation_id="clientcertificaat",
        summary="Welk clientcertificaat getoond wordt",
        description=said.CERTIFICATE,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=openapi.responds("Clientcertificaat"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """The certificate, without its key."""
        return Response(_certificate(queries.client_certificate(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="toonClientcertificaat",
        summary="Toon een clientcertificaat",
        description=said.SHOW,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        request=openapi.body("NieuwClientcertificaat"),
        responses=openapi.responds("Clientcertificaat"),
    )
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """As it is from now on, without its key."""
        certificate_changes.show_certificate(subscription_id, request.data, by=self.principal)
        return Response(_certificate(queries.client_certificate(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="toonGeenClientcertificaat",
        summary="Toon geen clientcertificaat meer",
        description=said.SHOW_NONE,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID) -> Response:
        """Nothing."""
        certificate_changes.show_no_certificate(subscription_id, by=self.principal)
        return Response(status=204)


class ClientCredentialsView(ApiView):
    """With what a token is asked."""

    @extend_schema(
        operation_id="tokengegevens",
        summary="Waarmee een token gevraagd wordt",
        description=said.CREDENTIALS,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=openapi.responds("Tokengegevens"),
    )
    def get(self, _request: Request, subscription_id: UUID) -> Response:
        """All but the secret."""
        return Response(_credentials(queries.client_credentials(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="geefTokengegevens",
        summary="Vraag voor de ontvanger een token",
        description=said.GIVE,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        request=openapi.body("NieuweTokengegevens"),
        responses=openapi.responds("Tokengegevens"),
    )
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """As it is from now on, without the secret."""
        credential_changes.give_credentials(subscription_id, request.data, by=self.principal)
        return Response(_credentials(queries.client_credentials(subscription_id, principal=self.principal)))

    @extend_schema(
        operation_id="vergeetTokengegevens",
        summary="Vraag geen token meer",
        description=said.FORGET,
        tags=TAGS,
        parameters=[SUBSCRIPTION_ID],
        responses=gone(),
    )
    def delete(self, _request: Request, subscription_id: UUID) -> Response:
        """Nothing."""
        credential_changes.forget_credentials(subscription_id, by=self.principal)
        return Response(status=204)


def _authorities(it: queries.TrustedAuthorities) -> dict[str, Any]:
    return {"authorities": _all(it.authorities), "givenAt": instant_text(it.given_at)}


def _certificate(it: queries.ClientCertificate) -> dict[str, Any]:
    return {
        "certificate": _shown(it.certificate),
        "issuers": _all(it.issuers),
        "givenAt": instant_text(it.given_at),
    }


def _credentials(it: queries.ClientCredentials) -> dict[str, Any]:
    return {
        "tokenUrl": it.token_url,
        "clientId": it.client_id,
        "method": it.method.value,
        "scope": it.scope,
        "audience": it.audience,
        "withSecret": it.with_secret,
        "givenAt": instant_text(it.given_at),
    }


def _all(found: Sequence[Shown]) -> list[dict[str, Any]]:
    return [_shown(it) for it in found]


def _shown(it: Shown) -> dict[str, Any]:
    return {
        "subject": it.subject,
        "issuer": it.issuer,
        "serialNumber": it.serial,
        "fingerprint": it.fingerprint,
        "key": it.key,
        "validFrom": instant_text(it.valid_from),
        "validUntil": instant_text(it.valid_until),
        "endsSoon": it.ends_soon(timezone.now()),
    }
