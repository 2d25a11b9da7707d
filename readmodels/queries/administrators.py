"""Who administers views: who administers every zone, as a view holds what happened in all of them."""

from events import administration
from events.domain.permissions import Principal


def may_rebuild(principal: Principal) -> bool:
    """Whether he administers every zone."""
    return administration.is_administrator(principal)


def require_administrator(principal: Principal) -> None:
    """Pass who administers every zone; raise `ZoneForbidden` for another."""
    administration.require_administrator(principal)
