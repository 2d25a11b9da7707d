"""What all changes of the way to a receiver share: found and held, marked anew, recorded without what is secret.

Who delivers goes by what was read before: the fence makes every later write of his void, so that what he sends and did
not write down yet is sent once more, by what holds from here on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from events.administration import Action
from events.domain.permissions import Principal
from events.models import ReceiverAccess, Subscription
from events.subscriptions import ownership
from events.subscriptions.commands.telling import record, shown_url
from events.subscriptions.domain import certificates


def hold(subscription_id: UUID, *, by: Principal) -> tuple[Subscription, ReceiverAccess]:
    """The subscription held until the transaction ends, with what was given for it (unsaved when nothing was).

    Raises `SubscriptionNotFound`, `ZoneForbidden`, and `NothingIsSent` for one that is fetched.
    """
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    row = ReceiverAccess.objects.filter(subscription=held).first()
    return held, row or ReceiverAccess(subscription=held)


def keep(
    said: str, held: Subscription, row: ReceiverAccess, *, before: Mapping[str, Any] | None, by: Principal
) -> None:
    """Write the row (or remove it, when nothing is left in it), and record what became of it.

    What rested because it failed is tried at once: this may be what was to be mended.
    """
    after = told(row)
    if after is None:
        ReceiverAccess.objects.filter(subscription=held).delete()
    else:
        row.save()
    held.access_mark = uuid4() if after is not None else None
    held.fence += 1
    held.rest_until = None
    held.save(update_fields=["access_mark", "fence", "rest_until"])
    less = after is None or (before is not None and len(after) < len(before))
    record(said, Action.ACCESS_REMOVED if less else Action.ACCESS_SET, held, by=by, before=before, after=after)


def told(row: ReceiverAccess) -> dict[str, Any] | None:
    """What the record of changes keeps: which certificates, and as whom a token is asked; nothing secret."""
    found: dict[str, Any] = {}
    if row.authorities:
        found["authorities"] = _certificates(row.authorities)
        found["authorities_given_at"] = _moment(row.authorities_at)
    if row.certificate:
        found["certificate"] = _certificates(row.certificate)
        found["certificate_given_at"] = _moment(row.certificate_at)
    if row.token_url:
        found["credentials"] = {
            "token_url": shown_url(row.token_url),
            "client_id": row.client_id,
            "scope": row.scope,
            "audience": row.audience,
            "method": row.method,
        }
        found["credentials_given_at"] = _moment(row.credentials_at)
    return found or None


def _certificates(pem: str) -> list[dict[str, str]]:
    found = [certificates.shown(it) for it in certificates.parsed(pem)]
    return [{"subject": it.subject, "fingerprint": it.fingerprint, "until": it.valid_until.isoformat()} for it in found]


def _moment(it: datetime | None) -> str | None:
    return None if it is None else it.isoformat()
