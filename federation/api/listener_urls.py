"""Addresses of the listener: the manager under /v1/, the inway at every other."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("federation.api.manager_urls")),
]
handler404 = "federation.api.faults.not_found"
handler500 = "federation.api.faults.failed"
