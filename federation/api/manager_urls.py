"""Addresses of the manager (FSC Core 2.0.0, 4.3)."""

from django.urls import path

from federation.api import log_views, token_views

urlpatterns = [
    path("token", token_views.give_token, name="fsc-token"),
    path("logs", log_views.read_log, name="fsc-logs"),
]
