"""The addresses by which administrators look after connections with other organisations."""

from django.urls import path

from federation.api.connection_views import (
    AcceptanceView,
    ConnectionsView,
    ConnectionView,
    RejectionView,
    RevocationView,
)
from federation.api.peer_views import (
    DirectoryServicesView,
    OwnPeerView,
    PeersView,
    PeerView,
    PublicationsView,
    PublicationView,
    TransactionsView,
)

ONE = "federation/connections/<str:content_hash>"
of_connections = [
    path("federation/own-peer", OwnPeerView.as_view(), name="own-peer"),
    path("federation/connections", ConnectionsView.as_view(), name="connections"),
    path(ONE, ConnectionView.as_view(), name="connection"),
    path(f"{ONE}/acceptance", AcceptanceView.as_view(), name="connection-acceptance"),
    path(f"{ONE}/rejection", RejectionView.as_view(), name="connection-rejection"),
    path(f"{ONE}/revocation", RevocationView.as_view(), name="connection-revocation"),
    path("federation/peers", PeersView.as_view(), name="peers"),
    path("federation/peers/<str:peer_id>", PeerView.as_view(), name="peer"),
    path("federation/directory-services", DirectoryServicesView.as_view(), name="directory-services"),
    path("federation/publications", PublicationsView.as_view(), name="publications"),
    path("federation/publications/<str:zone>", PublicationView.as_view(), name="publication"),
    path("federation/transactions", TransactionsView.as_view(), name="transactions"),
]
