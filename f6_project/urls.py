"""Where addresses lead: the desk at the root, the API under its version, and two questions for an operator."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from f6_project import health, problem_answers

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("events.api.urls")),
    path("api/v1/", include("readmodels.api.urls")),
    path("api/v1/", include("federation.api.urls")),
    re_path(r"^api(/|$)", problem_answers.unknown_address),
    path("", include("management_ui.urls")),
]
handler400 = problem_answers.bad_request
handler403 = problem_answers.permission_denied
handler404 = problem_answers.page_not_found
handler500 = problem_answers.server_error
