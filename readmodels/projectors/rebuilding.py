"""Making a view anew beside the live one: filled in chunks by many workers, compared, switched at once, dropped later.

The new build follows the log from before its first chunk is read, so what is recorded meanwhile is in it too. Every
batch is one transaction with how far it came: a worker that is killed loses one batch, and another goes on from there.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Now
from django.utils import timezone

from events import store
from events.domain.refusals import RebuildUnderWay, ViewNotFound
from readmodels.models import Build, Checkpoint, Chunk, StoredKey, StoredRow, View, ViewObject
from readmodels.projectors.projections import basis_of, is_outdated
from readmodels.projectors.refreshing import refresh

CHUNK_OBJECTS: Final = 2_000
BATCH_OBJECTS: Final = 100
LEASE: Final = timedelta(seconds=5)
"""How long a worker keeps a chunk between two batches; while it makes one, the row that it holds locked keeps it."""
GRACE: Final = timedelta(minutes=15)
"""How long what was replaced stays: longer than any answer that reads it."""
DROP_ROWS_MAX: Final = 20_000
PAUSE_SECONDS_MAX: Final = 1.0
"""How long one waits for his turn before he says that he is still there."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build is. `seq`: up to where it has taken in the log; `events_behind`: how much it has not."""

    objects_total: int
    objects_done: int
    chunks_total: int
    chunks_done: int
    seq: int
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
            build = Build(view=view, number=number, definition=view.definition, rate_max=rate_max)
            build.basis = basis_of(build)
            build.save()
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
    return progress_of([build])[build.pk]


def progress_of(builds: Collection[Build]) -> dict[int, Progress]:
    """How far each of these is, by its key; as many queries for many as for one."""
    last, keys = store.last_seq(), [build.pk for build in builds]
    seqs = dict(
        Checkpoint.objects.filter(projector__in=[it.projector for it in builds]).values_list("projector", "seq")
    )
    held = dict(ViewObject.objects.filter(build__in=keys).values_list("build_id").annotate(Count("pk")))
    chunks = Chunk.objects.filter(build__in=keys).values_list("build_id")
    told = chunks.annotate(done_of=Sum("objects_done"), total=Count("pk"), finished=Count("pk", filter=Q(done=True)))
    of_chunks = {pk: (objects, total, done) for pk, objects, total, done in told}
    return {
        build.pk: _progress(
            build,
            seq=seqs.get(build.projector, 0),
            last=last,
            held=held.get(build.pk, 0),
            chunks=of_chunks.get(build.pk, (0, 0, 0)),
        )
        for build in builds
    }


def _progress(build: Build, *, seq: int, last: int, held: int, chunks: tuple[int, int, int]) -> Progress:
    filling = build.state == Build.State.FILLING
    objects, total, done = chunks
    return Progress(
        objects_total=build.objects_total if filling else held,
        objects_done=objects if filling else held,
        chunks_total=total,
        chunks_done=done,
        seq=seq,
        events_behind=max(0, last - seq),
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
    size = _keep_pace(chunk_id, worker=worker)
    with transaction.atomic():
        chunk = Chunk.objects.select_for_update(of=("self",)).select_related("build__view").get(pk=chunk_id)
        if chunk.worker != worker or chunk.done or chunk.build.state != Build.State.FILLING:
            return 0, False
        object_ids = store.object_ids(after=chunk.after, until=chunk.until, limit=size)
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


def _keep_pace(chunk_id: int, *, worker: str) -> int:
    """Wait for the turn of the next batch, and how many objects it is.

    All workers together make no more objects per second than is allowed: a batch is what may be made in a second. The
    chunk is kept while one waits.
    """
    chunk = Chunk.objects.select_related("build").get(pk=chunk_id)
    build = chunk.build
    if not build.rate_max:
        return BATCH_OBJECTS
    size = min(BATCH_OBJECTS, build.rate_max, max(1, chunk.objects_total))
    seconds = size / build.rate_max
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE readmodels_build"
            " SET next_batch_at = greatest(next_batch_at, clock_timestamp()) + make_interval(secs => %s)"
            " WHERE id = %s RETURNING extract(epoch FROM next_batch_at - clock_timestamp()) - %s",
            [seconds, build.pk, seconds],
        )
        (early,) = cursor.fetchone()
    waiting = max(0.0, float(early))
    while waiting > 0:
        Chunk.objects.filter(pk=chunk_id, worker=worker).update(leased_until=timezone.now() + LEASE)
        time.sleep(min(waiting, PAUSE_SECONDS_MAX))
        waiting -= PAUSE_SECONDS_MAX
    return size


def rebuild_what_is_outdated() -> list[str]:
    """Begin to rebuild the views of which the live build is made by what is no longer so; their names.

    One of which nothing is noted is taken to be made by what is so now. A rebuild by the same that was given up, by
    itself or by somebody, is not begun again. What is wrong with one view, such as that the program ships it no more,
    keeps no other from being rebuilt.
    """
    begun = []
    for build in Build.objects.filter(state=Build.State.LIVE).select_related("view"):
        try:
            if _rebuild_if_outdated(build):
                begun.append(build.view.name)
        except Exception:
            log.exception("view_not_judged", view=build.view.name, build=build.pk)
    return begun


def _rebuild_if_outdated(build: Build) -> bool:
    now = basis_of(build)
    if build.basis is None:
        Build.objects.filter(pk=build.pk).update(basis=now)
        return False
    if not is_outdated(build.basis, now=now) or _is_tried(build.view, now):
        return False
    try:
        begin(build.view.name)
    except RebuildUnderWay:
        return False
    return True


def _is_tried(view: View, basis: Mapping[str, Any]) -> bool:
    """Whether the newest build is being filled, or was given up and was made by this."""
    newest = view.builds.order_by("-number").first()
    if newest is None or newest.state == Build.State.FILLING:
        return newest is not None
    return newest.state == Build.State.FAILED and newest.basis == basis


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
