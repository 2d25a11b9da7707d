"""Rounds of officials who decide at the same moment on what cannot both be true.

Each round prepares one contradiction (two births of one child, two deaths of one person, a correction and its root's
retraction, two marriages of one person, a death and a later marriage) many times over, lets every official decide at
once over a connection of his own, and tells who won.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import connections

from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from events.domain.refusals import Refusal
from tests.registry import birth, death, known_person, marriage, official, record, replacement, retraction


@dataclass(frozen=True, slots=True)
class Round:
    """What happened in one round: the decisions recorded, the refusals, and anything that should not happen."""

    contradiction: str
    won: tuple[Event, ...]
    refused: tuple[Refusal, ...]
    broken: tuple[BaseException, ...]


def births_of_one_child(writers: int) -> Sequence[UUID]:
    """As many claims of one child's birth as there are writers: at most one may come to be in force."""
    child, mother = uuid4(), known_person()
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


def marriages_of_one_person(writers: int) -> Sequence[UUID]:
    """One person marries as many others on one day."""
    person = uuid4()
    return _recorded(marriage(person, uuid4(), act=n) for n in range(writers))


def a_death_and_later_marriages(writers: int) -> Sequence[UUID]:
    """One person is said to have died, and to have married others two days later."""
    person = uuid4()
    said = (death(person, act=n) if n % 2 else marriage(person, uuid4(), act=n) for n in range(writers))
    return _recorded(said)


CONTRADICTIONS: tuple[Callable[[int], Sequence[UUID]], ...] = (
    births_of_one_child,
    deaths_of_one_person,
    corrections_of_one_claim,
    marriages_of_one_person,
    a_death_and_later_marriages,
)


class Desks:
    """As many officials as there are desks, each with a thread and a database connection of his own that stay."""

    def __init__(self, desks: int) -> None:
        self.desks = desks
        self._pool = ThreadPoolExecutor(desks)
        self._barrier = Barrier(desks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._at_once([connections.close_all] * self.desks)
        self._pool.shutdown()

    def run_round(self, number: int) -> Round:
        """Prepare one contradiction and let every official accept his own event of it at the same moment."""
        prepare = CONTRADICTIONS[number % len(CONTRADICTIONS)]
        outcomes = self._at_once([partial(_accept, event_id) for event_id in prepare(self.desks)])
        return _round(prepare.__name__, outcomes)

    def _at_once(self, actions: Sequence[Callable[[], Any]]) -> list[Any]:
        """Run one action at every desk; no desk takes two, as each waits for all the others to have one."""

        def run(action: Callable[[], Any]) -> Any:
            self._barrier.wait()
            try:
                return action()
            except Exception as error:  # noqa: BLE001 - the test looks at what came out
                return error

        return list(self._pool.map(run, actions))


def _round(contradiction: str, outcomes: Sequence[Any]) -> Round:
    return Round(
        contradiction=contradiction,
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
