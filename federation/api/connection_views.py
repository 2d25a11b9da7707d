"""Connections over HTTP, for administrators: ask, read, accept, reject, revoke."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, openapi
from events.api.parameters import PAGE_SIZE, PAGING, Parameter
from events.api.views import ApiView
from events.domain import moments
from events.domain.refusals import InvalidRequest, Violation
from federation.api import connection_openapi as said
from federation.api import connection_rendering as rendering
from federation.api.connection_schemas import NEW_CONNECTION
from federation.api.paged_views import PagedView
from federation.commands import agreeing, connecting
from federation.domain.agreement_refusals import ContractEnds
from federation.domain.properties import Terms
from federation.domain.proposals import BACK_DATED, Validity
from federation.queries import connections, ourselves
from federation.queries.connections import ConnectionFilter

FAR: Final = timedelta(days=36_525)
"""A contract is of the days of people who sign it."""


class ConnectionsView(PagedView):
    """All of them."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*said.CONNECTION_FILTERS, *PAGING)

    @extend_schema(
        operation_id="verbindingen",
        summary="Verbindingen met andere organisaties",
        description=said.CONNECTIONS,
        tags=said.TAGS,
        parameters=openapi.described(parameters),
        responses=openapi.responds("Verbindingen"),
    )
    def get(self, request: Request) -> Response:
        """The newest first, or those after a place."""
        us = ourselves.ourselves(principal=self.principal)
        now, wanted = timezone.now(), self.wanted()
        page = connections.connections(
            ConnectionFilter(own=us.peer_id, **wanted),
            principal=self.principal,
            now=now,
            after=self.place(wanted) or "",
            size=self.asked.get("size", PAGE_SIZE),
        )
        told = [rendering.connection(it, us=us, now=now) for it in page.connections]
        return Response({"connections": told} | self.following(request, page.after, wanted=wanted))

    @extend_schema(
        operation_id="vraagVerbinding",
        summary="Vraag een andere organisatie om een verbinding",
        description=said.REQUEST,
        tags=said.TAGS,
        request=openapi.body("NieuweVerbinding"),
        responses=said.asked(),
    )
    def post(self, request: Request) -> Response:
        """The contract, signed by us and being sent."""
        body, now = bodies.read(request.data, NEW_CONNECTION), timezone.now()
        validity = _validity(body, now=now)
        made = connecting.request_connection(
            peer_id=body["peerId"],
            service=body["service"],
            delegator=body.get("delegatorPeerId"),
            terms=Terms(
                event_types=frozenset(body["eventTypes"]),
                announces=body.get("announcements", False),
                purpose=body["purpose"],
            ),
            validity=validity,
            by=self.principal,
            now=now,
        )
        place = reverse("federated:connection", kwargs={"content_hash": made.content_hash})
        return Response(
            _told(self, made.content_hash),
            status=201 if made.received_at == now else 200,
            headers={"Location": request.build_absolute_uri(place)},
        )


class ConnectionView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="leesVerbinding",
        summary="Een verbinding, met wat erover ondertekend is",
        description=said.CONNECTION,
        tags=said.TAGS,
        parameters=[said.CONTENT_HASH],
        responses=openapi.responds("Verbinding"),
    )
    def get(self, _request: Request, content_hash: str) -> Response:
        """As it is now."""
        return Response(_told(self, content_hash))


class AcceptanceView(ApiView):
    """Our acceptance."""

    @extend_schema(
        operation_id="aanvaardVerbinding",
        summary="Keur een verbinding goed",
        description=said.ACCEPT,
        tags=said.TAGS,
        parameters=[said.CONTENT_HASH],
        request=None,
        responses=openapi.responds("Verbinding"),
    )
    def post(self, _request: Request, content_hash: str) -> Response:
        """The connection as it is from now on."""
        agreeing.accept_contract(content_hash, by=self.principal)
        return Response(_told(self, content_hash))


class RejectionView(ApiView):
    """Our rejection."""

    @extend_schema(
        operation_id="wijsVerbindingAf",
        summary="Wijs een verbinding af",
        description=said.REJECT,
        tags=said.TAGS,
        parameters=[said.CONTENT_HASH],
        request=None,
        responses=openapi.responds("Verbinding"),
    )
    def post(self, _request: Request, content_hash: str) -> Response:
        """The connection as it is from now on."""
        agreeing.reject_contract(content_hash, by=self.principal)
        return Response(_told(self, content_hash))


class RevocationView(ApiView):
    """Our revocation."""

    @extend_schema(
        operation_id="trekVerbindingIn",
        summary="Trek een verbinding in",
        description=said.REVOKE,
        tags=said.TAGS,
        parameters=[said.CONTENT_HASH],
        request=None,
        responses=openapi.responds("Verbinding"),
    )
    def post(self, _request: Request, content_hash: str) -> Response:
        """The connection as it is from now on."""
        agreeing.revoke_contract(content_hash, by=self.principal)
        return Response(_told(self, content_hash))


def _validity(body: Mapping[str, Any], *, now: datetime) -> Validity:
    """From when until when. Raises `InvalidRequest`, `ContractEnds`."""
    begins = _instant(body, "validFrom", now=now) if "validFrom" in body else now - BACK_DATED
    ends = _instant(body, "validUntil", now=now)
    if ends <= max(now, begins):
        raise ContractEnds(ends=ends)
    return Validity(begins=begins, ends=ends)


def _instant(body: Mapping[str, Any], name: str, *, now: datetime) -> datetime:
    found = moments.parse_instant(body[name])
    if found is None or abs(found - now) > FAR:
        message = _("Give a moment within a hundred years, such as 2030-01-01T00:00:00Z.")
        raise InvalidRequest(violations=(Violation(pointer=f"/{name}", code="date-time", message=message),))
    return found


def _told(view: ApiView, content_hash: str) -> dict[str, Any]:
    us = ourselves.ourselves(principal=view.principal)
    found = connections.connection(content_hash, principal=view.principal)
    return rendering.whole_connection(found, us=us, now=timezone.now())
