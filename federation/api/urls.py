"""The addresses of connections, and of what is built of several F6s, beside those of our own events and states."""

from django.urls import path

from federation.api.connection_urls import of_connections
from federation.api.state_views import FederatedExplanationsView, FederatedStateView, FederatedTimelineView

app_name = "federated"
urlpatterns = [
    path("federated/objects/<uuid:object_id>/state", FederatedStateView.as_view(), name="federated-state"),
    path("federated/objects/<uuid:object_id>/timeline", FederatedTimelineView.as_view(), name="federated-timeline"),
    path(
        "federated/objects/<uuid:object_id>/explanations",
        FederatedExplanationsView.as_view(),
        name="federated-explanations",
    ),
    *of_connections,
]
