"""Reading views of one's own: which there are, and their rows at any two moments, filtered, page by page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.catalogue import catalogue
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ViewNotFound, Violation, ZoneForbidden
from events.queries import objects
from readmodels.domain.own_views import definition_rules
from readmodels.domain.own_views import preview as previewing
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.preview import OBJECTS_MAX, Preview
from readmodels.models import View
from readmodels.projectors.own_projection import definition_of
from readmodels.queries.live_views import Freshness, LiveView
from readmodels.queries.own_rows import Place, Question, Reading, Rows

PARKED_MAX: Final = 100
"""Parked objects named in one answer at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a view as of a moment in reality, as known at a formal one, over these zones.

    `parked` are objects of which nothing is told, as it could not be made.
    """

    definition: Definition
    rows: Rows
    as_of: datetime
    as_at: datetime
    provisional: bool
    zones: tuple[str, ...]
    parked: tuple[UUID, ...]

    @property
    def after(self) -> Place | UUID | None:
        """Where to go on."""
        return self.rows.after


def views() -> list[View]:
    """The views that there are: those that F6 ships, and those that somebody made."""
    return list(View.objects.select_related("live").filter(removed_at=None).order_by("name"))


def require_reader(principal: Principal) -> None:
    """Pass who may read something, or administers something; raise `ZoneForbidden` for another."""
    if not (principal.zones_with(Permission.VIEW) or principal.zones_with(Permission.MANAGE)):
        raise ZoneForbidden(zone="", permission=Permission.VIEW.value)


def view_named(name: str) -> View:
    """The view of a name. Raises `ViewNotFound`."""
    view = View.objects.select_related("live").filter(name=name, removed_at=None).first()
    if view is None:
        raise ViewNotFound(view=name)
    return view


def misfits(views: Iterable[View]) -> dict[int, tuple[Violation, ...]]:
    """Where definitions no longer fit the newest versions of their event types, by the key of the view.

    What a definition points to there gives nothing.
    """
    known = catalogue()
    return {
        it.pk: () if it.definition is None else definition_rules.mistakes(it.definition, catalogue=known)
        for it in views
    }


def definition_that_answers(name: str) -> Definition:
    """The definition by which a view of one's own answers now. Raises `ViewNotFound` also while it is first filled."""
    view = view_named(name)
    if view.live is None or view.live.definition is None:
        raise ViewNotFound(view=name)
    return definition_of(view.live.definition)


@transaction.atomic
def rows_of(name: str, ask: Callable[[Definition], Question], *, principal: Principal, fresh: Freshness) -> Page:
    """One page of a view of one's own. Raises `ViewNotFound` and `ViewBehind`.

    `ask` makes the question, by the definition of the build that answers it: that may have been changed just now.
    """
    view = LiveView(name, principal=principal, fresh=fresh)
    if view.build.definition is None:
        raise ViewNotFound(view=name)
    question = ask(definition_of(view.build.definition))
    reading = Reading(view, question)
    rows = reading.rows()
    processing.record(
        "Eigen overzicht geraadpleegd",
        principal=principal,
        subjects={it.object_id for it in rows.found},
        activity=processing.Activity.READ,
        details={"view": name},
    )
    return Page(
        definition=definition_of(view.build.definition),
        rows=rows,
        as_of=question.as_of,
        as_at=view.as_at,
        provisional=view.provisional,
        zones=tuple(sorted(view.zones)),
        parked=reading.parked(PARKED_MAX),
    )


@transaction.atomic
def preview(definition: Definition, *, as_of: datetime, principal: Principal) -> Preview:
    """What a definition gives of the last objects that something of its types was recorded about, as known now.

    Raises `ZoneForbidden`, as `require_reader`.
    """
    require_reader(principal)
    ids = objects.last_told_of(definition.event_types, principal=principal, limit=OBJECTS_MAX)
    log = objects.about(ids, principal=principal).log if ids else Log()
    as_at = max((event.created_at for event in log), default=as_of)
    found = previewing.preview(definition, log, object_ids=ids, catalogue=catalogue(), as_of=as_of, as_at=as_at)
    processing.record(
        "Definitie van overzicht beproefd",
        principal=principal,
        subjects={row.object_id for row in found.rows},
        activity=processing.Activity.READ,
    )
    return found
