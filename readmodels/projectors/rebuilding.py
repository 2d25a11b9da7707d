"""Making a view anew beside the live one: filled in chunks by many workers, compared, switched at once, dropped later.

The new build follows the log from before its first chunk is read, so what is recorded meanwhile is in it too. Every
batch is one transaction with how far it came: a worker that is killed loses one batch, and another goes on from there.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from events import store
from events.domain.refusals import RebuildUnderWay, ViewNotFound
from readmodels.models import Build, Checkpoint, Chunk, StoredKey, StoredRow, View, ViewObject
from readmodels.projectors.refreshing import refresh

CHUNK_OBJECTS: Final = 2_000
BATCH_OBJECTS: Final = 100
LEASE: Final = timedelta(seconds=5)
"""How long a worker keeps a chunk between two batches; while it makes one, the row that it holds locked keeps it."""
GRACE: Final = timedelta(minutes=15)
"""How long what was replaced stays: longer than any answer that reads it."""
DROP_ROWS_MAX: Final = 20_000
PAUSE_SECONDS_MAX: Final = 5.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is. `events_behind`: of the log, what it has not taken in yet."""

    objects_total: int
    objects_done: int
    chunks_total: int
    chunks_done: int
    events_behind: int

    @property
    def is_filled(self) -> bool:
        """Whether every chunk is done; what the log holds since may still have to be taken in."""
        return self.chunks_done == self.chunks_total


@transaction.atomic
def begin(view_name: str, *, rate_max: int | None = None, chunk_objects: int = CHUNK_OBJECTS) -> Build:
    """A new build of a view, to be filled. `rate_max`: objects per second, over all workers together.

    Raises `ViewNotFound`, and `RebuildUnderWay` when one is being filled already.
    """
    view = View.objects.select_for_update(no_key=True).filter(name=view_name, removed_at=None).first()
    if view is None:
        raise ViewNotFound(view=view_name)
    number = (view.builds.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    try:
        with transaction.atomic():
            build = Build.objects.create(view=view, number=number, definition=view.definition, rate_max=rate_max)
    except IntegrityError:
        raise RebuildUnderWay(view=view_name) from None
    # First where the log is, then which objects there are: whatever comes in between is followed.
    Checkpoint.objects.create(projector=build.projector, seq=store.last_seq())
    spans = store.spans(chunk_objects)
    Chunk.objects.bulk_create(
        Chunk(build=build, number=number, after=span.after, until=span.until, objects_total=span.objects)
        for number, span in enumerate(spans, start=1)
    )
    build.objects_total = sum(span.objects for span in spans)
    build.save(update_fields=["objects_total"])
    return build


def progress(build: Build) -> Progress:
    """How far it is. A build that is not being filled has done all that it holds."""
    chunks = build.chunks.aggregate(
        objects=Coalesce(Sum("objects_done"), 0), total=Count("pk"), finished=Count("pk", filter=Q(done=True))
    )
    seq = Checkpoint.objects.filter(projector=build.projector).values_list("seq", flat=True).first() or 0
    filling = build.state == Build.State.FILLING
    held = 0 if filling else ViewObject.objects.filter(build=build).count()
    return Progress(
        objects_total=build.objects_total if filling else held,
        objects_done=chunks["objects"] if filling else held,
        chunks_total=chunks["total"],
        chunks_done=chunks["finished"],
        events_behind=max(0, store.last_seq() - seq),
    )


def fill(build_id: int, *, worker: str, until: Callable[[], bool]) -> int:
    """Fill chunks until none is free, or `until` says it is enough; how many objects were made."""
    made = 0
    while not until():
        chunk = _take(build_id, worker=worker)
        if chunk is None:
            break
        more = True
        while more and not until():
            done, more = _fill_batch(chunk, worker=worker)
            made += done
        _leave(chunk, worker=worker)
    return made


@transaction.atomic
def _take(build_id: int, *, worker: str) -> int | None:
    """A chunk that nobody works on, leased to this worker."""
    free = Q(leased_until=None) | Q(leased_until__lt=timezone.now())
    chunks = Chunk.objects.filter(free, build_id=build_id, build__state=Build.State.FILLING, done=False)
    chunk = chunks.select_for_update(skip_locked=True, of=("self",)).order_by("number").first()
    if chunk is None:
        return None
    chunk.worker, chunk.leased_until = worker, timezone.now() + LEASE
    chunk.save(update_fields=["worker", "leased_until"])
    return int(chunk.pk)


def _fill_batch(chunk_id: int, *, worker: str) -> tuple[int, bool]:
    """Make the next objects of the chunk, and note it: how many, and whether there is more to do in it.

    Nothing when the chunk is another's now: this worker was thought dead.
    """
    _keep_pace(chunk_id)
    with transaction.atomic():
        chunk = Chunk.objects.select_for_update(of=("self",)).select_related("build__view").get(pk=chunk_id)
        if chunk.worker != worker or chunk.done or chunk.build.state != Build.State.FILLING:
            return 0, False
        object_ids = store.object_ids(after=chunk.after, until=chunk.until, limit=BATCH_OBJECTS)
        if object_ids:
            refresh(chunk.build, object_ids)
            chunk.after = object_ids[-1]
            chunk.objects_done += len(object_ids)
            chunk.leased_until = timezone.now() + LEASE
        chunk.done = not object_ids or object_ids[-1] == chunk.until
        chunk.save()
    return len(object_ids), not chunk.done


def _leave(chunk_id: int, *, worker: str) -> None:
    Chunk.objects.filter(pk=chunk_id, worker=worker).update(leased_until=None, worker="")


def _keep_pace(chunk_id: int) -> None:
    """Wait for the turn of the next batch: all workers together make no more objects per second than is allowed."""
    chunk = Chunk.objects.select_related("build").get(pk=chunk_id)
    build = chunk.build
    if not build.rate_max:
        return
    seconds = min(BATCH_OBJECTS, chunk.objects_total) / build.rate_max
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE readmodels_build"
            " SET next_batch_at = greatest(next_batch_at, clock_timestamp()) + make_interval(secs => %s)"
            " WHERE id = %s RETURNING extract(epoch FROM next_batch_at - clock_timestamp()) - %s",
            [seconds, build.pk, seconds],
        )
        (early,) = cursor.fetchone()
    time.sleep(min(max(0.0, float(early)), PAUSE_SECONDS_MAX))


