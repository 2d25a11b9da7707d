"""How far views are: which build answers, how far it is behind, how a rebuild goes, what is parked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from events import processing, store
from events.domain.permissions import Principal
from events.domain.refusals import ViewNotFound
from readmodels.models import Build, View, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.rebuilding import Progress
from readmodels.queries.administrators import require_administrator

BUILDS_MAX: Final = 20
PARKED_MAX: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """A build with how far it is."""

    build: Build
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """A view: what answers now, up to which formal moment everything is in it, and the rebuild under way.

    `events_behind`: of the log, what it has not taken in yet. `parked`: how many objects could not be made.
    """

    view: View
    live: BuildState | None
    settled_to: datetime | None
    rebuild: BuildState | None
    parked: int


def state_of(view: View) -> ViewState:
    """How far a view is."""
    (state,) = states_of([view])
    return state


def states_of(views: Sequence[View]) -> list[ViewState]:
    """How far views are; as many queries for many as for one."""
    is_live = Q(
        pk__in=[it.live_id for it in views if it.live_id is not None]
    )  # whatever took over since they were read
    known = Build.objects.filter(is_live | Q(view__in=views, state=Build.State.FILLING))
    builds = {build.pk: build for build in known.select_related("view")}
    progress = rebuilding.progress_of(list(builds.values()))
    parked = _parked_in(builds)
    settled = _settled_by({progress[it.live_id].seq for it in views if it.live_id in progress})
    found = []
    for view in views:
        live = None if view.live_id is None else builds.get(view.live_id)
        filling = next(
            (it for it in builds.values() if it.view_id == view.pk and it.state == Build.State.FILLING), None
        )
        found.append(
            ViewState(
                view=view,
                live=None if live is None else BuildState(build=live, progress=progress[live.pk]),
                settled_to=None if live is None else settled[progress[live.pk].seq],
                rebuild=None if filling is None else BuildState(build=filling, progress=progress[filling.pk]),
                parked=0 if live is None else parked.get(live.pk, 0),
            )
        )
    return found


def _parked_in(builds: Iterable[int]) -> dict[int, int]:
    rows = ViewObject.objects.filter(build__in=list(builds)).exclude(parked_for="")
    return dict(rows.values_list("build_id").annotate(Count("pk")))


def _settled_by(seqs: Iterable[int]) -> dict[int, datetime | None]:
    """Views that have caught up all stand at the same place, so there are few."""
    return {seq: store.settled_by(seq) for seq in seqs}


def build_state(build: Build) -> BuildState:
    """A build with how far it is."""
    return BuildState(build=build, progress=rebuilding.progress(build))


def builds_of(view: View) -> list[BuildState]:
    """The builds of a view that there still are, the newest first."""
    return [build_state(build) for build in view.builds.order_by("-number")[:BUILDS_MAX]]


def build_numbered(view: View, number: int) -> BuildState:
    """One build of a view. Raises `ViewNotFound`."""
    build = view.builds.filter(number=number).first()
    if build is None:
        raise ViewNotFound(view=f"{view.name}#{number}")
    return build_state(build)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An object of which the rows could not be made: why, by which event, since when."""

    object_id: UUID
    reason: str
    event_id: UUID | None
    since: datetime | None


@transaction.atomic
def parked_in(view: View, *, principal: Principal) -> list[Parked]:
    """What is parked in a view, the longest first; at most PARKED_MAX. Raises `ZoneForbidden`."""
    require_administrator(principal)
    if view.live is None:
        return []
    found = ViewObject.objects.filter(build=view.live).exclude(parked_for="").order_by("parked_at")[:PARKED_MAX]
    parked = [
        Parked(object_id=it.object_id, reason=it.parked_for, event_id=it.parked_by, since=it.parked_at) for it in found
    ]
    if parked:
        processing.record(
            "Geparkeerde objecten geraadpleegd",
            principal=principal,
            subjects={it.object_id for it in parked},
            activity=processing.Activity.READ,
        )
    return parked
