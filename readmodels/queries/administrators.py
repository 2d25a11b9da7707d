"""Who administers views: who administers every zone, as a view holds what happened in all of them."""

from events.domain.permissions import Permission, Principal
from events.models import Zone


def may_rebuild(principal: Principal) -> bool:
    """Whether he administers every zone."""
    zones = list(Zone.objects.values_list("slug", flat=True))
    return bool(zones) and all(principal.may(Permission.MANAGE, zone=zone) for zone in zones)


def require_administrator(principal: Principal) -> None:
    """Pass who administers every zone; raise `ZoneForbidden` for another."""
    for zone in Zone.objects.values_list("slug", flat=True):
        principal.require(Permission.MANAGE, zone=zone)
