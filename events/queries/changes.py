"""What was administered: every change, newest first, filtered by who, what and when. For who administers everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from events.administration import Action, Subject, require_administrator
from events.domain.permissions import Principal
from events.models import AdministrativeChange, User

PAGE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """What is asked; None asks nothing. `changed_from` is included, `changed_until` is not.

    `thing` is found in the name or as the id of what was changed.
    """

    source_id: UUID | None = None
    action: Action | None = None
    subject_type: Subject | None = None
    thing: str | None = None
    changed_from: datetime | None = None
    changed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Changes, newest first. `before` goes on with older ones; None: there are none."""

    changes: tuple[AdministrativeChange, ...]
    names: Mapping[UUID, str]
    before: int | None


def changes(
    asked: ChangeFilter, *, principal: Principal, before: int | None = None, size: int = PAGE_MAX
) -> ChangePage:
    """The newest changes that answer the filter, before a place in the record. Raises `ZoneForbidden`."""
    require_administrator(principal)
    found = AdministrativeChange.objects.filter(_wanted(asked)).order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    limit = min(size, PAGE_MAX)
    rows = list(found[: limit + 1])
    shown = tuple(rows[:limit])
    sources = {row.source_id for row in shown}
    users = User.objects.filter(source_id__in=sources)
    return ChangePage(
        changes=shown,
        names={user.source_id: str(user) for user in users},
        before=shown[-1].pk if len(rows) > limit else None,
    )


def administrators(*, principal: Principal) -> tuple[User, ...]:
    """Whoever ever changed something, by name: whom one can ask for. Raises `ZoneForbidden`."""
    require_administrator(principal)
    sources = AdministrativeChange.objects.order_by().values("source_id").distinct()
    return tuple(User.objects.filter(source_id__in=sources).order_by("last_name", "username"))


def _wanted(asked: ChangeFilter) -> Q:
    found = Q()
    if asked.source_id is not None:
        found &= Q(source_id=asked.source_id)
    if asked.action is not None:
        found &= Q(action=asked.action)
    if asked.subject_type is not None:
        found &= Q(subject_type=asked.subject_type)
    if asked.thing:
        found &= Q(subject__icontains=asked.thing) | Q(subject_id=asked.thing)
    if asked.changed_from is not None:
        found &= Q(changed_at__gte=asked.changed_from)
    if asked.changed_until is not None:
        found &= Q(changed_at__lt=asked.changed_until)
    return found
