"""Rebuilding views: who administers every zone may begin, slow down and stop it; each is audited.

Nothing is sent to the workers from here: the clock wakes them every few seconds, also while the broker is away now.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import administration
from events.administration import Action, Subject, Thing
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
    _record("Herbouw van weergave begonnen", Action.REBUILD_BEGUN, build, by=by, rateMax=rate_max)
    return build


@transaction.atomic
def set_rate(view: str, *, rate_max: int | None, by: Principal, number: int | None = None) -> Build:
    """Let the rebuild that is under way go slower or faster. Raises `ZoneForbidden`, and `ViewNotFound` without one.

    `number`: only if it is this one.
    """
    require_administrator(by)
    build = _under_way(view, number=number)
    before = build.rate_max
    build.rate_max, build.next_batch_at = rate_max, timezone.now()
    build.save(update_fields=["rate_max", "next_batch_at"])
    said = "Snelheid van herbouw gewijzigd"
    _record(said, Action.REBUILD_PACED, build, by=by, before={"rateMax": before}, rateMax=rate_max)
    return build


@transaction.atomic
def stop_rebuild(view: str, *, by: Principal, number: int | None = None) -> Build:
    """Give up the rebuild that is under way; the view goes on as it was. Raises as `set_rate`."""
    require_administrator(by)
    build = _under_way(view, number=number)
    rebuilding.stop(build, reason=STOPPED)
    build.refresh_from_db()
    _record("Herbouw van weergave gestopt", Action.REBUILD_STOPPED, build, by=by, before={"build": build.number})
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
    before = {"parkedFor": found.parked_for}
    found.refresh_from_db()
    _record(
        "Geparkeerd object opnieuw beproefd",
        Action.PARKED_RETRIED,
        found.build,
        by=by,
        before=before,
        after={"parkedFor": found.parked_for},
        object=str(object_id),
    )
    return found.parked_for


def _under_way(view: str, *, number: int | None) -> Build:
    builds = Build.objects.select_for_update(no_key=True, of=("self",)).select_related("view")
    if number is not None:
        builds = builds.filter(number=number)
    build = builds.filter(view__name=view, state=Build.State.FILLING).first()
    if build is None:
        raise ViewNotFound(view=view)
    return build


def _record(
    said: str,
    action: Action,
    build: Build,
    *,
    by: Principal,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **details: Any,
) -> None:
    told = {"view": build.view.name, "build": build.number, **details}
    thing = Thing(kind=Subject.VIEW, id=build.view.name, name=build.view.title)
    became = after or {"build": build.number, "state": build.state, "rateMax": build.rate_max}
    administration.record(said, action, thing, by=by, before=before, after=became, details=told)
