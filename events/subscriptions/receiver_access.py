"""What it takes to reach a receiver, opened from the database: only of the subscriptions that have something there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from events.domain.subscription_refusals import AccessSealed
from events.models import ReceiverAccess, Subscription
from events.subscriptions import sealing
from events.subscriptions.domain import certificates
from events.subscriptions.domain.access import Access, Credentials, Identity, Method

log = structlog.get_logger(__name__)


def access_of(subscription: Subscription) -> Access | None:
    """What it takes to reach its receiver; None when nothing beside the ordinary does. Raises `AccessSealed`."""
    if subscription.access_mark is None:
        return None
    found = accesses_of({subscription.pk: subscription.access_mark})
    if subscription.pk not in found:
        raise AccessSealed
    return found[subscription.pk]


def accesses_of(marks: Mapping[UUID, UUID]) -> Mapping[UUID, Access]:
    """The same of many, each with its mark; without those that cannot be opened. One query, none for none."""
    if not marks:
        return {}
    found = {}
    for row in ReceiverAccess.objects.filter(subscription__in=marks):
        try:
            found[row.subscription_id] = opened(row, mark=marks[row.subscription_id])
        except sealing.InvalidToken:
            log.error("receiver_access_sealed", subscription=str(row.subscription_id))  # noqa: TRY400  # no trace needed
    return found


def opened(row: ReceiverAccess, *, mark: UUID) -> Access:
    """What stands in a row. Raises `sealing.InvalidToken`."""
    return Access(mark=mark, authorities=row.authorities, identity=_identity(row), credentials=_credentials(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """What somebody has to give anew for one subscription: `ends` on a moment (or did), or (None) does not open."""

    subscription_id: UUID
    name: str
    what: str
    ends: datetime | None = None


def to_mend(*, now: datetime) -> tuple[ToMend, ...]:
    """Certificates that end within `certificates.SOON` or have ended, and what is sealed and does not open."""
    found: list[ToMend] = []
    limit = now + certificates.SOON
    for row in ReceiverAccess.objects.select_related("subscription").order_by("subscription__name", "pk"):
        whose, name = row.subscription_id, row.subscription.name
        ending = {"client certificate": row.certificate_until, "trusted authority": row.authorities_until}
        for what, until in ending.items():
            if until is not None and until <= limit:
                found.append(ToMend(subscription_id=whose, name=name, what=what, ends=until))
        if not _opens(row):
            found.append(ToMend(subscription_id=whose, name=name, what="private key or client secret"))
    return tuple(found)


def _opens(row: ReceiverAccess) -> bool:
    try:
        opened(row, mark=row.subscription_id)
    except sealing.InvalidToken:
        return False
    return True


def _identity(row: ReceiverAccess) -> Identity | None:
    if not row.certificate or row.private_key is None:
        return None
    return Identity(chain=row.certificate, private_key=sealing.opened(row.private_key))


def _credentials(row: ReceiverAccess) -> Credentials | None:
    if not row.token_url:
        return None
    return Credentials(
        token_url=row.token_url,
        client_id=row.client_id,
        secret=sealing.opened(row.client_secret).decode() if row.client_secret is not None else "",
        scope=row.scope,
        audience=row.audience,
        method=Method(row.method),
    )
