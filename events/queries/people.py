"""Who stands behind the sources of events: the accounts of officials and clients, by their source id."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from events.domain.event import Event
from events.models import User


def people_behind(events: Iterable[Event]) -> Mapping[UUID, str]:
    """The names of the accounts that made these events; a source without an account is left out."""
    return people_named({event.source_id for event in events})


def people_named(sources: Collection[UUID]) -> Mapping[UUID, str]:
    """The names of the accounts with these source ids; one without an account is left out."""
    return {user.source_id: str(user) for user in User.objects.filter(source_id__in=sources)}
