"""Addresses of the manager (FSC Core 2.0.0, 4.3)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
