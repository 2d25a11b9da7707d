"""Ending a rebuild: compare the new build with the live one and with the log, and switch when it is right.

Where the two differ the log decides: if it gives what the new build says, the live one was wrong, and that is noted; if
not, the new build is given up and the view stays as it is.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from typing import Any, Final
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from readmodels.models import Build, ViewObject
from readmodels.projectors import comparing, rebuilding

SAMPLE: Final = 200
"""Objects drawn by chance that are made once more from the log, whatever the two builds say."""
DIFFERING_MAX: Final = 1_000
"""Objects that differ from the live build that are made once more; beyond it the build is given up."""
EVENTS_BEHIND_MAX: Final = 1_000
"""While events keep coming in nothing is ever quite up to date; to switch, it must be as far as the live build."""
LEASE: Final = timedelta(minutes=5)
"""How long one who compares keeps others from it, should he be killed."""

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What came of trying to end a rebuild."""

    NOT_YET = "not yet"
    SWITCHED = "switched"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was found. `differ_from_live`: objects of which the live build says something else of the same events.

    `wrong`: of those and of the sample, what the log does not give; and what only the live build could make.
    """

    objects: int
    differ_from_live: int
    made_again: int
    wrong: int

    def as_json(self) -> dict[str, Any]:
        """For storing and telling."""
        return {
            "objects": self.objects,
            "differFromLive": self.differ_from_live,
            "madeAgain": self.made_again,
            "wrong": self.wrong,
        }


def conclude(build_id: int) -> Outcome:
    """Compare a build that is filled and has caught up, and switch to it. Of several who try at once one does.

    Not within a transaction: comparing holds objects locked, and who follows the log waits for those.
    """
    build = _taken(build_id)
    if build is None:
        return Outcome.NOT_YET
    found = compare(build)
    build.compared = found.as_json()
    build.save(update_fields=["compared"])
    if found.wrong or found.differ_from_live > DIFFERING_MAX:
        reason = (
            f"{found.differ_from_live} objects differ from the live build; {found.wrong} of {found.made_again} objects"
            " made again differ from what the log gives"
        )
        log.error("view_build_failed", view=build.view.name, build=build.number, **found.as_json())
        rebuilding.stop(build, reason=reason)
        return Outcome.FAILED
    if rebuilding.switch(build):
        return Outcome.SWITCHED
    Build.objects.filter(pk=build.pk).update(comparing_until=None)
    return Outcome.NOT_YET


def _taken(build_id: int) -> Build | None:
    """The build, if it is time to compare it and nobody does."""
    free = Q(comparing_until=None) | Q(comparing_until__lt=timezone.now())
    filling = Build.objects.filter(free, pk=build_id, state=Build.State.FILLING)
    build = filling.select_related("view__live").first()
    if build is None:
        return None
    progress = rebuilding.progress(build)
    if not progress.is_filled or progress.events_behind > EVENTS_BEHIND_MAX:
        return None
    return build if filling.update(comparing_until=timezone.now() + LEASE) else None


def compare(build: Build) -> Comparison:
    """Compare a build with the live one, and what differs and a sample with the log.

    One that is made by another definition is compared with the log alone: it is meant to say something else. Whom
    the live build has not come to is no difference; whom only the live one could make is lost, and that is wrong.
    """
    live = build.view.live
    differing, lost, lacking = list[UUID](), list[UUID](), list[UUID]()
    if live is not None and live.definition == build.definition:
        differing = comparing.told_otherwise(build, live, limit=DIFFERING_MAX + 1)
        lost = comparing.parked_anew(build, live, limit=DIFFERING_MAX + 1)
        lacking = comparing.lacking(build, live, limit=SAMPLE)
    again = dict.fromkeys(chain(differing, lacking, comparing.some_objects(build, SAMPLE, seed=str(build.pk))))
    wrong = {it.object_id for it in comparing.differences(build, again) if not it.parked}.union(lost)
    return Comparison(
        objects=ViewObject.objects.filter(build=build).count(),
        differ_from_live=len(differing),
        made_again=len(again),
        wrong=len(wrong),
    )
