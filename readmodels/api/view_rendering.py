"""Views, their builds and their rows as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.domain.canonical import instant_text
from events.domain.moments import parse_instant
from events.domain.permissions import Principal
from events.domain.refusals import Violation
from events.queries.work import reads_every_zone
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.preview import Preview
from readmodels.queries.administrators import may_rebuild
from readmodels.queries.builds import BuildState, Parked, ViewState
from readmodels.queries.own_rows import Found
from readmodels.queries.own_views import Page, misfits


def view(found: ViewState, *, principal: Principal) -> dict[str, Any]:
    """A view: what it is, whether it answers, and how far it is; numbers only for who may know what they count."""
    (told,) = views([found], principal=principal)
    return told


def views(found: Sequence[ViewState], *, principal: Principal) -> list[dict[str, Any]]:
    """Views, as `view`. What the caller may is looked up once."""
    counted = reads_every_zone(principal) or may_rebuild(principal)
    wrong = misfits(it.view for it in found)
    return [_view(it, principal=principal, counted=counted, wrong=wrong[it.view.pk]) for it in found]


def _view(found: ViewState, *, principal: Principal, counted: bool, wrong: Sequence[Violation]) -> dict[str, Any]:
    it = found.view
    return {
        "name": it.name,
        "title": it.title,
        "shipped": it.definition is None,
        "definition": it.definition,
        "misfits": [{"pointer": violation.pointer, "code": violation.code} for violation in wrong],
        "yours": it.owner is not None and it.owner == principal.source_id,
        "createdAt": instant_text(it.created_at),
        "settledTo": _moment(found.settled_to),
        "parked": found.parked if counted else None,
        "live": None if found.live is None else build(found.live, counted=counted),
        "rebuild": None if found.rebuild is None else build(found.rebuild, counted=counted),
    }


def build(found: BuildState, *, counted: bool = True) -> dict[str, Any]:
    """A build: how far it is, and what was found when it was compared.

    `counted`: also how many objects and events there are. They lie in all zones: who chooses the types of a view would
    learn from it what hidden zones hold.
    """
    it, progress = found.build, found.progress
    return {
        "number": it.number,
        "state": it.state,
        "startedAt": instant_text(it.started_at),
        "objectsTotal": progress.objects_total if counted else None,
        "objectsDone": progress.objects_done if counted else None,
        "eventsBehind": progress.events_behind if counted else None,
        "rateMax": it.rate_max,
        "comparison": it.compared if counted else None,
        "endedAt": _moment(it.ended_at),
        "reason": (it.reason or None) if counted else None,
    }


def parked(found: Parked) -> dict[str, Any]:
    """A parked object."""
    return {
        "objectId": str(found.object_id),
        "reason": found.reason,
        "event": None if found.event_id is None else str(found.event_id),
        "since": _moment(found.since),
    }


def page(found: Page) -> dict[str, Any]:
    """Rows, and for which moments they are given."""
    return {
        "rows": [row(it, definition=found.definition, as_at=found.as_at) for it in found.rows.found],
        "geldigOp": instant_text(found.as_of),
        "beschikbaarOp": instant_text(found.as_at),
        "view": found.definition.counts.value,
        "provisional": found.provisional,
        "zones": list(found.zones),
        "parked": list(map(str, found.parked)),
    }


def row(found: Found, *, definition: Definition, as_at: datetime) -> dict[str, Any]:
    """A row as `own_views.description.row_schema` tells of it, as known at a formal moment."""
    segment, known_until = found.row.segment, found.row.known_until
    said = segment.values
    certain = said["certainFrom"]
    return {
        "objectId": str(found.object_id),
        "claim": said["claim"],
        **{field.name: said["fields"].get(field.name) for field in definition.fields},
        "geldigVan": instant_text(segment.since),
        "geldigTot": _moment(segment.until),
        "onzekerTot": None if certain is None else _moment(parse_instant(certain)),
        "bekendVan": instant_text(found.row.known_from),
        "bekendTot": _moment(known_until) if known_until is not None and known_until <= as_at else None,
        "events": list(map(str, segment.supports)),
    }


def preview(found: Preview) -> dict[str, Any]:
    """What a definition gives of some objects, and how well each field is filled."""
    return {
        "rows": [
            {
                "objectId": str(it.object_id),
                "claim": str(it.claim),
                **it.values,
                "geldigVan": instant_text(it.since),
                "events": list(map(str, it.supports)),
            }
            for it in found.rows
        ],
        "fields": [{"name": it.name, "found": it.found, "empty": it.empty} for it in found.fields],
        "objects": found.objects,
        "withoutRows": found.without_rows,
    }


def _moment(found: datetime | None) -> str | None:
    return None if found is None else instant_text(found)
