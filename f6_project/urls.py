"""Where addresses lead: the desk at the root, the API under its version, and two questions for an operator."""

from django.urls import URLPattern, URLResolver, include, path

from f6_project import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("management_ui.urls")),
]
