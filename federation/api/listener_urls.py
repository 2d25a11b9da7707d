"""Addresses of the listener: the manager under /v1/, the inway at every other."""

from django.urls import include, path, re_path

from federation.api import inway

urlpatterns = [
    path("v1/", include("federation.api.manager_urls")),
    re_path(r"^(?!v1/)", inway.call, name="inway"),
]
handler404 = "federation.api.faults.not_found"
handler500 = "federation.api.faults.failed"
