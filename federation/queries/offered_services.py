"""Which services peers can be granted: the query API of each zone that answers, and what the settings mount."""

from django.conf import settings

from events.models import Zone
from federation.domain import properties


def offers(name: str) -> bool:
    """Whether a peer may ask for this service here (FSC Core 2.0.0, 4.2.2 and 4.4.1.6)."""
    zone = properties.zone_of(name)
    if zone is None:
        return name in settings.F6_FSC_SERVICES
    return Zone.objects.filter(slug=zone, closed=False).exists()


def offered() -> list[str]:
    """All of them, in the order of their names."""
    zones = Zone.objects.filter(closed=False).values_list("slug", flat=True)
    return sorted([*(properties.service_name(zone) for zone in zones), *settings.F6_FSC_SERVICES])
