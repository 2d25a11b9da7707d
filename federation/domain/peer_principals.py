"""A peer as events know it: a principal that sees of one zone the event types that a grant names, and nothing else."""

from collections.abc import Collection
from typing import Final
from uuid import UUID, uuid5

from events.domain.permissions import Permission, Principal

NAMESPACE: Final = UUID("5b8e0f3a-3c55-5d52-9f0e-6f2c0a6f1e55")
SOURCE_TYPE: Final = "systeem"


def source_id_of(peer_id: str, *, group_id: str) -> UUID:
    """By which a peer is known in the logs of events and of processing: the same whenever and wherever it is made."""
    return uuid5(NAMESPACE, f"{len(group_id)}:{group_id}/{peer_id}")


def principal_of(
    peer_id: str, *, group_id: str, name: str, zone: str, event_types: Collection[str] | None
) -> Principal:
    """The peer, reading one zone: events of these types, or (None) all of it. It records and decides nothing."""
    whole = {zone: frozenset({Permission.VIEW})} if event_types is None else {}
    return Principal(
        source_id=source_id_of(peer_id, group_id=group_id),
        source_type=SOURCE_TYPE,
        name=name or peer_id,
        zones=whole,
        event_types={} if event_types is None else {zone: frozenset(event_types)},
    )
