"""Which zones there are, for somebody."""

from collections.abc import Sequence

from events.domain.permissions import Principal
from events.models import Zone


def zones_of(principal: Principal) -> Sequence[Zone]:
    """The zones in which the principal may do anything, by name; of others he is not told. No personal data."""
    return list(Zone.objects.select_related("organisation").filter(slug__in=principal.zones.keys()))
