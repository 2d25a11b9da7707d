"""Reading a view: from the build that is live, as known at a formal moment, as far as the caller may see.

An object of which some events lie in zones that the caller may not see is not read from the table but made anew of
what he may see. One answer reads one build: the one that was live when it began, which stays until long after.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from events import store
from events.catalogue import catalogue
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import (
    ReferenceNotFound,
    TooManyFound,
    ViewBehind,
    ViewIncomplete,
    ViewNotFound,
    ZoneForbidden,
)
from events.queries import objects
from events.queries.work import readable_zones
from readmodels.domain.recall import Recall
from readmodels.domain.views.rows import Segment, ViewRow, known_at
from readmodels.models import Build, Checkpoint, StoredKey, StoredRow, View, ViewObject
from readmodels.projectors.projections import projection_of
from readmodels.projectors.refreshing import segment_of

WAIT_SECONDS_MAX: Final = 30
"""How long a reader may wait for what he wrote."""
WAIT_STEP_SECONDS: Final = 0.05
LAG_MAX: Final = timedelta(minutes=5)
"""Without a moment asked for, a view that is further behind than this gives no answer."""
CANDIDATES_MAX: Final = 5_000
"""Objects that one question may look at."""
MADE_AT_ONCE: Final = 50
"""Objects that are seen in part, read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What a reader asks of the moment: a formal moment (None: the newest settled), and what he wrote before.

    `after`: an event that must have been taken in, for which he waits `wait_seconds` at most.
    """

    as_at: datetime | None = None
    after: UUID | None = None
    wait_seconds: float = 0


class LiveView:
    """The live build of a view, for one answer to one caller."""

    def __init__(self, name: str, *, principal: Principal, fresh: Freshness, made_max: int | None = None) -> None:
        """Find the build, and the moment that is answered for; make at most so many objects anew at once.

        Raises `ZoneForbidden` for who may read nothing, `ViewNotFound` and `ViewBehind`.
        """
        self.zones = readable_zones(principal)
        if not self.zones:
            raise ZoneForbidden(zone="", permission=Permission.VIEW.value)
        self.name = name
        self.build = self._live()
        self._principal, self._made_max = principal, made_max
        written = None if fresh.after is None else self._await(fresh)
        settled = store.settled_by(self._seq(), zones=self.zones)
        self.as_at = fresh.as_at or self._newest(settled, written)
        self.provisional = settled is None or self.as_at > settled

    def _live(self) -> Build:
        view = View.objects.select_related("live__view").filter(name=self.name).first()
        if view is None or view.live is None:
            raise ViewNotFound(view=self.name)
        return view.live

    def _newest(self, settled: datetime | None, written: datetime | None) -> datetime:
        """What he wrote himself, else the newest moment that is settled. Raises `ViewBehind` when that is long ago."""
        newest = max((it for it in (settled, written) if it is not None), default=None)
        horizon = store.horizon()
        if newest is None or (horizon is not None and horizon - newest > LAG_MAX):
            raise ViewBehind(view=self.name, events=self._lag())
        return newest

    def _await(self, fresh: Freshness) -> datetime:
        """The formal moment of the event that must be in the view. Raises `ViewBehind` when it comes too late."""
        assert fresh.after is not None
        event = objects.visible_event(fresh.after, principal=self._principal)
        if event is None:
            raise ReferenceNotFound(event_id=fresh.after)
        until = time.monotonic() + min(fresh.wait_seconds, WAIT_SECONDS_MAX)
        while (seq := store.seq_of(fresh.after)) is None or self._seq() < seq:
            if time.monotonic() >= until:
                raise ViewBehind(view=self.name, events=self._lag())
            time.sleep(WAIT_STEP_SECONDS)
            self.build = self._live()  # what was replaced meanwhile takes nothing in any more
        return event.created_at

    def _seq(self) -> int:
        return Checkpoint.objects.values_list("seq", flat=True).get(projector=self.build.projector)

    def _lag(self) -> int:
        return max(1, store.last_seq() - self._seq())

    def found_under(self, name: str, value: str, *, prefix: bool = False) -> list[UUID]:
        """The objects that were ever found under a key, of those that the caller's zones tell something of.

        Raises `TooManyFound` when they are too many to look at: how many there are elsewhere makes no difference.
        """
        matches = Q(value__startswith=value) if prefix else Q(value=value)
        told_of = ViewObject.objects.filter(
            build=self.build, object_id=OuterRef("object_id"), zones__overlap=sorted(self.zones)
        )
        keys = StoredKey.objects.filter(matches, Exists(told_of), build=self.build, name=name).order_by("object_id")
        found = list(keys.values_list("object_id", flat=True).distinct()[: CANDIDATES_MAX + 1])
        if len(found) > CANDIDATES_MAX:
            raise TooManyFound(limit=CANDIDATES_MAX)
        return found

    def segments(self, object_ids: Collection[UUID]) -> dict[UUID, tuple[Segment, ...]]:
        """What the view says of these objects, as known at the moment.

        Raises `ViewIncomplete` when one is parked, and `TooManyFound` when too many would have to be made anew.
        First what is stored, then what of it may be seen: a zone that tells of somebody in between hides more of him.
        """
        stored = self._stored(object_ids)
        known = ViewObject.objects.filter(build=self.build, object_id__in=object_ids)
        whole, in_part = set[UUID](), set[UUID]()
        for it in known:
            if self.zones.isdisjoint(it.zones):
                continue
            if it.parked_for:
                raise ViewIncomplete(view=self.name)
            (whole if self.zones.issuperset(it.zones) else in_part).add(it.object_id)
        if self._made_max is not None and len(in_part) > self._made_max:
            raise TooManyFound(limit=self._made_max)
        found = {object_id: segments for object_id, segments in stored.items() if object_id in whole}
        for object_id, rows in self.made(sorted(in_part)):
            found[object_id] = known_at(rows, self.as_at)
        return {object_id: found[object_id] for object_id in object_ids if found.get(object_id)}

    def _stored(self, object_ids: Collection[UUID]) -> dict[UUID, tuple[Segment, ...]]:
        rows = StoredRow.objects.filter(
            Q(formal_until=None) | Q(formal_until__gt=self.as_at),
            build=self.build,
            object_id__in=object_ids,
            formal_from__lte=self.as_at,
        )
        found: dict[UUID, list[Segment]] = {}
        for row in rows:
            found.setdefault(row.object_id, []).append(segment_of(row))
        return {object_id: tuple(segments) for object_id, segments in found.items()}

    def made(self, object_ids: Sequence[UUID]) -> Iterator[tuple[UUID, tuple[ViewRow, ...]]]:
        """The rows of what the caller may see of objects, made now; read many at once. Raises `RequestTooLarge`."""
        projection, recall = projection_of(self.build), Recall(catalogue())

        def read(ids: frozenset[UUID]) -> Log:
            return objects.about(ids, principal=self._principal).log

        for first in range(0, len(object_ids), MADE_AT_ONCE):
            told = projection.told(object_ids[first : first + MADE_AT_ONCE], read=read)
            for object_id, it in told.items():
                if it.too_large is not None:
                    raise it.too_large
                yield object_id, projection.rows(object_id, it.log, recall)
