"""Rebuilding views: who administers every zone may begin, slow down and stop it; each is audited.

Nothing is sent to the workers from here: the clock wakes them every few seconds, also while the broker is away now.
"""

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import processing
from events.domain.permissions import Principal
from events.domain.refusals import ObjectNotFound, ViewNotFound
from readmodels.models import Build, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.refreshing import refresh
from readmodels.queries.administrators import require_administrator

STOPPED: Final = "Stopgezet door een beheerder."
RATE_MAX: Final = 1_000_000
"""Objects per second that an edge lets one ask for at most."""


@transaction.atomic
def begin_rebuild(view: str, *, rate_max: int | None, by: Principal) -> Build:
    """Begin to make a view anew. Raises `ZoneForbidden`, `ViewNotFound` and `RebuildUnderWay`."""
    require_administrator(by)
    build = rebuilding.begin(view, rate_max=rate_max)
    _write_down("Herbouw van weergave begonnen", build, by=by, rateMax=rate_max)
    return build


@transaction.atomic
def set_rate(view: str, *, rate_max: int | None, by: Principal, number: int | None = None) -> Build:
    """Let the rebuild that is under way go slower or faster. Raises `ZoneForbidden`, and `ViewNotFound` without one.

    `number`: only if it is this one.
    """
    require_administrator(by)
    build = _under_way(view, number=number)
    build.rate_max, build.next_batch_at = rate_max, timezone.now()
    build.save(update_fields=["rate_max", "next_batch_at"])
    _write_down("Snelheid van herbouw gewijzigd", build, by=by, rateMax=rate_max)
    return build


@transaction.atomic
def stop_rebuild(view: str, *, by: Principal, number: int | None = None) -> Build:
    """Give up the rebuild that is under way; the view goes on as it was. Raises as `set_rate`."""
    require_administrator(by)
    build = _under_way(view, number=number)
    rebuilding.stop(build, reason=STOPPED)
    build.refresh_from_db()
    _write_down("Herbouw van weergave gestopt", build, by=by)
    return build


@transaction.atomic
def retry_parked(view: str, object_id: UUID, *, by: Principal) -> str:
    """Try once more to make the rows of a parked object; why they still cannot be made, or nothing.

    Raises `ZoneForbidden`, and `ObjectNotFound` when it is not parked.
    """
    require_administrator(by)
    parked = ViewObject.objects.select_related("build__view").exclude(parked_for="")
    found = parked.filter(build__live_of__name=view, object_id=object_id).first()
    if found is None:
        raise ObjectNotFound(object_id=object_id)
    refresh(found.build, [object_id], because={} if found.parked_by is None else {object_id: found.parked_by})
    _write_down("Geparkeerd object opnieuw beproefd", found.build, by=by, object=str(object_id))
    found.refresh_from_db()
    return found.parked_for


def _under_way(view: str, *, number: int | None) -> Build:
    builds = Build.objects.select_for_update(no_key=True, of=("self",)).select_related("view")
    if number is not None:
        builds = builds.filter(number=number)
    build = builds.filter(view__name=view, state=Build.State.FILLING).first()
    if build is None:
        raise ViewNotFound(view=view)
    return build


def _write_down(action: str, build: Build, *, by: Principal, **details: Any) -> None:
    told = {"view": build.view.name, "build": build.number, **details}
    processing.record(action, principal=by, activity=processing.Activity.ADMINISTER, details=told)
