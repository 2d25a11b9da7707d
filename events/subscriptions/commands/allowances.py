"""The networks in which receivers may be although they are private. For who administers everything.

Source: `webhooks.md`, SSRF: private ranges are denied unless a network was allowed, with an audit.
"""

import ipaddress
from typing import Any, Final

from django.db import transaction

from events import administration
from events.administration import Action, require_administrator
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Violation
from events.domain.subscription_refusals import AllowanceNotFound, NetworkAllowedAlready
from events.models import ReceiverAllowance
from events.subscriptions.domain.addresses import Network
from events.subscriptions.domain.messages import mistake

REASON_LENGTH_MAX: Final = 300
PREFIX_MIN: Final = {4: 8, 6: 32}
"""How many bits of an allowed network are fixed at least: one organisation's, never the whole internet."""
NEVER: Final = tuple(
    ipaddress.ip_network(it)
    for it in (
        *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/128", "fe80::/10", "ff00::/8"),
        *("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"),
    )
)
"""Where no receiver lives: unspecified, link-local (where clouds keep the secrets of a machine), multicast, reserved.

The last of IPv6 hold all of IPv4 in another notation.
"""


@transaction.atomic
def allow_network(network: str, *, reason: str, by: Principal, plain_http: bool = False) -> ReceiverAllowance:
    """From now on receivers may be in this network; `plain_http`: also without TLS.

    Raises `ZoneForbidden`, `InvalidRequest` for what is no network, one that is too wide or in which nobody can live,
    or without a reason, and `NetworkAllowedAlready`.
    """
    require_administrator(by)
    wrong = (*_wrong_network(network), *_wrong_reason(reason))
    if wrong:
        raise InvalidRequest(violations=wrong)
    written = str(ipaddress.ip_network(network.strip()))
    if ReceiverAllowance.objects.filter(network=written).exists():
        raise NetworkAllowedAlready(network=written, pointer="/network")
    row = ReceiverAllowance.objects.create(network=written, reason=reason.strip(), plain_http=plain_http)
    _record("Netwerk van ontvangers toegelaten", Action.ADDED, row, by=by, before=None, after=_told(row))
    return row


@transaction.atomic
def withdraw_network(allowance_id: int, *, by: Principal) -> None:
    """From the next connection on nothing is sent there. Raises `ZoneForbidden` and `AllowanceNotFound`."""
    require_administrator(by)
    row = ReceiverAllowance.objects.select_for_update().filter(pk=allowance_id).first()
    if row is None:
        raise AllowanceNotFound(allowance_id=allowance_id)
    _record("Netwerk van ontvangers ingetrokken", Action.REMOVED, row, by=by, before=_told(row), after=None)
    row.delete()


def _wrong_network(text: str) -> tuple[Violation, ...]:
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return (mistake("network", pointer="/network"),)
    if network.network_address != ipaddress.ip_interface(text.strip()).ip:
        return (mistake("network-bits", pointer="/network", meant=str(network)),)
    if network.prefixlen < PREFIX_MIN[network.version]:
        return (mistake("network-wide", pointer="/network", limit=str(PREFIX_MIN[network.version])),)
    if any(_overlap(network, never) for never in NEVER):
        return (mistake("network-never", pointer="/network"),)
    return ()


def _overlap(one: Network, other: Network) -> bool:
    if isinstance(one, ipaddress.IPv4Network) and isinstance(other, ipaddress.IPv4Network):
        return one.overlaps(other)
    if isinstance(one, ipaddress.IPv6Network) and isinstance(other, ipaddress.IPv6Network):
        return one.overlaps(other)
    return False


def _wrong_reason(reason: str) -> tuple[Violation, ...]:
    if 1 <= len(reason.strip()) <= REASON_LENGTH_MAX:
        return ()
    return (mistake("network-reason", pointer="/reason", limit=str(REASON_LENGTH_MAX)),)


def _told(row: ReceiverAllowance) -> dict[str, Any]:
    return {"network": row.network, "reason": row.reason, "plain_http": row.plain_http}


def _record(
    said: str,
    action: Action,
    row: ReceiverAllowance,
    *,
    by: Principal,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    details = {"network": row.network}
    thing = administration.thing_of(row)
    administration.record(said, action, thing, by=by, before=before, after=after, details=details)
