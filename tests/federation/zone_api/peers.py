"""Peers that call the query API of a zone, as the inway would let them in when it has checked their token."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from federation.api.peer_callers import PeerCaller, admit
from federation.domain.peer_principals import principal_of
from tests import registry

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
ELSEWHERE = "00000099000000002000"
_LET_IN = "f6.test.caller"


class Admitting:
    """The middleware that stands for the inway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        caller = request.META.get(_LET_IN)
        if caller is not None:
            admit(request, caller)
        return self.get_response(request)


INWAY = override_settings(
    ROOT_URLCONF="federation.api.zone_urls",
    MIDDLEWARE=[
        "events.api.middleware.TraceContext",
        f"{__name__}.Admitting",
        "django.middleware.locale.LocaleMiddleware",
    ],
)


@dataclass(frozen=True)
class Peer:
    """A peer with its grant; None: a request that no inway let in."""

    caller: PeerCaller | None

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Answer:
        with INWAY:
            return Client(raise_request_exception=False).get(path, query or {}, **self._meta())

    def post(self, path: str, body: Any) -> Answer:
        with INWAY:
            return Client(raise_request_exception=False).post(
                path, json.dumps(body), content_type="application/json", **self._meta()
            )

    def _meta(self) -> dict[str, Any]:
        language = {"HTTP_ACCEPT_LANGUAGE": "en"}
        return language if self.caller is None else {**language, _LET_IN: self.caller}


def peer(*event_types: str, zone: str = registry.CIVIL, announces: bool = True, grant: str = "$1$3$een") -> Peer:
    """A peer that may read these event types of a zone."""
    principal = principal_of(ELSEWHERE, group_id="f6-test", name="Gemeente Elders", zone=zone, event_types=event_types)
    return Peer(PeerCaller(peer_id=ELSEWHERE, grant_hash=grant, zone=zone, principal=principal, announces=announces))
