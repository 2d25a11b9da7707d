"""Who has what in hand, what was said about it, and to whom it can be handed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from guardian.models import GroupObjectPermission, UserObjectPermission

from events.domain.permissions import OFFICIAL, Permission, Principal
from events.models import User, WorkEntry, WorkItem, Zone

ENTRIES_SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """Who has something in hand: `holder` is "" when nobody has. `locked`: a colleague has, and is at it."""

    holder: str = ""
    team: str = ""
    is_mine: bool = False
    is_locked: bool = False
    taken_at: datetime | None = None
    locked_until: datetime | None = None
    awaiting_since: datetime | None = None


NOBODY = InHand()


def in_hand(event_ids: Collection[UUID], *, principal: Principal, now: datetime) -> Mapping[UUID, InHand]:
    """Of each of these events that somebody or a group has: who. What nobody ever had is left out."""
    items = WorkItem.objects.filter(event_id__in=event_ids).select_related("holder", "team")
    return {item.event_id: _in_hand(item, principal=principal, now=now) for item in items}


def entries_of(event_id: UUID) -> tuple[WorkEntry, ...]:
    """What was done and said about an event, oldest first; of very much the newest."""
    newest = WorkEntry.objects.filter(event_id=event_id).order_by("-id")[:ENTRIES_SHOWN_MAX]
    return tuple(reversed(newest))


def colleagues(zone: str, *, principal: Principal, but: UUID) -> tuple[tuple[User, ...], tuple[Group, ...]]:
    """The officials and the groups that something in this zone can be handed to; not `but`, its source."""
    pk = Zone.objects.values_list("pk", flat=True).get(slug=zone)
    about = {
        "content_type": ContentType.objects.get_for_model(Zone),
        "object_pk": str(pk),
        "permission__codename": Permission.VALIDATE.value,
    }
    groups = Group.objects.filter(pk__in=GroupObjectPermission.objects.filter(**about).values("group"))
    own = Q(pk__in=UserObjectPermission.objects.filter(**about).values("user"))
    officials = User.objects.filter(own | Q(groups__in=groups), is_active=True, source_type=OFFICIAL)
    others = officials.exclude(source_id__in=[principal.source_id, but]).distinct()
    return tuple(others.order_by("last_name", "first_name", "username")), tuple(groups.order_by("name"))


def _in_hand(item: WorkItem, *, principal: Principal, now: datetime) -> InHand:
    is_mine = item.holder is not None and item.holder.source_id == principal.source_id
    locked = item.holder is not None and item.locked_until is not None and item.locked_until > now
    return InHand(
        holder="" if item.holder is None else str(item.holder),
        team="" if item.team is None else str(item.team),
        is_mine=is_mine,
        is_locked=locked and not is_mine,
        taken_at=item.taken_at,
        locked_until=item.locked_until,
        awaiting_since=item.awaiting_since,
    )
