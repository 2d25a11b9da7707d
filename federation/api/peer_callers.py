"""Who calls the query API of a zone: a peer, on the grant of a contract.

The inway checks certificate and token, and puts what they prove on the request: `admit`. Nothing else can: what comes
in without it is nobody, and is refused.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from events.domain.permissions import Principal
from events.domain.refusals import TokenRefused

HEADER: Final = "Fsc-Authorization"
_ADMITTED: Final = "f6_peer_caller"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerCaller:
    """A peer that showed a valid token: on which grant, for the query API of which zone, and who it is to events.

    `announces` is whether the grant lets it know of which objects there are events.
    """

    peer_id: str
    grant_hash: str
    zone: str
    principal: Principal
    announces: bool = False

    @property
    def is_authenticated(self) -> bool:
        """Always: who is not is no caller."""
        return True

    @property
    def is_active(self) -> bool:
        """While its token is taken, it is."""
        return True


def admit(request: HttpRequest, caller: PeerCaller) -> None:
    """Let the request in as this peer. For the inway alone, when it has checked certificate, token and contract."""
    setattr(request, _ADMITTED, caller)


def is_let_in(request: HttpRequest) -> bool:
    """Whether the inway let this request in."""
    return isinstance(getattr(request, _ADMITTED, None), PeerCaller)


class PeerToken(BaseAuthentication):
    """Takes whom the inway admitted."""

    def authenticate(self, request: Request) -> tuple[PeerCaller, Principal]:
        """The peer and its principal. Raises `TokenRefused` for a request that the inway did not let in."""
        caller = getattr(request, _ADMITTED, None)
        if not isinstance(caller, PeerCaller):
            raise TokenRefused(reason="unknown")
        return caller, caller.principal

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  # the framework's signature
        """The challenge of a 401."""
        return f'{HEADER} realm="f6"'


def caller_of(request: Request) -> PeerCaller:
    """The peer that this request is from."""
    if not isinstance(request.user, PeerCaller):
        raise NotAuthenticated
    return request.user


class PeerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """How the OpenAPI document names the token."""

    target_class = "federation.api.peer_callers.PeerToken"
    name = "fsc"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  # idem
        """A token of the manager, bound to the certificate of the connection (FSC Core 2.0.0, 4.4)."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": HEADER,
            "description": "Een token van onze manager, gebonden aan het certificaat (FSC Core 2.0.0).",
        }
