"""The part of the listener that these tests ask, in this process."""

from django.urls import path, re_path

from federation.api import inway, log_views, token_views

urlpatterns = [
    path("v1/token", token_views.give_token),
    path("v1/logs", log_views.read_log),
    re_path(r"^(?!v1/)", inway.call),
]
