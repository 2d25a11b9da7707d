"""Time travel: the state of an object, its timeline, why something is so, and what changed in what was known.

Every reading is written to the log of processing in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from events import processing
from events.catalogue import catalogue
from events.domain.event import Event
from events.domain.permissions import Principal
from events.domain.readings import View
from events.domain.refusals import FactNotFound
from readmodels.domain.attributes import Attribute
from readmodels.domain.differences import Change, Comparison, at_moment
from readmodels.domain.holdings import Holding, Reference, holdings
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.lives import Memory
from readmodels.domain.person import Issue
from readmodels.domain.pictures import Picture
from readmodels.domain.states import Question, State, state
from readmodels.domain.timelines import Rectangle
from readmodels.queries.known import Known, known_about
from readmodels.queries.timelines import timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of an object; without `as_at`: as known at the newest moment that is settled."""

    as_of: datetime
    as_at: datetime | None = None
    view: View = View.LEGAL
    rules_at: date | None = None

    def question(self, known: Known) -> Question:
        """The question, at the formal moment for which the answer is given."""
        return Question(as_of=self.as_of, as_at=known.as_at, view=self.view, rules_at=self.rules_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """For which moments an answer is given, and over which zones."""

    known: Known
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAnswer(Answer):
    """A state."""

    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineAnswer(Answer):
    """Rectangles."""

    rectangles: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Answer):
    """Why a value is so: what it is, the events it rests on, and what was known of it when."""

    holding: Holding
    events: tuple[Event, ...]
    history: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceAnswer(Answer):
    """What changed between two formal moments, with the events because of which."""

    between: datetime
    changes: tuple[Change, ...]
    events: tuple[Event, ...]


@transaction.atomic
def state_of(object_id: UUID, *, asked: Asked, principal: Principal) -> StateAnswer:
    """The state of one object. Raises `ObjectNotFound`."""
    known = known_about(object_id, principal=principal, as_at=asked.as_at, view=asked.view)
    found = state(known.log, object_id=object_id, asked=asked.question(known), catalogue=catalogue())
    _write_down("Toestand geraadpleegd", object_id, rests_on=_supports(found), known=known, principal=principal)
    return StateAnswer(known=known, asked=asked, state=found)


@transaction.atomic
def timeline_of_object(object_id: UUID, *, asked: Asked, principal: Principal) -> TimelineAnswer:
    """Every rectangle of one object that is known at `asked.as_at`. Raises `ObjectNotFound`."""
    known = known_about(object_id, principal=principal, as_at=asked.as_at, view=asked.view, whole_life=True)
    found = timeline_of(object_id, known=known, view=asked.view, rules_at=asked.rules_at)
    rests_on = (it for rectangle in found for it in rectangle.segment.holding.supports)
    _write_down("Tijdlijn geraadpleegd", object_id, rests_on=rests_on, known=known, principal=principal)
    return TimelineAnswer(known=known, asked=asked, rectangles=found)


def explanation_of(object_id: UUID, fact: str | Reference, *, asked: Asked, principal: Principal) -> Explanation:
    """Why a value is so at these moments. Raises `ObjectNotFound`, and `FactNotFound` for a name that is not held."""
    found = _explanation_or_refusal(object_id, fact, asked=asked, principal=principal)
    if isinstance(found, FactNotFound):
        raise found  # outside the transaction, which keeps the line that it was read
    return found


@transaction.atomic
def _explanation_or_refusal(
    object_id: UUID, fact: str | Reference, *, asked: Asked, principal: Principal
) -> Explanation | FactNotFound:
    known = known_about(object_id, principal=principal, as_at=asked.as_at, view=asked.view, whole_life=True)
    question = asked.question(known)
    found = state(known.log, object_id=object_id, asked=question, catalogue=catalogue())
    held = {holding.name: holding for holding in holdings(found)}
    name = next((it for it in held if (fact.means(it) if isinstance(fact, Reference) else fact == it)), None)
    if name is None:
        # The refusal names what does hold: that was read, and is written down too.
        told = (it for holding in held.values() for it in holding.supports)
        _write_down("Uitleg geraadpleegd", object_id, rests_on=told, known=known, principal=principal)
        return FactNotFound(fact=fact.digest if isinstance(fact, Reference) else fact, facts=tuple(held))
    history = tuple(
        rectangle
        for rectangle in timeline_of(object_id, known=known, view=asked.view, rules_at=asked.rules_at)
        if rectangle.segment.holding.name == name and rectangle.holds_at(asked.as_of)
    )
    rests_on = (*held[name].supports, *(it for rectangle in history for it in rectangle.segment.holding.supports))
    _write_down("Uitleg geraadpleegd", object_id, rests_on=rests_on, known=known, principal=principal)
    return Explanation(
        known=known,
        asked=asked,
        holding=held[name],
        events=_events(held[name].supports, known=known),
        history=history,
    )


@transaction.atomic
def difference_of(
    object_id: UUID, *, between: datetime, asked: Asked, only_at: datetime | None, principal: Principal
) -> DifferenceAnswer:
    """What changed in what was known from `between` to `asked.as_at`, over all material time or at one moment.

    Raises `ObjectNotFound`.
    """
    known = known_about(object_id, principal=principal, as_at=asked.as_at, view=asked.view)
    question = asked.question(known)
    earlier = Question(as_of=asked.as_of, as_at=between, view=asked.view, rules_at=asked.rules_at)
    memory, types = Memory(), catalogue()
    one, other = (Picture(known.log, asked=it, catalogue=types, memory=memory) for it in (earlier, question))
    found = Comparison(one, other).of(object_id)
    changes = found if only_at is None else at_moment(found, only_at)
    because = dict.fromkeys(event for change in changes for event in change.because)
    held = (holding for change in changes for holding in (change.before, change.after) if holding is not None)
    rests_on = (*because, *(support for holding in held for support in holding.supports))
    _write_down("Verschil geraadpleegd", object_id, rests_on=rests_on, known=known, principal=principal)
    return DifferenceAnswer(
        known=known, asked=asked, between=between, changes=changes, events=_events(because, known=known)
    )


def _events(ids: Iterable[UUID], *, known: Known) -> tuple[Event, ...]:
    found = (known.log.get(event_id) for event_id in ids)
    return tuple(event for event in found if event is not None)


def _supports(found: State) -> Iterable[UUID]:
    values: tuple[Attribute | Consequence | Issue, ...] = (*found.attributes, *found.consequences, *found.issues)
    return (support for value in values for support in value.supports)


def _write_down(action: str, object_id: UUID, *, rests_on: Iterable[UUID], known: Known, principal: Principal) -> None:
    """A line for whom was asked for, and for everybody whose events the answer rests on, relatives included."""
    subjects = {object_id, *(it for event in _events(rests_on, known=known) for it in event.object_ids)}
    processing.record(action, principal=principal, subjects=subjects, activity=processing.Activity.READ)
