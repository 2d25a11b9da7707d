"""Rounds of officials who decide at the same moment on what cannot both be true.

Each round prepares one contradiction (two births of one child, two deaths of one person, a correction and its root's
retraction) many times over, lets every official decide at once over a connection of his own, and tells who won.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from events.domain.refusals import Refusal
from tests.database import Database
from tests.registry import birth, death, official, record, replacement, retraction


@dataclass(frozen=True, slots=True)
class Round:
    """What happened in one round: the decisions recorded, the refusals, and anything that should not happen."""

    contradiction: str
    won: tuple[Event, ...]
    refused: tuple[Refusal, ...]
    broken: tuple[BaseException, ...]


def births_of_one_child(writers: int) -> Sequence[UUID]:
    """As many claims of one child's birth as there are writers: at most one may come to be in force."""
    child, mother = uuid4(), uuid4()
    return _recorded(birth(child, mother, act=n) for n in range(writers))


def deaths_of_one_person(writers: int) -> Sequence[UUID]:
    """As many claims of one person's death."""
    person = uuid4()
    return _recorded(death(person, act=n) for n in range(writers))


def corrections_of_one_claim(writers: int) -> Sequence[UUID]:
    """Open replacements and retractions of one accepted claim, by turns: at most one may become its head."""
    person = uuid4()
    (claim,) = _recorded([death(person)])
    validate_claim(claim_id=claim, decision=Decision.ACCEPTED, principal=official())
    return _recorded(replacement(claim, person) if n % 2 else retraction(claim) for n in range(writers))


CONTRADICTIONS: tuple[Callable[[int], Sequence[UUID]], ...] = (
    births_of_one_child,
    deaths_of_one_person,
    corrections_of_one_claim,
)


def run_round(number: int, *, writers: int, database: Database) -> Round:
    """Prepare one contradiction and let every official accept his own event of it at the same moment."""
    prepare = CONTRADICTIONS[number % len(CONTRADICTIONS)]
    outcomes = database.concurrently(*[partial(_accept, event_id) for event_id in prepare(writers)])
    return Round(
        contradiction=prepare.__name__,
        won=tuple(outcome for outcome in outcomes if isinstance(outcome, Event)),
        refused=tuple(outcome for outcome in outcomes if isinstance(outcome, Refusal)),
        broken=tuple(o for o in outcomes if isinstance(o, BaseException) and not isinstance(o, Refusal)),
    )


def _accept(event_id: UUID) -> Event:
    return validate_claim(
        claim_id=event_id, decision=Decision.ACCEPTED, principal=official(), motivation="Wedloop om dezelfde plaats."
    )


def _recorded(bodies: Iterable[Mapping[str, Any]]) -> Sequence[UUID]:
    return [recorded.event.id for recorded in record(*bodies, by=official())]
