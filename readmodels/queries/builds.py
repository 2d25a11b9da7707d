"""How far views are: which build answers, how far it is behind, how a rebuild goes, what is parked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from events import store
from events.domain.refusals import ViewNotFound
from readmodels.models import Build, Checkpoint, View, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.rebuilding import Progress

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
    live = None if view.live is None else build_state(view.live)
    filling = view.builds.filter(state=Build.State.FILLING).first()
    settled, parked = None, 0
    if view.live is not None:
        seq = Checkpoint.objects.filter(projector=view.live.projector).values_list("seq", flat=True).first()
        settled = store.settled_by(seq or 0)
        parked = ViewObject.objects.filter(build=view.live).exclude(parked_for="").count()
    rebuild = None if filling is None else build_state(filling)
    return ViewState(view=view, live=live, settled_to=settled, rebuild=rebuild, parked=parked)


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


def parked_in(view: View) -> list[Parked]:
    """What is parked in a view, the longest first; at most PARKED_MAX."""
    if view.live is None:
        return []
    found = ViewObject.objects.filter(build=view.live).exclude(parked_for="").order_by("parked_at")[:PARKED_MAX]
    return [
        Parked(object_id=it.object_id, reason=it.parked_for, event_id=it.parked_by, since=it.parked_at) for it in found
    ]
