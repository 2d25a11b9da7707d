"""The credentials with which a token is asked for the receiver of a subscription (RFC 6749, 4.4).

Every change gives them whole: what is secret is known to who gives it, and nobody moves a secret that stands here to
another token endpoint.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Violation
from events.domain.schemas import violations
from events.models import ReceiverAccess, Subscription
from events.subscriptions import sealing
from events.subscriptions.commands import addresses
from events.subscriptions.commands.access_changes import hold, keep, told
from events.subscriptions.domain.access import Method
from events.subscriptions.domain.messages import mistake

ID_LENGTH_MAX: Final = 200
SECRET_LENGTH_MAX: Final = 1_000
SCOPE_LENGTH_MAX: Final = 1_000
AUDIENCE_LENGTH_MAX: Final = 500
CREDENTIALS: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "tokenUrl": {
            "type": "string",
            "minLength": 1,
            "maxLength": addresses.URL_LENGTH_MAX,
            "description": "Waar het token wordt gevraagd: een adres met https.",
        },
        "clientId": {"type": "string", "minLength": 1, "maxLength": ID_LENGTH_MAX},
        "clientSecret": {
            "type": "string",
            "minLength": 1,
            "maxLength": SECRET_LENGTH_MAX,
            "writeOnly": True,
            "description": "Niet bij `tls_client_auth`. Wordt nooit meer getoond.",
        },
        "method": {
            "type": "string",
            "enum": [it.value for it in Method],
            "default": Method.BASIC.value,
            "description": "Hoe wij tonen wie we zijn; `tls_client_auth` met het clientcertificaat.",
        },
        "scope": {"type": "string", "maxLength": SCOPE_LENGTH_MAX, "description": "Met spaties ertussen."},
        "audience": {"type": "string", "maxLength": AUDIENCE_LENGTH_MAX},
    },
    "required": ["tokenUrl", "clientId"],
    "additionalProperties": False,
}
_PRINTABLE: Final = re.compile(r"[\x20-\x7e]*")
"""RFC 6749, appendix A.1 and A.2."""
_SCOPE: Final = re.compile(r"(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?")
"""RFC 6749, 3.3."""


@transaction.atomic
def give_credentials(
    subscription_id: UUID, body: object, *, by: Principal, now: datetime | None = None
) -> ReceiverAccess:
    """Ask a token with these (`CREDENTIALS`), and send it along with everything that goes to the receiver.

    The secret is kept sealed and never told again. Raises `SubscriptionNotFound`, `ZoneForbidden`, and
    `InvalidRequest` with everything that is wrong.
    """
    held, row = hold(subscription_id, by=by)
    wrong = list(violations(CREDENTIALS, body, ""))
    misformed = {it.pointer.split("/")[1] for it in wrong if it.pointer}
    asked: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
    wrong += _mistakes({name: it for name, it in asked.items() if name not in misformed}, held=held, row=row)
    if wrong:
        raise InvalidRequest(violations=tuple(wrong))
    before = told(row)
    secret = asked.get("clientSecret")
    row.token_url, row.client_id = asked["tokenUrl"], asked["clientId"]
    row.client_secret = None if secret is None else sealing.sealed(secret.encode())
    row.method = asked.get("method", Method.BASIC.value)
    row.scope, row.audience = asked.get("scope", ""), asked.get("audience", "")
    row.credentials_at = now or timezone.now()
    keep("Tokengegevens gegeven", held, row, before=before, by=by)
    return row


@transaction.atomic
def forget_credentials(subscription_id: UUID, *, by: Principal) -> None:
    """Send no token any more. Changes nothing where none is sent. Raises `SubscriptionNotFound`, `ZoneForbidden`."""
    held, row = hold(subscription_id, by=by)
    if not row.token_url:
        return
    before = told(row)
    row.token_url = row.client_id = row.scope = row.audience = row.method = ""
    row.client_secret, row.credentials_at = None, None
    keep("Tokengegevens verwijderd", held, row, before=before, by=by)


def _mistakes(asked: Mapping[str, Any], *, held: Subscription, row: ReceiverAccess) -> list[Violation]:
    wrong = []
    if addresses.is_plain(held.url):
        wrong.append(mistake("access-plain", pointer=""))
    if "tokenUrl" in asked:
        wrong += _wrong_address(asked["tokenUrl"])
    for name in ("clientId", "clientSecret", "audience"):
        if name in asked and not _PRINTABLE.fullmatch(asked[name]):
            wrong.append(mistake("client-text", pointer=f"/{name}"))
    if "scope" in asked and not _SCOPE.fullmatch(asked["scope"]):
        wrong.append(mistake("client-scope", pointer="/scope"))
    with_certificate = asked.get("method") == Method.TLS
    if with_certificate and "clientSecret" in asked:
        wrong.append(mistake("client-secret-unused", pointer="/clientSecret"))
    if with_certificate and not row.certificate:
        wrong.append(mistake("client-certificate", pointer="/method"))
    if not with_certificate and "clientSecret" not in asked:
        wrong.append(mistake("client-secret", pointer="/clientSecret"))
    return wrong


def _wrong_address(url: str) -> tuple[Violation, ...]:
    """An address as that of a receiver; without TLS never, also where an administrator allowed that for receivers."""
    if addresses.is_plain(url):
        return (mistake("token-url-plain", pointer="/tokenUrl"),)
    return addresses.mistakes_in(url, pointer="/tokenUrl")
