"""The reading side of the one door to the log: which events answer a question, inside the zones that are given.

Every question names its zones; there is no way to search without. The events themselves come from `store.find`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from events.sql import script


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which events can be read: all of `whole` zones (by primary key), and of others those of a type."""

    whole: Collection[int] = ()
    parts: Collection[tuple[int, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts)

    def parameters(self, name: str) -> Mapping[str, Any]:
        """As the reading SQL names them; NULL where no zone is seen in part, so that nothing is planned for it."""
        return {
            name: list(self.whole),
            f"{name}_in_part": [zone for zone, _ in self.parts] or None,
            f"{name}_types": [event_type for _, event_type in self.parts] or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What is asked of the log; None asks nothing. Moments are half-open: from included, until not.

    `searched` is where is looked, `visible` all that the caller may see (an event outside it cannot be asked for as a
    reference either). `standings` answers for claims and corrections only.
    """

    searched: Sight
    visible: Sight
    object_ids: Collection[UUID] | None = None
    event_types: Collection[str] | None = None
    kinds: Collection[str] | None = None
    source_ids: Collection[UUID] | None = None
    source_types: Collection[str] | None = None
    standings: Collection[str] | None = None
    referred_to: Collection[UUID] | None = None
    occurred_from: datetime | None = None
    occurred_until: datetime | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None

    def parameters(self) -> Mapping[str, Any]:
        """As `read_search.sql` names them."""
        values = {name: getattr(self, name) for name in self.__slots__ if name not in {"searched", "visible"}}
        asked = {
            name: list(value) if isinstance(value, Collection) and not isinstance(value, str) else value
            for name, value in values.items()
        }
        return {**asked, **self.searched.parameters("zones"), **self.visible.parameters("visible")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Ids of events with their place in the log's order (`seq`), then those without one yet.

    `numbered_to` is how far the log was numbered in the same snapshot: everything at or below it was looked at, unless
    `numbered` is as long as the limit.
    """

    numbered: Sequence[tuple[UUID, int]]
    unnumbered: Sequence[UUID]
    numbered_to: int


def search(criteria: Criteria, *, after: int, limit: int) -> Found:
    """At most `limit` numbered events after a place in the log, in its order, and at most `limit` unnumbered ones."""
    with connection.cursor() as cursor:
        cursor.execute(_sql("read_floor"))
        floor = (cursor.fetchone() or (0,))[0]
        asked = {**criteria.parameters(), "after": after, "limit": limit, "floor": floor}
        cursor.execute(_sql("read_search"), asked)
        rows = cursor.fetchall()
    return Found(
        numbered=[(event_id, seq) for event_id, seq in rows if event_id is not None and seq is not None],
        unnumbered=[event_id for event_id, seq in rows if event_id is not None and seq is None],
        numbered_to=next(seq for event_id, seq in rows if event_id is None),
    )


def visible(ids: Collection[UUID], *, sight: Sight) -> frozenset[UUID]:
    """Which of these events exist where can be read."""
    if not ids or not sight:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_sql("read_visible"), {"ids": list(ids), **sight.parameters("zones")})
        return frozenset(event_id for (event_id,) in cursor.fetchall())


@cache
def _sql(name: str) -> str:
    return script(name)
