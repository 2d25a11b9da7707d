"""Giving access tokens to outways of peers (FSC Core 2.0.0, 4.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from federation.domain import jose, tokens
from federation.domain.refusals import OAuthError, TokenRefusal
from federation.domain.tokens import Client
from federation.models import KnownCertificate
from federation.queries import contracts, offered
from federation.queries.contracts import Granted
from federation.transport.identity import Identity

REMEMBERED_EVERY = tokens.LIFETIME / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenToken:
    """A token, bound to the certificate of who asked. `expires_in`: seconds."""

    token: str
    expires_in: int


def give_token(form: Mapping[str, str], *, client: Client, own: Identity, now: datetime) -> GivenToken:
    """A token for the grant that the form names. Raises `TokenRefusal`.

    The contract must be valid, the grant must let this client connect, by this certificate, to a service that we offer.
    """
    grant_hash = tokens.check_request(
        grant_type=form.get("grant_type"), scope=form.get("scope"), client_id=form.get("client_id"), client=client
    )
    found = _granted(grant_hash, client=client)
    tokens.check_grant(found.grant, found.contract, client=client, own_peer_id=own.peer_id, now=now)
    if not offered.answers(found.grant.service.name):
        raise TokenRefusal(error=OAuthError.INVALID_GRANT, message="Ask later: the service is not offered now.")
    claims = tokens.claims_of(
        found.grant, group_id=settings.F6_FSC_GROUP_ID, audience=settings.F6_FSC_INWAY_ADDRESS, client=client, now=now
    )
    _remember(own, now=now)
    token = jose.sign(claims, key=own.key, thumbprint=own.certificate.thumbprint, typ="JWT")
    return GivenToken(token=token, expires_in=int(tokens.LIFETIME.total_seconds()))


def _granted(grant_hash: str, *, client: Client) -> Granted:
    """The grant, of a contract that the client is on: of others it hears the same as of what does not exist."""
    found = contracts.granted(grant_hash)
    if found is None or client.peer_id not in found.contract.content.peers:
        raise TokenRefusal(error=OAuthError.INVALID_SCOPE, message="Set scope to the hash of a grant of your own.")
    return found


def _remember(own: Identity, *, now: datetime) -> None:
    """Keep the certificate that tokens are signed with, so that they outlive its renewal (`own_certificates`)."""
    known = KnownCertificate.objects.filter(peer_id=own.peer_id, thumbprint=own.certificate.thumbprint)
    if known.filter(fetched_at__gt=now - REMEMBERED_EVERY).exists():
        return
    KnownCertificate.objects.update_or_create(
        peer_id=own.peer_id,
        thumbprint=own.certificate.thumbprint,
        defaults={
            "chain": "".join(it.public_bytes(Encoding.PEM).decode() for it in own.chain),
            "fetched_at": now,
            "valid_until": own.certificate.valid_until,
        },
    )
