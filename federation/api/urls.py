"""The addresses of connections, and of what is built of several F6s, beside those of our own events and states."""

from django.urls import path

from federation.api.connection_urls import of_connections
from federation.api.state_views import FederatedExplanationsView, FederatedStateView, FederatedTimelineView
from federation.api.view_views import (
    FederatedCustodyView,
    FederatedHistoryDataView,
    FederatedHistoryView,
    FederatedOccupancyDataView,
    FederatedOccupancyView,
    FederatedPersonDataView,
    FederatedPersonView,
    FederatedRowsView,
)

OF_ONE = "federated/objects/<uuid:object_id>"
app_name = "federated"
urlpatterns = [
    path(f"{OF_ONE}/state", FederatedStateView.as_view(), name="federated-state"),
    path(f"{OF_ONE}/timeline", FederatedTimelineView.as_view(), name="federated-timeline"),
    path(
        f"{OF_ONE}/explanations",
        FederatedExplanationsView.as_view(),
        name="federated-explanations",
    ),
    *of_connections,
    path(f"{OF_ONE}/brp/personen", FederatedPersonView.as_view(), name="federated-person"),
    path(f"{OF_ONE}/brp-gegevens/personen", FederatedPersonDataView.as_view(), name="federated-person-data"),
    path(f"{OF_ONE}/brp/gezag", FederatedCustodyView.as_view(), name="federated-custody"),
    path(f"{OF_ONE}/brp/verblijfplaatshistorie", FederatedHistoryView.as_view(), name="federated-history"),
    path(
        f"{OF_ONE}/brp-gegevens/verblijfplaatshistorie",
        FederatedHistoryDataView.as_view(),
        name="federated-history-data",
    ),
    path(f"{OF_ONE}/brp/bewoningen", FederatedOccupancyView.as_view(), name="federated-occupancy"),
    path(f"{OF_ONE}/brp-gegevens/bewoningen", FederatedOccupancyDataView.as_view(), name="federated-occupancy-data"),
    path(f"{OF_ONE}/views/<str:name>/rows", FederatedRowsView.as_view(), name="federated-rows"),
]
