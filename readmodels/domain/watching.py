"""What a pure function says of a society over the whole material life, asked only where it can say something else.

An answer rests on what was read for it: members of persons, and how the moment compares with others. As long as each of
these stays the same, so does the answer: at later moments, and in another society too (as known at another formal
moment, or with other relatives) where the same is read.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from events.domain.moments import LAST_MOMENT, UNKNOWN_MOMENT
from readmodels.domain.lives import Life, Memory
from readmodels.domain.societies import Society
from readmodels.domain.watched import Read, ask_once

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Timeline(Generic[Answer]):
    """What was answered, each from a moment on: the first from the beginning of time, the last for ever."""

    answers: tuple[tuple[datetime, Answer], ...]
    lives: Mapping[UUID, Life]
    """Of whom something was read for it."""

    def at(self, moment: datetime) -> Answer:
        """What holds at a material moment."""
        return next(answer for since, answer in reversed(self.answers) if since <= moment)

    def is_of(self, society: Society) -> bool:
        """Whether it is that of another society too: of whom something was read, the same is told there."""
        return all(society.life(person_id) is life for person_id, life in self.lives.items())

    def moments(self) -> Iterable[datetime]:
        """From when on each answer holds."""
        return (since for since, _ in self.answers)


@dataclass(frozen=True, slots=True)
class _Answered(Generic[Answer]):
    """An answer with what was read for it, and the time in which whatever was asked of time itself is the same."""

    answer: Answer
    since: datetime
    until: datetime
    reads: tuple[Read, ...]

    def holds(self, society: Society, moment: datetime) -> bool:
        """Whether all that was read is the same in a society at a material moment."""
        return self.since <= moment < self.until and all(
            read.is_said_by(society.life(read.person_id).at(read.moment or moment)) for read in self.reads
        )

    def holds_until(self, society: Society, moment: datetime) -> datetime:
        """The first moment after this one, at which it holds, at which something that was read is otherwise."""
        until = self.until
        for read in self.reads:
            if read.moment is None:
                life = society.life(read.person_id)
                later = (it for it in life.moments_after(moment) if it >= until or not read.is_said_by(life.at(it)))
                until = min(until, next(later, until))
        return until


class Watching:
    """Answers that were found before, to be found again where they hold. Of societies with this `memory` only."""

    def __init__(self) -> None:
        self.memory = Memory()
        self._answered: dict[Hashable, list[_Answered[Any]]] = {}
        self._timelines: dict[Hashable, list[Timeline[Any]]] = {}

    def over_life(self, question: Hashable, ask: Callable[[Society], Answer], *, society: Society) -> Timeline[Answer]:
        """What `ask`, a pure function that the question names, says of a society with this memory at every moment."""
        before = self._timelines.setdefault(question, [])
        found = next((it for it in reversed(before) if it.is_of(society)), None)
        if found is None:
            found = self._asked(question, ask, society=society)
            before.append(found)
        return cast("Timeline[Answer]", found)

    def _asked(self, question: Hashable, ask: Callable[[Society], Answer], *, society: Society) -> Timeline[Answer]:
        answers: list[tuple[datetime, Answer]] = []
        persons: dict[UUID, None] = {}
        moment = UNKNOWN_MOMENT
        while moment < LAST_MOMENT:
            answered = self._answer(question, ask, society=society, moment=moment)
            persons.update((read.person_id, None) for read in answered.reads)
            if not answers or answers[-1][1] != answered.answer:
                answers.append((moment, answered.answer))
            moment = answered.holds_until(society, moment)
        return Timeline(tuple(answers), {person_id: society.life(person_id) for person_id in persons})

    def _answer(
        self, question: Hashable, ask: Callable[[Society], Answer], *, society: Society, moment: datetime
    ) -> _Answered[Answer]:
        before = self._answered.setdefault(question, [])
        found = next((it for it in reversed(before) if it.holds(society, moment)), None)
        if found is None:
            found = _asked_once(ask, society=society, moment=moment)
            before.append(found)
        return cast("_Answered[Answer]", found)


def _asked_once(ask: Callable[[Society], Answer], *, society: Society, moment: datetime) -> _Answered[Answer]:
    answer, notes = ask_once(ask, society=society, moment=moment)
    turns = notes.turns()
    return _Answered(
        answer=answer,
        since=max((it for it in turns if it <= moment), default=UNKNOWN_MOMENT),
        until=min((it for it in turns if it > moment), default=LAST_MOMENT),
        reads=tuple(notes.reads()),
    )
