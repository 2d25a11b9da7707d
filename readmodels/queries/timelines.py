"""The timeline of an object for whoever asks: the stored one where he may see all of it, else one of what he may."""

from datetime import date
from uuid import UUID

from events.catalogue import catalogue
from events.domain.readings import View
from readmodels.domain.timelines import Rectangle, as_known_at, timeline
from readmodels.projectors.timelines import kept
from readmodels.queries.known import Known


def timeline_of(
    object_id: UUID, *, known: Known, view: View = View.LEGAL, rules_at: date | None = None
) -> tuple[Rectangle, ...]:
    """Every rectangle of the object as known at `known.as_at`."""
    usual = view is View.LEGAL and rules_at is None and known.whole
    if usual and known.horizon is not None and not known.provisional:
        stored = kept(object_id, log=known.log, horizon=known.horizon, catalogue=catalogue())
        return as_known_at(stored, known.as_at)
    log = known.log.as_known_at(known.as_at)
    return timeline(log, object_id=object_id, catalogue=catalogue(), view=view, rules_at=rules_at)
