"""Who is in the group, what can be asked for, what we publish, and the transaction log, for administrators."""

from typing import ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, openapi
from events.api.parameters import PAGE_SIZE, PAGING, Parameter
from events.api.views import ApiView
from federation.api import connection_openapi as said
from federation.api import connection_rendering as rendering
from federation.api.connection_schemas import NEW_PUBLICATION
from federation.api.paged_views import PagedView
from federation.commands import publishing
from federation.domain.properties import Terms
from federation.queries import offers, ourselves, own_zones, peer_health, transaction_search
from federation.queries.transaction_search import TransactionFilter


class OwnPeerView(ApiView):
    """Ourselves."""

    @extend_schema(
        operation_id="eigenPartij",
        summary="Wie wij in de groep zijn",
        description=said.OWN_PEER,
        tags=said.TAGS,
        responses=openapi.responds("EigenPartij"),
    )
    def get(self, _request: Request) -> Response:
        """Also while federation is off."""
        return Response(rendering.own_peer(ourselves.ourselves(principal=self.principal)))


class PeersView(ApiView):
    """Others."""

    @extend_schema(
        operation_id="partijen",
        summary="Andere organisaties, en hoe het ermee gaat",
        description=said.PEERS,
        tags=said.TAGS,
        responses=openapi.responds("Partijen"),
    )
    def get(self, _request: Request) -> Response:
        """Those that do not answer first."""
        found = peer_health.peers(principal=self.principal, now=timezone.now())
        return Response({"peers": [rendering.peer(it) for it in found]})


class PeerView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="leesPartij",
        summary="Een andere organisatie, en hoe het ermee gaat",
        description=said.PEER,
        tags=said.TAGS,
        parameters=[said.PEER_ID],
        responses=openapi.responds("Partij"),
    )
    def get(self, _request: Request, peer_id: str) -> Response:
        """As it is now."""
        return Response(rendering.peer(peer_health.peer(peer_id, principal=self.principal, now=timezone.now())))


class DirectoryServicesView(ApiView):
    """What can be asked for."""

    @extend_schema(
        operation_id="gidsdiensten",
        summary="Wat organisaties in de gidsen publiceren",
        description=said.SERVICES,
        tags=said.TAGS,
        responses=openapi.responds("Gidsdiensten"),
    )
    def get(self, _request: Request) -> Response:
        """As the directories were last read."""
        return Response(rendering.directory(offers.listed(principal=self.principal, now=timezone.now())))


class PublicationsView(ApiView):
    """Our zones in the directories."""

    @extend_schema(
        operation_id="publicaties",
        summary="Onze zones, en in welke gids zij staan",
        description=said.PUBLICATIONS,
        tags=said.TAGS,
        responses=openapi.responds("Publicaties"),
    )
    def get(self, _request: Request) -> Response:
        """All zones, by name."""
        found = own_zones.own_zones(principal=self.principal, now=timezone.now())
        return Response({"zones": [rendering.publication(it) for it in found]})


class PublicationView(ApiView):
    """One zone in the directories."""

    @extend_schema(
        operation_id="publiceerZone",
        summary="Publiceer een zone in de gidsen",
        description=said.PUBLISH,
        tags=said.TAGS,
        parameters=[said.ZONE],
        request=openapi.body("NieuwePublicatie"),
        responses=openapi.responds("Publicatie"),
    )
    def put(self, request: Request, zone: str) -> Response:
        """The zone, with its publications of now."""
        body = bodies.read(request.data, NEW_PUBLICATION)
        terms = Terms(
            event_types=frozenset(body["eventTypes"]), responsible_for=frozenset(body.get("responsibleFor", ()))
        )
        publishing.publish_zone(zone, terms=terms, by=self.principal)
        found = own_zones.own_zone(zone, principal=self.principal, now=timezone.now())
        if found is None:
            raise Http404
        return Response(rendering.publication(found))

    @extend_schema(
        operation_id="trekPublicatieIn",
        summary="Haal een zone uit de gidsen",
        description=said.WITHDRAW,
        tags=said.TAGS,
        parameters=[said.ZONE],
        responses=said.gone(),
    )
    def delete(self, _request: Request, zone: str) -> Response:
        """Nothing; also when it stood in none."""
        publishing.unpublish_zone(zone, by=self.principal)
        return Response(status=204)


class TransactionsView(PagedView):
    """The transaction log."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*said.TRANSACTION_FILTERS, *PAGING)

    @extend_schema(
        operation_id="zoekTransacties",
        summary="De transactielog",
        description=said.TRANSACTIONS,
        tags=said.TAGS,
        parameters=openapi.described(parameters),
        responses=openapi.responds("Transacties"),
    )
    def get(self, request: Request) -> Response:
        """The newest first, or those before a place."""
        wanted = self.wanted()
        page = transaction_search.transactions(
            TransactionFilter(**wanted),
            principal=self.principal,
            before=self.place(wanted),
            size=self.asked.get("size", PAGE_SIZE),
        )
        told = [rendering.transaction(it, contracts=page.contracts) for it in page.records]
        return Response({"transactions": told} | self.following(request, page.before, wanted=wanted))
