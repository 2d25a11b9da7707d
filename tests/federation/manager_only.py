"""Addresses of the manager alone, as the listener has them."""

from django.urls import include, path

urlpatterns = [path("v1/", include("federation.api.manager_urls"))]
