"""How the manager answers: JSON, and every refusal by the shape of FSC Core 2.0.0, 4.5, with its code in a header."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from federation.api import connections, peer_rates
from federation.domain import ijson
from federation.domain.certificates import CertificateUnusable
from federation.domain.refusals import Code, FscRefusal
from federation.transport.identity import FederationOff, IdentityUnusable

DOMAIN: Final = "ERROR_DOMAIN_MANAGER"
HEADER: Final = "Fsc-Error-Code"
RETRY_SECONDS: Final = "10"
BYTES_MAX: Final = 3 * 1024 * 1024
"""Of what is sent to the manager: reading it takes a thread for as long as it is."""

View = Callable[..., HttpResponse]
log = structlog.get_logger(__name__)


def answer(body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A JSON object. Kept nowhere: it is for this caller."""
    return HttpResponse(
        ijson.canonical(body), status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def done(status: int) -> HttpResponse:
    """That it was done; there is nothing to tell."""
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})


def refused(refusal: FscRefusal) -> HttpResponse:
    """A refusal as the standard has it."""
    body = {"message": refusal.message, "domain": DOMAIN, "code": refusal.code.value}
    response = answer(body, status=refusal.status)
    response[HEADER] = refusal.code.value
    if refusal.code in (Code.TOO_MANY, Code.UNAVAILABLE):
        response["Retry-After"] = RETRY_SECONDS
    return response


def manager(**by_method: View) -> View:
    """The view of one address, of a function for each method (in lower-case); any other is refused."""
    allowed = ", ".join(sorted(it.upper() for it in by_method))

    @csrf_exempt
    def dispatch(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = (request.method or "").lower()
        view = by_method.get("get" if method == "head" else method)
        if view is None:
            refusal = FscRefusal(code=Code.METHOD, message=f"Use {allowed} at this address.")
            response = refused(refusal)
            response["Allow"] = allowed
            return response
        return guarded(view)(request, *args, **kwargs)

    return dispatch


def guarded(view: View) -> View:
    """The view, whose refusals become answers."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with _within_bounds(request):
                return view(request, *args, **kwargs)
        except peer_rates.TooMuch as refusal:
            log.warning("fsc_too_much_asked", path=request.path)
            response = refused(FscRefusal(code=Code.TOO_MANY, message=refusal.message))
            response["Retry-After"] = str(refusal.wait)
            return response
        except FscRefusal as refusal:
            log.info("fsc_refused", code=refusal.code.value, path=request.path)
            return refused(refusal)
        except (FederationOff, IdentityUnusable) as fault:
            log.error("fsc_identity_unusable", why=str(fault))  # noqa: TRY400  # its text says all
            return refused(FscRefusal(code=Code.UNAVAILABLE, message="This manager cannot work now. Try again later."))
        except OperationalError:
            log.exception("fsc_database_away")
            return refused(FscRefusal(code=Code.UNAVAILABLE, message="This manager is busy. Try again later."))

    return asked


@contextmanager
def _within_bounds(request: HttpRequest) -> Iterator[None]:
    """One request of its peer, and work for him. Raises `TooMuch`; who is nobody is refused by the view itself."""
    try:
        peer_id = connections.certificate_of(request, now=timezone.now()).peer_id
    except CertificateUnusable:
        yield
        return
    peer_rates.count_request(peer_id, at="manager")
    with peer_rates.counting_work(peer_id):
        yield


def body_of(request: HttpRequest) -> Mapping[str, Any]:
    """The JSON object that was sent. Raises `FscRefusal`."""
    if request.content_type != "application/json":
        raise FscRefusal(code=Code.MALFORMED, message="Send application/json.")
    too_large = FscRefusal(code=Code.TOO_LARGE, message=f"Send at most {BYTES_MAX} bytes: fewer properties.")
    try:
        body = request.body
    except RequestDataTooBig:
        raise too_large from None
    except UnreadablePostError:
        raise FscRefusal(code=Code.MALFORMED, message="Send the whole body.") from None
    if len(body) > BYTES_MAX:
        raise too_large
    try:
        found = ijson.parse(body)
    except ijson.NotIJson as fault:
        raise FscRefusal(code=Code.MALFORMED, message=str(fault)) from None
    if not isinstance(found, Mapping):
        raise FscRefusal(code=Code.MALFORMED, message="Send one JSON object.")
    return found
