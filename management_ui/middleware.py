"""What every answer of the desk gets: pages about persons stay in no cache, and what was typed is not lost."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote, urlencode, urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from events.api.middleware import is_api
from events.models import User
from management_ui.personal import kept_forms
from management_ui.views import faults, restoring

NUL = "\0"
KEPT_NOWHERE = "no-store, private"


class ReadableAddress:
    """Refuses an address of the desk with a NUL in it, wherever: no text that the database holds has one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or 400."""
        if not is_api(request) and NUL in unquote(request.get_full_path()):
            raise SuspiciousOperation("a NUL in the address")
        return self.get_response(request)


class KeptNowhere:
    """Neither a browser nor a proxy keeps an answer, unless the answer itself says how long (the theme, static files).

    Whoever presses “back” after logging out, or shares the computer, finds nothing. Stands inside WhiteNoise, whose
    static files do not come this far.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with Cache-Control."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return response


class TellsWhatIsNotAllowed:
    """An address that takes only what a form sends says so in words, to whoever comes there in another way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; of one that is empty, a page."""
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.streaming
        if is_bare and not response.content and not is_api(request):
            return faults.not_allowed(request, allowed=response["Allow"])
        return response


class KeepsTyped:
    """Keeps what a form sent when it is answered with “log in first”, and brings one back to it after that.

    A form that was taken in, or shown again with what is wrong, is kept no more. A decision that was refused is:
    no browser remembers the page that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; where it leads to the login, that leads back to what was typed."""
        response = self.get_response(request)
        if request.method != "POST" or is_api(request):
            return response
        if _asks_to_log_in(response):
            back = restoring.keep(request)
            if back:
                response["Location"] = f"{reverse('login')}?{urlencode({'next': back})}"
        elif isinstance(request.user, User) and _refused(response) and restoring.keeps_what_it_refuses(request.path):
            kept_forms.keep(request.user, path=request.path, typed=request.POST)
        elif isinstance(request.user, User) and _took_it_in(response):
            kept_forms.throw_away(request.user, path=request.path)
        return response


def _asks_to_log_in(response: HttpResponse) -> bool:
    told = urlsplit(response.get("Location", ""))
    return told.path in (reverse("login"), reverse("admin:login")) and "next=" in told.query


def _refused(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def _took_it_in(response: HttpResponse) -> bool:
    return response.status_code < HTTPStatus.BAD_REQUEST or _refused(response)
