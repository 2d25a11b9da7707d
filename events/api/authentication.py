"""Who calls: a bearer token in the Authorization header, and nothing else. No session, no cookie (ADR: stateless)."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import TokenRefused

SCHEME = "bearer"
CHALLENGE = 'Bearer realm="f6"'
TOKEN_LENGTH_MAX = 200


class Caller:
    """What Django REST framework calls the user: an API client that showed a valid token."""

    is_authenticated = True
    is_active = True

    def __init__(self, principal: Principal) -> None:
        self.principal = principal


class BearerToken(BaseAuthentication):
    """Reads `Authorization: Bearer …` (RFC 6750, section 2.1)."""

    def authenticate(self, request: Request) -> tuple[Caller, Principal] | None:
        """The caller and his principal; None without the header. Raises `TokenRefused`."""
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
        if not scheme:
            return None
        if scheme.lower() != SCHEME or not 0 < len(secret.strip()) <= TOKEN_LENGTH_MAX:
            raise TokenRefused(reason="malformed")
        principal = access.principal_of_token(secret.strip())
        return Caller(principal), principal

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  # the framework's signature
        """The challenge of a 401."""
        return CHALLENGE


def principal_of_request(request: Request) -> Principal:
    """The principal that the token of this request belongs to."""
    if not isinstance(request.auth, Principal):
        raise NotAuthenticated
    return request.auth


def anew(request: Request) -> Principal:
    """The principal of this request as its token stands now. Raises as when it came in: `TokenRefused` by now, too."""
    for authenticator in request.authenticators or ():
        found = authenticator.authenticate(request)
        if found is not None and isinstance(found[1], Principal):
            return found[1]
    raise NotAuthenticated


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # its registration is untyped
    """How the OpenAPI document names the token."""

    target_class = "events.api.authentication.BearerToken"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  # idem
        """A plain bearer token, handed out by the administrator."""
        return {
            "type": "http",
            "scheme": SCHEME,
            "description": "Een token dat de beheerder uitgeeft. Het verloopt, en mag niet meer dan zijn bevoegdheden.",
        }
