"""Drafts of event types: which there are, how each is judged, and what it changes. For administrators."""

from uuid import UUID

from events.administration import require_administrator
from events.catalogue.drafts import Judged, judged
from events.domain import version_differences
from events.domain.permissions import Principal
from events.domain.refusals import DraftNotFound
from events.domain.version_differences import Difference
from events.models import EventTypeDraft


def drafts(*, principal: Principal, event_type: str | None = None) -> tuple[EventTypeDraft, ...]:
    """Every draft (of one type), by type. Raises `ZoneForbidden`."""
    require_administrator(principal)
    found = EventTypeDraft.objects.all()
    return tuple(found if event_type is None else found.filter(event_type=event_type))


def draft(draft_id: UUID, *, principal: Principal) -> Judged:
    """One draft, judged as it would be if it were published now. Raises `ZoneForbidden`, `DraftNotFound`."""
    require_administrator(principal)
    found = EventTypeDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise DraftNotFound(draft_id=draft_id)
    return judged(found)


def differences(judged: Judged) -> tuple[Difference, ...]:
    """What the draft changes in the version it goes on from; nothing for a new type or while the draft is wrong."""
    if judged.base is None or judged.version is None:
        return ()
    return version_differences.differences(judged.base, judged.version)
