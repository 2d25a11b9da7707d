"""What is shown when something does not go as it should.

Too old a page, a request that cannot be read, a busy server, and what nobody foresaw. Nothing typed is lost: it is
kept, or stands on the page to be sent again.

The pages of a fault of ours ask the database nothing, for it may be what is wrong.
"""

import sys
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from events import processing
from management_ui.personal.kept_forms import without_secrets
from management_ui.presenters.typed import inputs, readable
from management_ui.views import restoring

RETRY_SECONDS: Final = 10
UNREADABLE: Final = (RequestDataTooBig, SuspiciousOperation, UnreadablePostError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old, or was not ours: nothing is done. What was typed on a page of ours is kept."""
    del reason  # it is for developers, and the same for the visitor
    back = restoring.keep(request) if _comes_from_here(request) else ""
    login = f"{reverse('login')}?{urlencode({'next': back or request.path})}"
    context = {"back": back, "path": request.path, "login": login}
    return render(request, "session/too_old.html", context, status=HTTPStatus.FORBIDDEN)


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is too large; perhaps so early that nobody knows who asks."""
    too_large = isinstance(exception, RequestDataTooBig)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST
    too_many = isinstance(exception, TooManyFieldsSent)
    context = {"too_large": too_large, "too_many": too_many, "house": _house()}
    return HttpResponse(render_to_string("400.html", context), status=status)


def not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """An address that takes only what a form sends, or gives only pages; nothing was done."""
    answer = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    answer["Allow"] = allowed
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, with the reference by which an operator finds it in the log; 503 when the database is busy."""
    is_busy = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_busy else HTTPStatus.INTERNAL_SERVER_ERROR
    context = {
        "is_busy": is_busy,
        "reference": processing.reference(),
        "house": _house(),
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
        **_typed(request),
    }
    headers = {"Retry-After": str(RETRY_SECONDS)} if is_busy else {}
    return HttpResponse(render_to_string("500.html", context), status=status, headers=headers)


def _house() -> dict[str, bool]:
    return {"theme": bool(settings.F6_THEME_CSS)}


def _typed(request: HttpRequest) -> dict[str, Any]:
    if request.method != "POST" or request.path == reverse("login"):
        return {}
    try:
        typed = without_secrets(request.POST)
    except UNREADABLE:
        return {}
    return {"again": True, "inputs": inputs(typed), "readable": readable(typed)}


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent this: another site must not put words in somebody's form."""
    said = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    told = urlsplit(said)
    origin = f"{told.scheme}://{told.netloc}"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
