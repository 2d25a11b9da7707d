"""Which of our services others may ask for, and which answer: the query API of a zone, and what the settings mount."""

from django.conf import settings

from events.models import Zone
from federation.domain import properties


def offers(service: str) -> bool:
    """Whether a contract on it can be agreed. A sensitive zone's is as absent: nobody learns that it exists."""
    zone = properties.zone_of(service)
    if zone is None:
        return service in settings.F6_FSC_SERVICES
    return Zone.objects.filter(slug=zone, sensitive=False, closed=False).exists()


def answers(service: str) -> bool:
    """Whether it answers now, for who has a contract on it (FSC Core 2.0.0, 4.4.1.6 and 4.7).

    That a zone was called sensitive since does not end a contract: who signed it can revoke it.
    """
    zone = properties.zone_of(service)
    if zone is None:
        return service in settings.F6_FSC_SERVICES
    return Zone.objects.filter(slug=zone, closed=False).exists()
