"""Which zone of a partner holds events about which object: writing it down, and forgetting it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from federation.models import ObjectHolding

HOLDINGS_MAX: Final = 2_000_000
"""Objects that are remembered of one zone of a partner."""
LEARNED_AT_ONCE_MAX: Final = 20_000
"""Objects that are learned of one answer."""
_BATCH: Final = 5_000

Learned = ObjectHolding.Learned


def remember(object_ids: Iterable[UUID], *, peer_id: str, service_name: str, learned: Learned, now: datetime) -> None:
    """Of these objects there are events in that zone. What was known of before stays as it was learned."""
    ObjectHolding.objects.bulk_create(
        (
            ObjectHolding(object_id=it, peer_id=peer_id, service_name=service_name, learned=learned, learned_at=now)
            for it in sorted(object_ids)
        ),
        ignore_conflicts=True,
        batch_size=_BATCH,
    )


def learn_from_answer(
    events: Iterable[Any], *, asked: Collection[UUID], peer_id: str, service_name: str, now: datetime
) -> None:
    """What a partner's answer tells of: objects that it was asked about, and others that its events name.

    Only for a partner that announces its objects now: of what is not announced nothing is remembered. Nothing either
    where it would be more than HOLDINGS_MAX: an answer can name whatever its maker likes.
    """
    named = _named(events)
    there = ObjectHolding.objects.filter(object_id__in=named, peer_id=peer_id, service_name=service_name)
    new = named.difference(there.values_list("object_id", flat=True))
    if not new or number_in(peer_id=peer_id, service_name=service_name) + len(new) > HOLDINGS_MAX:
        return
    answered = new & set(asked)
    for object_ids, learned in ((answered, Learned.ANSWER), (new - answered, Learned.REFERENCE)):
        remember(object_ids, peer_id=peer_id, service_name=service_name, learned=learned, now=now)


def number_in(*, peer_id: str, service_name: str) -> int:
    """Of how many objects there are events in a zone, as far as it was told."""
    return ObjectHolding.objects.filter(peer_id=peer_id, service_name=service_name).count()


def forget(*, peer_id: str, service_name: str) -> None:
    """All of that zone."""
    ObjectHolding.objects.filter(peer_id=peer_id, service_name=service_name).delete()


def forget_all_but(kept: Iterable[tuple[str, str]]) -> int:
    """All but of these zones (peer id, service); how many there were."""
    these = Q(pk__in=[])
    for peer_id, service_name in kept:
        these |= Q(peer_id=peer_id, service_name=service_name)
    removed, _ = ObjectHolding.objects.exclude(these).delete()
    return removed


def _named(events: Iterable[Any]) -> set[UUID]:
    found: set[UUID] = set()
    for event in events:
        listed = event.get("object_ids") if isinstance(event, Mapping) else None
        for it in listed if isinstance(listed, list) else ():
            if len(found) >= LEARNED_AT_ONCE_MAX:
                return found
            if isinstance(it, str):
                _add(it, found)
    return found


def _add(text: str, found: set[UUID]) -> None:
    try:
        found.add(UUID(text))
    except ValueError:
        return  # what the event is worth is judged elsewhere: here it names nothing
