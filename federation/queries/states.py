"""A person's state built from every F6 that holds events about him: ours, and those of others under contract.

Each organisation counts for the event types that it is responsible for. Every reading is written to the log of
processing: who was asked about whom before it is asked, and what was told when it is told.
"""

from collections import Counter
from dataclasses import dataclass
from math import isqrt
from typing import Final
from uuid import UUID

from events.catalogue import catalogue
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import FactNotFound, RequestTooLarge
from federation.queries import sources
from federation.queries.answering import FederatedAnswer, answer_about, write_down
from federation.queries.sources import Others
from readmodels.domain.attributes import Attribute
from readmodels.domain.holdings import Holding, holdings
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.person import Issue
from readmodels.domain.states import State, state
from readmodels.domain.timelines import Rectangle
from readmodels.queries.objects import Asked
from readmodels.queries.timelines import timeline_of

MOMENTS_MAX: Final = 500
"""Moments at which something became known, in one timeline: each is a picture of its own."""
WORK_MAX: Final = 10_000_000
"""What making one timeline may take (`_work`): about ten seconds. What others send decides it, and nothing ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedState:
    """A state, and what it rests on."""

    answer: FederatedAnswer
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedTimeline:
    """The rectangles of a life, and what they rest on."""

    answer: FederatedAnswer
    rectangles: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedExplanation:
    """Why a value is so: the events of several organisations, and what was known of it when."""

    answer: FederatedAnswer
    holding: Holding
    history: tuple[Rectangle, ...]


def federated_state_of(
    object_id: UUID, *, asked: Asked, principal: Principal, others: Others | None = None
) -> FederatedState:
    """The state of an object out of all that is told of it, at any two moments.

    Without a formal moment: the lowest horizon of who answered, or ours when that lags behind (`answering.LAG_MAX`);
    or his own last write about it when that lies beyond. Raises `ConsultingForbidden`, and `ObjectNotFound` when
    everybody answered and nobody tells of it.
    """
    answer = answer_about(object_id, asked=asked, principal=principal, others=others or sources.others())
    found = _state(answer, object_id)
    values: tuple[Attribute | Consequence | Issue, ...] = (*found.attributes, *found.consequences, *found.issues)
    rests_on = (it for value in values for it in value.supports)
    write_down("Federatieve toestand geraadpleegd", object_id, rests_on, answer=answer, principal=principal)
    return FederatedState(answer=answer, state=found)


def federated_timeline_of(
    object_id: UUID, *, asked: Asked, principal: Principal, others: Others | None = None
) -> FederatedTimeline:
    """Every rectangle of an object out of all that is told of it. Raises as `federated_state_of` does.

    And `RequestTooLarge` beyond MOMENTS_MAX moments at which something became known, or WORK_MAX.
    """
    answer = answer_about(object_id, asked=asked, principal=principal, others=others or sources.others())
    found = _timeline(answer, object_id)
    rests_on = (it for rectangle in found for it in rectangle.segment.holding.supports)
    write_down("Federatieve tijdlijn geraadpleegd", object_id, rests_on, answer=answer, principal=principal)
    return FederatedTimeline(answer=answer, rectangles=found)


def federated_explanation_of(
    object_id: UUID, fact: str, *, asked: Asked, principal: Principal, others: Others | None = None
) -> FederatedExplanation:
    """Why a value is so at these moments. Raises as `federated_timeline_of` does, and `FactNotFound`."""
    answer = answer_about(object_id, asked=asked, principal=principal, others=others or sources.others())
    held = {holding.name: holding for holding in holdings(_state(answer, object_id))}
    if fact not in held:
        # The refusal names what does hold: that was read, and is written down too.
        rests_on = tuple(it for holding in held.values() for it in holding.supports)
        write_down("Federatieve uitleg geraadpleegd", object_id, rests_on, answer=answer, principal=principal)
        raise FactNotFound(fact=fact, facts=tuple(held))
    history = tuple(
        rectangle
        for rectangle in _timeline(answer, object_id)
        if rectangle.segment.holding.name == fact and rectangle.holds_at(asked.as_of)
    )
    rests_on = (*held[fact].supports, *(it for rectangle in history for it in rectangle.segment.holding.supports))
    write_down("Federatieve uitleg geraadpleegd", object_id, rests_on, answer=answer, principal=principal)
    return FederatedExplanation(answer=answer, holding=held[fact], history=history)


def _state(answer: FederatedAnswer, object_id: UUID) -> State:
    question = answer.asked.question(answer.known)
    return state(answer.known.log, object_id=object_id, asked=question, catalogue=catalogue())


def _timeline(answer: FederatedAnswer, object_id: UUID) -> tuple[Rectangle, ...]:
    asked, known = answer.asked, answer.known
    moments = {event.created_at for event in known.log.as_known_at(known.as_at)}
    if len(moments) > MOMENTS_MAX:
        raise RequestTooLarge(limit=MOMENTS_MAX, unit="formal moments")
    if _work(known.log, object_id, moments=len(moments)) > WORK_MAX:
        raise RequestTooLarge(limit=isqrt(WORK_MAX // (10 * len(moments))), unit="claims about one person")
    return timeline_of(object_id, known=known, view=asked.view, rules_at=asked.rules_at)


def _work(log: Log, object_id: UUID, *, moments: int) -> int:
    """Steps of about a microsecond, as measured, that a timeline takes.

    At each moment it has a picture, which grows with the square of the claims about one person; ten times as much for
    the person that it is of.
    """
    claims = Counter(it for event in log.claims() for it in event.object_ids)
    return moments * (9 * claims[object_id] ** 2 + sum(count**2 for count in claims.values()))
