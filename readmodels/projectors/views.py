"""Keeping views up to date: each build follows the log, and what it made of an event stands with how far it came.

The rows and the checkpoint are written in one transaction, so every event has its effect exactly once. Of several
workers one takes in a build at a time; the others go on to another.
"""

from typing import Final

from django.db import transaction

from events import store
from readmodels.models import Build, Checkpoint
from readmodels.projectors.projections import projection_of
from readmodels.projectors.recalling import Recalling
from readmodels.projectors.refreshing import refresh

EVENTS_MAX: Final = 500
"""Events taken in by one transaction: while it runs, the objects that they touch are locked."""
FOLLOWING: Final = (Build.State.LIVE, Build.State.FILLING)


def builds() -> list[Build]:
    """The builds that follow the log."""
    return list(Build.objects.filter(state__in=FOLLOWING).select_related("view").order_by("pk"))


def follow(build: Build, events_max: int, *, recalling: Recalling | None = None) -> int:
    """Take in the next events of the log; how many. 0 also while another takes in this build."""
    with transaction.atomic():
        checkpoints = Checkpoint.objects.select_for_update(skip_locked=True)
        checkpoint = checkpoints.filter(projector=build.projector).first()
        if checkpoint is None:
            return 0
        sealed = store.following(checkpoint.seq, min(events_max, EVENTS_MAX))
        if not sealed:
            return 0
        touched = projection_of(build).touched(it.event for it in sealed)
        refresh(build, touched.keys(), because=touched, recalling=recalling)
        checkpoint.seq = sealed[-1].seq
        checkpoint.save()
    return len(sealed)
