"""What every answer of the API carries, whoever made it: a view, a refusal, or Django itself."""

from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events import processing

API = "/api"
SECURITY_HEADERS = {
    # NL API Design Rules 2.2, /core/transport/security-headers
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
INTERNAL_HEADERS = ("Server", "X-Powered-By")


def is_api(request: HttpRequest) -> bool:
    """Whether the address is the API's, also where it leads nowhere."""
    return request.path_info == API or request.path_info.startswith(f"{API}/")


class ApiHeaders:
    """API-Version and the security headers, on every answer under /api/. Must be the outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        if is_api(request):
            response["API-Version"] = settings.API_VERSION
            for name, value in SECURITY_HEADERS.items():
                response[name] = value
            for name in INTERNAL_HEADERS:
                response.headers.pop(name, None)
        return response


class TraceContext:
    """Goes on with the caller's trace (W3C Trace Context), for the log of processing; the answer says which."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, made within the trace."""
        begun = processing.Trace.begin(request.META.get("HTTP_TRACEPARENT"))
        with processing.traced(begun) as trace, structlog.contextvars.bound_contextvars(reference=trace.reference):
            response = self.get_response(request)
        if is_api(request):
            response["traceparent"] = trace.traceparent
        return response
