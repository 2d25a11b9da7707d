"""Errors of every kind as `application/problem+json`: refusals, the framework's, Django's own, and what nobody foresaw.

An answer never holds internals; what nobody foresaw is written to the operator's log.
"""

import json
import logging
import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.views import set_rollback

from events.api.middleware import is_api
from events.domain.refusals import EventNotFound, Refusal
from f6_project.problems import Problem, problem_of
from federation.api.peer_callers import is_let_in
from management_ui.views import faults

MEDIA_TYPE = "application/problem+json"
CHALLENGE_REFUSED = 'Bearer realm="f6", error="invalid_token"'
RETRY = {"Retry-After": "5"}
FORESEEN: Mapping[type[Exception], int] = {
    Http404: 404,
    PermissionDenied: 403,
    RequestDataTooBig: 413,  # before its own kind, the next
    SuspiciousOperation: 400,  # such as more query parameters than FORM_FIELDS_MAX
    BadRequest: 400,
    OperationalError: 503,
    InterfaceError: 503,
}

log = logging.getLogger("f6.api")

STATUSES: Mapping[int, tuple[str, str, str]] = {
    # status: name, title, detail with how to mend
    400: ("bad-request", _("Bad request"), _("The request cannot be read. Check its address and its headers.")),
    401: (
        "not-authenticated",
        _("Not authenticated"),
        _("This needs a token. Send “Authorization: Bearer …” with the token your administrator gave you."),
    ),
    403: ("forbidden", _("Forbidden"), _("This is not permitted. Ask your administrator for the permission.")),
    404: (
        "not-found",
        _("Not found"),
        _("Nothing stands at this address. Check it against /api/v1/openapi.json; addresses have no slash at the end."),
    ),
    405: ("method-not-allowed", _("Method not allowed"), _("Use one of the methods in the header Allow.")),
    406: (
        "not-acceptable",
        _("Not acceptable"),
        _("Answers are application/json, and streams text/event-stream. Send “Accept” with what this address gives."),
    ),
    409: ("conflict", _("Conflict"), _("This conflicts with what was recorded. Read it again.")),
    412: ("precondition-failed", _("Precondition failed"), _("What you expected no longer holds. Read it again.")),
    413: ("request-too-large", _("Request too large"), _("The body is over the limit. Send it in smaller parts.")),
    415: (
        "unsupported-media-type",
        _("Unsupported media type"),
        _("Bodies are JSON in UTF-8. Send “Content-Type: application/json”."),
    ),
    429: (
        "too-many-requests",
        _("Too many requests"),
        _("You are over your rate limit. Wait as long as the header Retry-After says."),
    ),
    500: (
        "internal-error",
        _("Internal error"),
        _("Something went wrong on our side; nothing was recorded. Try again later, or report the traceparent."),
    ),
    503: (
        "unavailable",
        _("Temporarily unavailable"),
        _("The registry cannot answer just now; nothing was recorded. Wait as long as the header Retry-After says."),
    ),
}
NOWHERE_FOR_PEERS = _("Nothing stands at this address. Check it against /openapi.json, at this inway.")
FOR_PEERS: Mapping[type[Refusal], str] = {
    EventNotFound: _("Check the id, and the zone and the event types of your contract."),
}
"""How to mend what other organisations ask of the query API of a zone, where our own addresses are not."""


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """What a view's exception is answered with (Django REST framework's EXCEPTION_HANDLER)."""
    set_rollback()
    request: HttpRequest = context["request"]
    if isinstance(error, Refusal):
        problem = problem_of(error, mend=FOR_PEERS.get(type(error)) if is_let_in(request) else None)
        return _response(problem, request=request, headers=_headers_of(problem))
    if isinstance(error, APIException):
        return _status(error.status_code, request=request, headers=_challenge_and_wait(error))
    status = next((status for kind, status in FORESEEN.items() if isinstance(error, kind)), 500)
    if status >= 500:
        log.error("A view of the API failed.", exc_info=error)
    return _status(status, request=request, headers=RETRY if status == 503 else None)


@csrf_exempt
def unknown_address(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """The view of every address under /api/ that leads nowhere."""
    return _status(404, request=request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    if not is_api(request):
        return faults.bad_request(request, exception)
    return _status(413 if isinstance(exception, RequestDataTooBig) else 400, request=request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return _status(403, request=request) if is_api(request) else defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return _status(404, request=request) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return _status(500, request=request) if is_api(request) else faults.server_error(request)


def _headers_of(problem: Problem) -> Mapping[str, str]:
    if problem.status == 401:
        return {"WWW-Authenticate": CHALLENGE_REFUSED}
    return RETRY if problem.status in (429, 503) else {}


def _challenge_and_wait(error: APIException) -> dict[str, str]:
    headers = {}
    if isinstance(error, NotAuthenticated):
        headers["WWW-Authenticate"] = getattr(error, "auth_header", "Bearer")
    wait = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(max(1, math.ceil(wait)))
    return headers


def _status(status: int, *, request: HttpRequest, headers: Mapping[str, str] | None = None) -> HttpResponse:
    name, title, detail = STATUSES.get(status, STATUSES[500])
    if status == 404 and is_let_in(request):
        detail = NOWHERE_FOR_PEERS
    problem = Problem(status=status, name=name, title=gettext(title), detail=gettext(detail), facts={})
    return _response(problem, request=request, headers=headers or {})


def _response(problem: Problem, *, request: HttpRequest, headers: Mapping[str, str]) -> HttpResponse:
    body = json.dumps(problem.body(instance=request.path), ensure_ascii=False)
    return HttpResponse(
        body.encode("utf-8", "backslashreplace"), status=problem.status, content_type=MEDIA_TYPE, headers=headers
    )
