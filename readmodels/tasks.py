"""Work on views that any worker may do. Tasks only wake: what there is to do stands in the database."""

import os
import socket
import time
from typing import Final

import structlog
from celery import shared_task
from django.db.models import Q, QuerySet
from django.utils import timezone

from readmodels.models import Build, Chunk
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import conclude

FILL_SECONDS_MAX: Final = 20.0
"""How long one task fills, so that a worker is free for other work in between."""
WORKERS_MAX: Final = 8
"""Tasks that are woken at once for one build."""

log = structlog.get_logger(__name__)


@shared_task
def fill_build(build_id: int) -> None:
    """Fill chunks of a build for a while, then let another task go on; who finds no more to do concludes."""
    deadline = time.monotonic() + FILL_SECONDS_MAX
    worker = f"{socket.gethostname()}:{os.getpid()}"
    rebuilding.fill(build_id, worker=worker, until=lambda: time.monotonic() >= deadline)
    if _free(build_id).exists():
        fill_build.delay(build_id)
    elif not _unfinished(build_id).exists():
        conclude(build_id)


@shared_task
def tend_builds() -> None:
    """Wake workers for every build that is being filled, conclude what is filled, drop what was replaced.

    And begin to rebuild what is made by types, rules or a program that changed.
    """
    for view in rebuilding.rebuild_what_is_outdated():
        log.info("view_outdated", view=view)
    for build_id in Build.objects.filter(state=Build.State.FILLING).values_list("pk", flat=True):
        try:
            tend_build(build_id)
        except Exception:
            # What is wrong with one build keeps no other from being filled, nor what was replaced from being dropped.
            log.exception("view_build_not_tended", build=build_id)
    dropped = rebuilding.drop_what_was_replaced()
    if dropped:
        log.info("view_builds_dropped", builds=dropped)


def tend_build(build_id: int) -> None:
    """Conclude a build when it is filled; else wake workers for chunks that nobody works on, as far as there may be."""
    unfinished = _unfinished(build_id)
    if not unfinished.exists():
        conclude(build_id)
        return
    at_work = unfinished.filter(leased_until__gte=timezone.now()).count()
    for _ in range(min(_free(build_id).count(), WORKERS_MAX - at_work)):
        fill_build.delay(build_id)


def _unfinished(build_id: int) -> QuerySet[Chunk]:
    return Chunk.objects.filter(build_id=build_id, build__state=Build.State.FILLING, done=False)


def _free(build_id: int) -> QuerySet[Chunk]:
    return _unfinished(build_id).filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))
