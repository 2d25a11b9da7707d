"""Which of our services others may ask for: the query API of each zone that is open and not sensitive."""

from django.conf import settings

from events.models import Zone
from federation.domain import properties


def offers(service: str) -> bool:
    """Whether it is one of ours. A sensitive zone's is as absent: nobody learns that it exists."""
    zone = properties.zone_of(service)
    if zone is None:
        return service in getattr(settings, "F6_FSC_SERVICES", ())
    return Zone.objects.filter(slug=zone, sensitive=False, closed=False).exists()
