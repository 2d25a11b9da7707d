"""What it takes to reach the receivers of these tests: their authority, our certificate, a token endpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from events import access
from events.models import DeliveryAttempt, Subscription
from events.subscriptions.commands import certificate_changes, credential_changes
from events.subscriptions.sending.ping import ping
from tests import authority
from tests.authority import Authority, Issued
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Answering, Received, Receiver, now, running

OURS = authority.root()
"""Whom the municipality's receivers are certified by; no system trusts it."""
OTHER = authority.root("Een andere")
TOKEN = "tok-1/a+b_c~d.e-f=="
OTHER_TOKEN = "tok-2"
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


def taking(*accepted: str) -> Answering:
    """A gateway that lets in who bears one of these."""
    allowed = {f"Bearer {it}" for it in accepted}

    def answer(received: Received) -> web.StreamResponse:
        return web.Response(status=204 if received.headers.get("authorization") in allowed else 401)

    return answer


def behind_a_gateway(receiver: Receiver, endpoint: Receiver, **more: Any) -> Subscription:
    """A subscription at a receiver behind a gateway, asking its token at this endpoint."""
    return asking(trusting(subscribe(receiver.url), OURS), at(endpoint), **more)


def at(endpoint: Receiver) -> str:
    """The address of a token endpoint."""
    return f"https://localhost:{endpoint.port}/token"


def gateway(answer: Answering) -> Any:
    """A receiver over TLS, certified by our own authority."""
    return running(answer, tls=OURS.issue().server())


def pinged(held: Subscription) -> DeliveryAttempt:
    """What came of a ping."""
    return ping(held, now=now()).attempt


def body(text: str | bytes, *, code: int = 200, kind: str = "application/json") -> Answering:
    """Answer always with this."""
    sent = text.encode() if isinstance(text, str) else text
    return lambda _received: web.Response(body=sent, status=code, headers={"Content-Type": kind})
