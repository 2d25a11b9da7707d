"""The local directory of objects: where events about an object may lie, as far as partners told us.

It is for our own questions alone: nothing answers others from it, so nobody can ask us of whom anything is known.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from federation.models import FollowedFeed, ObjectHolding
from federation.queries import partners
from federation.queries.partners import Partner
from federation.transport.identity import Identity

FRESH: Final = timedelta(minutes=3)
"""How long ago what a partner announces may be read, and told to its end, for its silence about an object to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A zone of a partner that holds events about an object, how we know, and since when."""

    partner: Partner
    object_id: UUID
    learned: ObjectHolding.Learned
    learned_at: datetime


def places_of(object_id: UUID, *, own: Identity, now: datetime) -> list[Place]:
    """The zones that are known to hold events about an object, of partners that we may ask now."""
    reading = {(it.peer_id, it.service): it for it in partners.whom_we_read(own=own, now=now)}
    rows = ObjectHolding.objects.filter(object_id=object_id).order_by("peer_id", "service_name")
    return [
        Place(
            partner=reading[row.peer_id, row.service_name],
            object_id=object_id,
            learned=ObjectHolding.Learned(row.learned),
            learned_at=row.learned_at,
        )
        for row in rows
        if (row.peer_id, row.service_name) in reading
    ]


def told_nothing(grant_hashes: Iterable[str], *, about: Collection[UUID], now: datetime) -> dict[str, datetime]:
    """Of which of these grants the partner told of none of these objects, and until which moment of its log.

    Only of a partner whose announcements were read to their end just now: who announces nothing, or does not answer,
    may hold anything. So may one that has more to tell than was read yet, or whose log stands still.
    """
    feeds = _read_to_their_end(grant_hashes).filter(read_at__gte=now - FRESH, told_until__gte=now - FRESH)
    found: dict[str, datetime] = {}
    for feed in feeds:
        holds = ObjectHolding.objects.filter(
            object_id__in=about, peer_id=feed.peer_id, service_name=feed.service_name
        ).exists()
        if not holds and feed.told_until is not None:
            found[feed.grant_hash] = feed.told_until
    return found


def announcing(grant_hashes: Iterable[str]) -> frozenset[str]:
    """On which of these grants the partner announces its objects, as far as we hear: a contract may say more."""
    return frozenset(_read_to_their_end(grant_hashes).values_list("grant_hash", flat=True))


def _read_to_their_end(grant_hashes: Iterable[str]) -> QuerySet[FollowedFeed]:
    return FollowedFeed.objects.filter(grant_hash__in=set(grant_hashes), told_until__isnull=False, failing_since=None)
