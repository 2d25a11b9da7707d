"""Everybody as they became known: at each formal moment only what was recorded then is read anew.

By law chains say nothing of one another, so what each came to say can be found once, whoever asks for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from events.domain import facts as effective
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.lives import Life, Memory
from readmodels.domain.societies import Society


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says by law from a formal moment on; None: nothing, or nothing any more."""

    claim_id: UUID
    known_at: datetime
    fact: Fact | None


def said_by(chain: Sequence[Event], *, catalogue: Catalogue) -> Iterator[Said]:
    """What a chain says, at each formal moment at which that changed."""
    log, before = Log(chain), None
    for moment in sorted({event.created_at for event in chain}):
        fact = next(iter(effective.facts(log, catalogue=catalogue, as_at=moment)), None)
        if (fact and fact.supports) != (before and before.supports):
            before = fact
            yield Said(chain[0].id, moment, fact)


def societies(said: Iterable[Said], *, catalogue: Catalogue, memory: Memory) -> Iterator[tuple[datetime, Society]]:
    """Everybody of whom these tell, at each formal moment at which one came to say something else.

    Of what is under investigation these societies know nothing.
    """
    changes: dict[datetime, list[Said]] = {}
    for it in said:
        changes.setdefault(it.known_at, []).append(it)
    known, lives = _Known(), dict[UUID, Life]()
    for moment in sorted(changes):
        otherwise = known.take(changes[moment])
        lives = {person_id: life for person_id, life in lives.items() if person_id not in otherwise}
        told = partial(_told, dict(known.of_person))
        yield moment, Society.told_by(told, as_of=LAST_MOMENT, catalogue=catalogue, memory=memory, lives=lives)


def _told(of_person: Mapping[UUID, tuple[Fact, ...]], person_id: UUID) -> tuple[Fact, ...]:
    return of_person.get(person_id, ())


class _Known:
    """The facts of everybody, while they become known."""

    def __init__(self) -> None:
        self.of_person: dict[UUID, tuple[Fact, ...]] = {}
        self._of_claim: dict[UUID, Fact] = {}
        self._claims_on: dict[UUID, dict[UUID, Fact]] = {}

    def take(self, changes: Iterable[Said]) -> set[UUID]:
        """Let these claims say what they say now, and put the facts of whom they name in order; who that are."""
        named: set[UUID] = set()
        for said in changes:
            before = self._of_claim.pop(said.claim_id, None)
            for person_id in () if before is None else before.object_ids:
                self._claims_on[person_id].pop(said.claim_id, None)
                named.add(person_id)
            if said.fact is not None:
                self._of_claim[said.claim_id] = said.fact
                for person_id in said.fact.object_ids:
                    self._claims_on.setdefault(person_id, {})[said.claim_id] = said.fact
                    named.add(person_id)
        for person_id in named:
            self.of_person[person_id] = effective.in_order(self._claims_on[person_id].values())
        return named
