"""A person as an official looks at him: what holds at two moments, the picture of one value, the family, his events.

Every reading is written to the log of processing in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.catalogue import catalogue
from events.domain import facts as effective
from events.domain.event import Event
from events.domain.permissions import Principal
from readmodels.domain.attributes import Attribute
from readmodels.domain.family import Family, Relative, family_of
from readmodels.domain.holdings import Reference
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.person import Issue
from readmodels.domain.societies import Society
from readmodels.domain.states import State, state
from readmodels.domain.timelines import Rectangle
from readmodels.queries.known import Known, known_about
from readmodels.queries.objects import Answer, Asked
from readmodels.queries.timelines import timeline_of

SHOWN_FIRST: Final = ("verblijfplaats", "rechtsgevolg/woonadres", "naam")
"""The value of which the picture is shown when none is chosen: the first of these that was ever known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet(Answer):
    """What is known of a person.

    `values` are the names of all that ever held, as known now; `rectangles` those of the one that is `chosen` (nothing
    when nothing ever held), up to the formal moment `pictured_to`. `events` are all about him, the newest first.
    """

    person_id: UUID
    state: State
    family: Family
    values: tuple[str, ...]
    chosen: str
    rectangles: tuple[Rectangle, ...]
    pictured_to: datetime
    events: tuple[Event, ...]


@transaction.atomic
def sheet_of(person_id: UUID, *, asked: Asked, principal: Principal, chosen: Reference | None = None) -> PersonSheet:
    """The sheet of one person. Raises `ObjectNotFound`, and `RequestTooLarge` for more relatives than may be read.

    The state and the family are those of the two moments; the picture is of all that was ever known.
    """
    known = known_about(person_id, principal=principal, as_at=asked.as_at, view=asked.view, whole_life=True)
    question, types = asked.question(known), catalogue()
    facts = effective.facts(known.log, catalogue=types, as_at=known.as_at, view=asked.view)
    everything = _as_known_newest(known)
    timeline = timeline_of(person_id, known=everything, view=asked.view, rules_at=asked.rules_at)
    values = tuple(dict.fromkeys(it.segment.holding.name for it in timeline))
    name = _chosen(values, chosen)
    sheet = PersonSheet(
        known=known,
        asked=asked,
        person_id=person_id,
        state=state(known.log, object_id=person_id, asked=question, catalogue=types),
        family=family_of(person_id, Society(facts, as_of=asked.as_of, catalogue=types)),
        values=values,
        chosen=name,
        rectangles=tuple(it for it in timeline if it.segment.holding.name == name),
        pictured_to=everything.as_at,
        events=tuple(sorted((it for it in known.log if person_id in it.object_ids), key=_newest_first)),
    )
    processing.record(
        "Persoon bekeken", principal=principal, subjects=_told_of(sheet), activity=processing.Activity.READ
    )
    return sheet


def _as_known_newest(known: Known) -> Known:
    """The same at the newest formal moment that is settled, or at the one that is asked for beyond it."""
    return known if known.horizon is None else replace(known, as_at=max(known.as_at, known.horizon))


def _chosen(values: Iterable[str], chosen: Reference | None) -> str:
    names = list(values)
    meant = [name for name in names if chosen is not None and chosen.means(name)]
    first = [name for name in SHOWN_FIRST if name in names]
    return next(iter([*meant, *first, *names]), "")


def _newest_first(event: Event) -> tuple[float, int]:
    return -event.created_at.timestamp(), -event.order


def _told_of(sheet: PersonSheet) -> set[UUID]:
    """He himself, everybody who is named, and everybody whose events the answer rests on."""
    found = sheet.state
    values: tuple[Attribute | Consequence | Issue | Relative, ...]
    values = (*found.attributes, *found.consequences, *found.issues, *sheet.family.relatives)
    supports = {it for value in values for it in value.supports}
    supports |= {it for rectangle in sheet.rectangles for it in rectangle.segment.holding.supports}
    events = (sheet.known.log.get(it) for it in supports)
    about = {object_id for event in events if event is not None for object_id in event.object_ids}
    return {sheet.person_id, *about, *(it.id for it in sheet.family.relatives if it.id is not None)}
