"""`POST /v1/token`: access tokens for outways of peers (FSC Core 2.0.0, 4.4; RFC 6749, 4.4 and 5)."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from federation.api import connections
from federation.commands import giving_tokens
from federation.domain.certificates import CertificateUnusable
from federation.domain.refusals import OAuthError, TokenRefusal
from federation.transport import identity

FORM: Final = "application/x-www-form-urlencoded"
BYTES_MAX: Final = 16_384
FIELDS_MAX: Final = 20
KEPT_NOWHERE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def give_token(request: HttpRequest) -> JsonResponse:
    """A token for the grant that is asked for, or an error of OAuth."""
    try:
        client = connections.client_of(connections.certificate_of(request, now=timezone.now()))
        given = giving_tokens.give_token(_form(request), client=client, own=identity.own(), now=timezone.now())
    except CertificateUnusable as refusal:
        return _error(OAuthError.INVALID_CLIENT, refusal.reason)
    except TokenRefusal as refusal:
        return _error(refusal.error, refusal.message)
    return JsonResponse(
        {"access_token": given.token, "token_type": "bearer", "expires_in": given.expires_in}, headers=KEPT_NOWHERE
    )


def _form(request: HttpRequest) -> Mapping[str, str]:
    """The fields of the form, each at most once (RFC 6749, 3.2). Raises `TokenRefusal`."""
    if request.content_type != FORM:
        raise _unreadable(f"Send a form ({FORM}).")
    if len(request.body) > BYTES_MAX:
        raise _unreadable(f"Send at most {BYTES_MAX} bytes.")
    try:
        fields = parse_qsl(request.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    except ValueError:  # also what is not UTF-8
        raise _unreadable(f"Send at most {FIELDS_MAX} fields, in UTF-8.") from None
    found = dict(fields)
    if len(found) != len(fields):
        raise _unreadable("Send each field once.")
    return found


def _unreadable(message: str) -> TokenRefusal:
    return TokenRefusal(error=OAuthError.INVALID_REQUEST, message=message)


def _error(error: OAuthError, message: str) -> JsonResponse:
    return JsonResponse({"error": error.value, "error_description": message}, status=400, headers=KEPT_NOWHERE)
