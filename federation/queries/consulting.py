"""Who may ask other organisations about a person: by a right of its own, for asking tells them at whom one looks."""

from events.domain.permissions import Permission, Principal
from events.queries.work import readable_zones
from federation.domain.consulting_refusals import ConsultingForbidden


def may_consult(principal: Principal) -> bool:
    """Whether he holds the permission in a zone that he may read as well: in one, for others are asked beside it."""
    return bool(principal.zones_with(Permission.CONSULT) & readable_zones(principal))


def require_consulting(principal: Principal) -> None:
    """Pass who may ask others; raise `ConsultingForbidden` for another."""
    if not may_consult(principal):
        raise ConsultingForbidden
