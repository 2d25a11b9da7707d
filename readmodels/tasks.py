"""Work on views that any worker may do. Tasks only wake: what there is to do stands in the database."""

import os
import socket
import time
from typing import Final

import structlog
from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from readmodels.models import Build, Chunk
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude

FILL_SECONDS_MAX: Final = 20.0
"""How long one task fills, so that a worker is free for other work in between."""
WORKERS_MAX: Final = 8
"""Tasks that are woken at once for one build."""

log = structlog.get_logger(__name__)


@shared_task
def fill_build(build_id: int) -> None:
    """Fill chunks of a build for a while; who finds nothing to do lets the build be concluded."""
    deadline = time.monotonic() + FILL_SECONDS_MAX
    worker = f"{socket.gethostname()}:{os.getpid()}"
    rebuilding.fill(build_id, worker=worker, until=lambda: time.monotonic() >= deadline)
    tend_build(build_id)


@shared_task
def tend_builds() -> None:
    """Wake workers for every build that is being filled, conclude what is filled, drop what was replaced."""
    for build_id in Build.objects.filter(state=Build.State.FILLING).values_list("pk", flat=True):
        tend_build(build_id)
    dropped = rebuilding.drop_what_was_replaced()
    if dropped:
        log.info("view_builds_dropped", builds=dropped)


def tend_build(build_id: int) -> Outcome:
    """Conclude a build when it is filled; else wake a worker for every chunk that nobody works on."""
    unfinished = Chunk.objects.filter(build_id=build_id, build__state=Build.State.FILLING, done=False)
    free = unfinished.filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))
    for _ in range(min(free.count(), WORKERS_MAX)):
        fill_build.delay(build_id)
    return Outcome.NOT_YET if unfinished.exists() else conclude(build_id)
