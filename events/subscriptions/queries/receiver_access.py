"""How the receiver of a subscription is reached, without what is secret of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain.permissions import Principal
from events.domain.subscription_refusals import AccessNotSet
from events.models import ReceiverAccess
from events.subscriptions import ownership
from events.subscriptions.domain import certificates
from events.subscriptions.domain.certificates import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedAuthorities:
    """Who is trusted to vouch for the receiver, in place of whom the system trusts."""

    authorities: Sequence[Shown]
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """What is shown of ourselves; `issuers` are sent along."""

    certificate: Shown
    issuers: Sequence[Shown]
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCredentials:
    """With what a token is asked. `with_secret`: a secret is kept."""

    token_url: str
    client_id: str
    method: ReceiverAccess.Method
    scope: str
    audience: str
    with_secret: bool
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """Everything that was given to reach one receiver; None: that was not."""

    authorities: TrustedAuthorities | None
    certificate: ClientCertificate | None
    credentials: ClientCredentials | None


def reaching(subscription_id: UUID, *, principal: Principal) -> Reaching:
    """Everything at once. Raises `SubscriptionNotFound` and `ZoneForbidden`."""
    held = ownership.find_sent(subscription_id, principal=principal)
    row = ReceiverAccess.objects.filter(subscription=held).first()
    return Reaching(
        authorities=None if row is None else authorities_in(row),
        certificate=None if row is None else certificate_in(row),
        credentials=None if row is None else credentials_in(row),
    )


def trusted_authorities(subscription_id: UUID, *, principal: Principal) -> TrustedAuthorities:
    """Who is trusted. Raises `SubscriptionNotFound`, `ZoneForbidden`, and `AccessNotSet` when the system's are."""
    found = reaching(subscription_id, principal=principal).authorities
    if found is None:
        raise AccessNotSet
    return found


def client_certificate(subscription_id: UUID, *, principal: Principal) -> ClientCertificate:
    """What is shown. Raises `SubscriptionNotFound`, `ZoneForbidden`, and `AccessNotSet` when nothing is."""
    found = reaching(subscription_id, principal=principal).certificate
    if found is None:
        raise AccessNotSet
    return found


def client_credentials(subscription_id: UUID, *, principal: Principal) -> ClientCredentials:
    """With what a token is asked. Raises `SubscriptionNotFound`, `ZoneForbidden`, and `AccessNotSet` when none is."""
    found = reaching(subscription_id, principal=principal).credentials
    if found is None:
        raise AccessNotSet
    return found


def authorities_in(row: ReceiverAccess) -> TrustedAuthorities | None:
    """What a row says of them."""
    if not row.authorities or row.authorities_at is None:
        return None
    found = [certificates.shown(it) for it in certificates.parsed(row.authorities)]
    return TrustedAuthorities(authorities=found, given_at=row.authorities_at)


def certificate_in(row: ReceiverAccess) -> ClientCertificate | None:
    """What a row says of it."""
    if not row.certificate or row.certificate_at is None:
        return None
    own, *issuers = (certificates.shown(it) for it in certificates.parsed(row.certificate))
    return ClientCertificate(certificate=own, issuers=issuers, given_at=row.certificate_at)


def credentials_in(row: ReceiverAccess) -> ClientCredentials | None:
    """What a row says of them."""
    if not row.token_url or row.credentials_at is None:
        return None
    return ClientCredentials(
        token_url=row.token_url,
        client_id=row.client_id,
        method=ReceiverAccess.Method(row.method),
        scope=row.scope,
        audience=row.audience,
        with_secret=row.client_secret is not None,
        given_at=row.credentials_at,
    )