@transaction.atomic
def stop(build: Build, *, reason: str) -> None:
    """Give a build up: nothing of it is read, and it is dropped."""
    held = Build.objects.select_for_update(no_key=True).get(pk=build.pk)
    if held.state == Build.State.FILLING:
        held.state, held.ended_at, held.reason = Build.State.FAILED, timezone.now(), reason
        held.save(update_fields=["state", "ended_at", "reason"])


@transaction.atomic
def switch(build: Build) -> bool:
    """Let the view answer from this build from now on, if it is as far as the live one. Whether it was done."""
    builds = Build.objects.filter(Q(pk=build.pk) | Q(live_of=build.view_id))
    # First the checkpoints: who follows holds one of them, and only then writes rows, which takes note of the build.
    places = Checkpoint.objects.select_for_update().order_by("projector")
    seq = {it.projector: it.seq for it in places.filter(projector__in=[it.projector for it in builds])}
    view = View.objects.select_for_update(no_key=True, of=("self",)).select_related("live").get(pk=build.view_id)
    held = Build.objects.select_for_update(no_key=True).get(pk=build.pk)
    if held.state != Build.State.FILLING:
        return False
    if view.live is not None and (view.live.projector not in seq or seq[held.projector] < seq[view.live.projector]):
        return False
    if view.live is not None:
        Build.objects.filter(pk=view.live.pk).update(state=Build.State.RETIRED, ended_at=Now())
    view.live = held
    view.save(update_fields=["live"])
    held.state = Build.State.LIVE
    held.save(update_fields=["state"])
    log.info("view_switched", view=view.name, build=held.number)
    return True


def drop_what_was_replaced(*, now: datetime | None = None, grace: timedelta = GRACE) -> int:
    """Remove, in small transactions, what no answer can be reading any more; how many builds are gone."""
    ended = Build.objects.filter(
        state__in=(Build.State.RETIRED, Build.State.FAILED), ended_at__lte=(now or timezone.now()) - grace
    )
    gone = 0
    for build in ended.order_by("pk"):
        for table in (StoredRow, StoredKey, ViewObject, Chunk):
            while _delete_some(table, build):
                continue
        Checkpoint.objects.filter(projector=build.projector).delete()
        build.delete()
        gone += 1
    View.objects.exclude(removed_at=None).filter(builds=None).delete()
    return gone


def _delete_some(table: type[StoredRow | StoredKey | ViewObject | Chunk], build: Build) -> int:
    some = list(table.objects.filter(build=build).values_list("pk", flat=True)[:DROP_ROWS_MAX])
    deleted, _ = table.objects.filter(pk__in=some).delete()
    return deleted
