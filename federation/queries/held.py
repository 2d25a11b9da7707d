"""Which event types a zone holds: what its publication says of it."""

from django.db.models import Exists, OuterRef

from events.domain.standing import StandingOf
from events.models import EventType, Standing


def event_types(zone: str) -> frozenset[str]:
    """The event types of which there is a claim or correction in this zone. A few look-ups for each published type."""
    of_type = Standing.objects.filter(
        zone__slug=zone, event_type=OuterRef("name"), standing__in=[it.value for it in StandingOf]
    )
    return frozenset(EventType.objects.filter(Exists(of_type)).values_list("name", flat=True))
