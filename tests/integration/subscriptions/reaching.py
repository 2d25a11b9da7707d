"""What it takes to reach the receivers of these tests: their authority, our certificate, a token endpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from events import access
from events.models import Subscription
from events.subscriptions.commands import certificate_changes, credential_changes
from tests import authority
from tests.authority import Authority, Issued
from tests.receivers import Answering, Received, Receiver, running

OURS = authority.root()
"""Whom the municipality's receivers are certified by; no system trusts it."""
OTHER = authority.root("Een andere")
SECRET = "s3cr3t: with + and % and / in it"


def trusting(held: Subscription, *authorities: Authority) -> Subscription:
    """The subscription, trusting these."""
    asked = {"certificates": "".join(it.pem for it in authorities)}
    certificate_changes.trust_authorities(held.pk, asked, by=access.principal_of(held.owner))
    held.refresh_from_db()
    return held


def showing(held: Subscription, shown: Issued) -> Subscription:
    """The subscription, showing this certificate."""
    certificate_changes.show_certificate(held.pk, shown.asked, by=access.principal_of(held.owner))
    held.refresh_from_db()
    return held


def asking(held: Subscription, at: str, **more: Any) -> Subscription:
    """The subscription, asking its token at this address; trusting our own authority."""
    asked = {"tokenUrl": at, "clientId": "f6:voorbeeldstad", "clientSecret": SECRET, **more}
    credential_changes.give_credentials(
        held.pk, {name: it for name, it in asked.items() if it is not None}, by=access.principal_of(held.owner)
    )
    held.refresh_from_db()
    return held


def giving(*tokens: str, **more: Any) -> Answering:
    """A token endpoint that gives these, one after another, and then the last again."""
    left = list(tokens)

    def answer(_received: Received) -> web.StreamResponse:
        token = left.pop(0) if len(left) > 1 else left[0]
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": 3600} | more)

    return answer


@contextmanager
def token_endpoint(answer: Answering, **more: Any) -> Iterator[Receiver]:
    """One that runs, certified by our own authority."""
    with running(answer, tls=OURS.issue("tokens").server(**more)) as endpoint:
        yield endpoint


def asked_with(received: Received) -> dict[str, str]:
    """The form that was sent to a token endpoint."""
    return {name: values[0] for name, values in parse_qs(received.body.decode(), strict_parsing=True).items()}
