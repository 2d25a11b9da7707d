"""Everybody as they became known: at each formal moment only what was recorded then is read anew.

By law chains say nothing of one another, so what each came to say is found once, whoever asks for it.
"""

from collections.abc import Iterable, Iterator, Mapping
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
from readmodels.domain.lives import Memory
from readmodels.domain.societies import Society


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says by law from a formal moment on; None: nothing, or nothing any more."""

    claim_id: UUID
    known_at: datetime
    fact: Fact | None


class Chains:
    """What chains came to say, as it was found before. Of one catalogue; the same events say the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._found: dict[tuple[UUID, ...], tuple[Said, ...]] = {}

    def said_by(self, chain: tuple[Event, ...]) -> tuple[Said, ...]:
        """What a chain says, at each formal moment at which that changed."""
        key = tuple(event.id for event in chain)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = tuple(self._read(chain))
        return found

    def _read(self, chain: tuple[Event, ...]) -> Iterator[Said]:
        log, before = Log(chain), None
        for moment in sorted({event.created_at for event in chain}):
            fact = next(iter(effective.facts(log, catalogue=self._catalogue, as_at=moment)), None)
            if (fact and fact.supports) != (before and before.supports):
                before = fact
                yield Said(chain[0].id, moment, fact)


def societies(log: Log, *, chains: Chains, catalogue: Catalogue, memory: Memory) -> Iterator[tuple[datetime, Society]]:
    """Everybody of whom a log tells by law, at each formal moment at which a fact changed.

    Of what is under investigation these societies know nothing.
    """
    changes: dict[datetime, list[Said]] = {}
    for claim in log.claims():
        for said in chains.said_by(log.chain(claim.id)):
            changes.setdefault(said.known_at, []).append(said)
    known = _Known()
    for moment in sorted(changes):
        known.take(changes[moment])
        told = partial(_told, dict(known.of_person))
        yield moment, Society.told_by(told, as_of=LAST_MOMENT, catalogue=catalogue, memory=memory)


def _told(of_person: Mapping[UUID, tuple[Fact, ...]], person_id: UUID) -> tuple[Fact, ...]:
    return of_person.get(person_id, ())


class _Known:
    """The facts of everybody, while they become known."""

    def __init__(self) -> None:
        self.of_person: dict[UUID, tuple[Fact, ...]] = {}
        self._of_claim: dict[UUID, Fact] = {}
        self._claims_on: dict[UUID, dict[UUID, Fact]] = {}

    def take(self, changes: Iterable[Said]) -> None:
        """Let these claims say what they say now, and put the facts of whom they name in order."""
        named: dict[UUID, None] = {}
        for said in changes:
            before = self._of_claim.pop(said.claim_id, None)
            for person_id in () if before is None else before.object_ids:
                self._claims_on[person_id].pop(said.claim_id, None)
                named[person_id] = None
            if said.fact is not None:
                self._of_claim[said.claim_id] = said.fact
                for person_id in said.fact.object_ids:
                    self._claims_on.setdefault(person_id, {})[said.claim_id] = said.fact
                    named[person_id] = None
        for person_id in named:
            self.of_person[person_id] = effective.in_order(self._claims_on[person_id].values())
