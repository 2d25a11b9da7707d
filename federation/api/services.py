"""What answers under the name of a service: the query API of a zone, or an application that the settings mount.

An application (`F6_FSC_SERVICES`) is a WSGI one in this process. It gets the request as it came, with the headers
`Fsc-Authorization` and `Fsc-Transaction-Id`, and does not have to look at the token any more.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final, NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver, set_urlconf
from django.utils.module_loading import import_string
from rest_framework.exceptions import NotFound

from events.api.views import ApiView
from federation.api import peer_callers
from federation.api.peer_callers import PeerCaller, PeerToken
from federation.commands.admitting_calls import Admitted
from federation.domain import peer_principals, properties


class Nowhere(ApiView):
    """An address that leads nowhere, for who may ask: told as the query API tells everything."""

    authentication_classes = (PeerToken,)

    def http_method_not_allowed(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Whatever is asked. Raises `NotFound`."""
        raise NotFound


_NOWHERE: Final = Nowhere.as_view()
Service = Callable[[HttpRequest, Admitted, str], HttpResponseBase]
ZONE_ADDRESSES: Final = "federation.api.zone_urls"
_OF_ONE_CONNECTION: Final = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"}
)


def answering(name: str) -> Service:
    """What answers under this name; whether we offer it is asked elsewhere (`queries.offered`)."""
    return _zone if properties.zone_of(name) is not None else _mounted


def _zone(request: HttpRequest, admitted: Admitted, peer_name: str) -> HttpResponseBase:
    """The query API of the zone, for a principal that sees what the grant says and nothing else."""
    claims = admitted.claims
    zone, terms = properties.zone_of(claims.service) or "", properties.terms_of(claims.properties)
    principal = peer_principals.principal_of(
        claims.subject, group_id=claims.group_id, name=peer_name, zone=zone, event_types=terms.event_types
    )
    peer_callers.admit(
        request,
        PeerCaller(
            peer_id=claims.subject,
            grant_hash=claims.grant_hash,
            zone=zone,
            principal=principal,
            announces=terms.announces,
        ),
    )
    try:
        found = get_resolver(ZONE_ADDRESSES).resolve(request.path_info)
    except Resolver404:
        return _NOWHERE(request)
    request.urlconf, request.resolver_match = ZONE_ADDRESSES, found
    set_urlconf(ZONE_ADDRESSES)
    answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return answer


def _mounted(request: HttpRequest, admitted: Admitted, _peer_name: str) -> HttpResponseBase:
    """A WSGI application."""
    application = import_string(settings.F6_FSC_SERVICES[admitted.claims.service])
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> Callable[[bytes], None]:
        begun[:] = [(status, headers)]
        return said.append

    said: list[bytes] = []
    parts: Iterable[bytes] = application(request.META | {"wsgi.input": BytesIO(request.body)}, start_response)
    try:
        said += parts
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    ((status, headers),) = begun
    code, _, reason = status.partition(" ")
    answer = HttpResponse(b"".join(said), status=int(code), reason=reason)
    del answer["Content-Type"]
    for header, value in headers:
        if header.lower() not in _OF_ONE_CONNECTION:
            answer[header] = value
    return answer
