"""Rebuilding views: who administers every zone may begin, slow down and stop it; each is audited."""

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.utils import timezone

from events import processing
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ViewNotFound
from events.models import Zone
from readmodels.models import Build
from readmodels.projectors import rebuilding

STOPPED = "Stopgezet door een beheerder."

log = structlog.get_logger(__name__)


def may_rebuild(principal: Principal) -> bool:
    """Whether he administers every zone: a view holds what happened in all of them."""
    zones = list(Zone.objects.values_list("slug", flat=True))
    return bool(zones) and all(principal.may(Permission.MANAGE, zone=zone) for zone in zones)


@transaction.atomic
def begin_rebuild(view: str, *, rate_max: int | None, by: Principal) -> Build:
    """Begin to make a view anew. Raises `ZoneForbidden`, `ViewNotFound` and `RebuildUnderWay`."""
    _require(by)
    build = rebuilding.begin(view, rate_max=rate_max)
    _write_down("Herbouw van weergave begonnen", build, by=by, rateMax=rate_max)
    return build


@transaction.atomic
def set_rate(view: str, *, rate_max: int | None, by: Principal) -> Build:
    """Let the rebuild that is under way go slower or faster. Raises `ZoneForbidden`, and `ViewNotFound` without one."""
    _require(by)
    build = _under_way(view)
    build.rate_max, build.next_batch_at = rate_max, timezone.now()
    build.save(update_fields=["rate_max", "next_batch_at"])
    _write_down("Snelheid van herbouw gewijzigd", build, by=by, rateMax=rate_max)
    return build


@transaction.atomic
def stop_rebuild(view: str, *, by: Principal) -> Build:
    """Give up the rebuild that is under way; the view goes on as it was. Raises as `set_rate`."""
    _require(by)
    build = _under_way(view)
    rebuilding.stop(build, reason=STOPPED)
    build.refresh_from_db()
    _write_down("Herbouw van weergave gestopt", build, by=by)
    return build


def wake(build: Build) -> None:
    """Wake workers for a build that is to be filled; should that fail, the next round of the clock does."""
    current_app.send_task("readmodels.tasks.tend_builds")
    log.info("view_build_begun", view=build.view.name, build=build.number, objects=build.objects_total)


def _under_way(view: str) -> Build:
    builds = Build.objects.select_for_update(no_key=True, of=("self",)).select_related("view")
    build = builds.filter(view__name=view, state=Build.State.FILLING).first()
    if build is None:
        raise ViewNotFound(view=view)
    return build


def _require(by: Principal) -> None:
    for zone in Zone.objects.values_list("slug", flat=True):
        by.require(Permission.MANAGE, zone=zone)


def _write_down(action: str, build: Build, *, by: Principal, **details: Any) -> None:
    told = {"view": build.view.name, "build": build.number, **details}
    processing.record(action, principal=by, activity=processing.Activity.ADMINISTER, details=told)
