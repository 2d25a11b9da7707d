"""Who we are to a receiver: from the settings and the organisation of the registry."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from events.models import Organisation, ReceiverAllowance, Zone
from events.subscriptions.domain import consent
from events.subscriptions.domain.addresses import Allowed, allowed
from events.subscriptions.domain.cloud_events import CONTENT_TYPE, Publisher
from events.subscriptions.domain.signing import Key, signed_headers

NO_OIN: Final = "0" * 20

log = structlog.get_logger(__name__)


def publisher() -> Publisher:
    """Who speaks, as the settings say."""
    return Publisher(
        base_url=settings.F6_BASE_URL.rstrip("/"),
        type_prefix=settings.F6_EVENT_TYPE_PREFIX,
        source=settings.F6_SOURCE_URN,
    )


def origin() -> str:
    """The name that a receiver is asked to allow (`WebHook-Request-Origin`): that of the host we speak for."""
    return _host_of(settings.F6_BASE_URL)


@cache
def _host_of(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


def oins() -> Mapping[str, str]:
    """Of every zone, the OIN of its organisation."""
    return dict(Zone.objects.values_list("slug", "organisation__oin"))


def own_oin() -> str:
    """The OIN of the organisation that runs this F6."""
    return Organisation.objects.order_by("pk").values_list("oin", flat=True).first() or NO_OIN


def allowances() -> tuple[Allowed, ...]:
    """The networks that may be sent to though they are not public. One that cannot be read allows nothing."""
    found = []
    for row in ReceiverAllowance.objects.order_by("pk"):
        try:
            found.append(allowed(row.network, plain_http=row.plain_http))
        except ValueError:
            log.warning("receiver_allowance_unreadable", network=row.network)
    return tuple(found)


def headers_of(body: bytes, *, webhook_id: str, now: datetime, keys: Sequence[Key], trace_id: bytes) -> dict[str, str]:
    """The headers of a delivery: its kind, its signatures of this moment, whom it is from, and its trace."""
    return {
        "Content-Type": CONTENT_TYPE,
        **signed_headers(body, webhook_id=webhook_id, timestamp=int(now.timestamp()), keys=keys),
        consent.REQUEST_ORIGIN: origin(),
        "traceparent": f"00-{trace_id.hex()}-{random.getrandbits(64):016x}-01",
    }
