"""What sources were asked for, and what they answered: read by the source itself, and by who decides."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from events import processing, store
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import EventNotFound
from events.models import SubmittedFor, WorkEntry

PAGE_MAX = 200
MESSAGES = (WorkEntry.Action.ASKED, WorkEntry.Action.ANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages in the order in which they were written. `after` is the place of the last; `more`: there is a next."""

    messages: tuple[WorkEntry, ...]
    after: int
    more: bool


@transaction.atomic
def messages(*, principal: Principal, event_id: UUID | None = None, after: int = 0, size: int = PAGE_MAX) -> Page:
    """What was asked and answered about what the principal submitted, or about one claim or correction.

    Of one that is not his own he must be able to decide on it: `EventNotFound` otherwise, as for one that is not there.
    """
    found = WorkEntry.objects.filter(action__in=MESSAGES, pk__gt=after)
    if event_id is None:
        submitted = SubmittedFor.objects.filter(source_id=principal.source_id)
        found = found.filter(Q(event_source_id=principal.source_id) | Q(event_id__in=submitted.values("event_id")))
    else:
        _refuse_stranger(event_id, principal=principal)
        found = found.filter(event_id=event_id)
    rows = list(found.order_by("pk")[: size + 1])
    shown = rows[:size]
    about = {entry.event_id for entry in shown} | (set() if event_id is None else {event_id})
    _write_down(about, principal=principal)
    return Page(messages=tuple(shown), after=shown[-1].pk if shown else after, more=len(rows) > size)


def _refuse_stranger(event_id: UUID, *, principal: Principal) -> None:
    event = store.find([event_id]).get(event_id)
    own = event is not None and principal.source_id in SubmittedFor.speakers(event)
    decides = (
        event is not None
        and principal.source_type == OFFICIAL
        and all(principal.may(it, zone=event.zone) for it in (Permission.VIEW, Permission.VALIDATE))
    )
    if not own and not decides:
        raise EventNotFound(event_id=event_id)


def _write_down(event_ids: Collection[UUID], *, principal: Principal) -> None:
    """A line for everybody whom the events are about: a message may say anything of them, and its absence too."""
    events = store.find(event_ids).values()
    subjects = {object_id for event in events for object_id in event.object_ids}
    if subjects:
        processing.record(
            "Berichten gelezen", principal=principal, subjects=subjects, activity=processing.Activity.READ
        )
