"""Rounds of officials who decide at the same moment on what cannot both be true.

Each round prepares one contradiction (two births of one child, two deaths of one person, a correction and its root's
retraction) many times over, lets every official decide at once over a connection of his own, and tells who won.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from events.commands.decisions import validate_claim
from events.commands.recording import Recorded, submit
from events.domain.event import Decision, Event, Kind
from events.domain.permissions import Permission, Principal
from events.domain.refusals import Refusal
from events.domain.wire import parse_submission
from tests.database import Database

ZONE = "burgerlijke-stand"


@dataclass(frozen=True, slots=True)
class Round:
    """What happened in one round: the decisions recorded, the refusals, and anything that should not happen."""

    contradiction: str
    won: tuple[Event, ...]
    refused: tuple[Refusal, ...]
    broken: tuple[BaseException, ...]


def official() -> Principal:
    """A civil servant with every right in the zone."""
    return Principal(source_id=uuid4(), source_type="ambtenaar", name="ambtenaar", zones={ZONE: frozenset(Permission)})


CLERK = official()
_REGISTERS = count(1)


def births_of_one_child(writers: int) -> Sequence[UUID]:
    """As many claims of one child's birth as there are writers: at most one may come to be in force."""
    child, mother = str(uuid4()), str(uuid4())
    return _claims([_birth(child, mother, act=n) for n in range(writers)])


def deaths_of_one_person(writers: int) -> Sequence[UUID]:
    """As many claims of one person's death."""
    person = str(uuid4())
    return _claims([_death(person, act=n) for n in range(writers)])


def corrections_of_one_claim(writers: int) -> Sequence[UUID]:
    """Open replacements and retractions of one accepted claim, by turns: at most one may become its head."""
    person = str(uuid4())
    (claim,) = _claims([_death(person, act=0)])
    validate_claim(claim_id=claim, decision=Decision.ACCEPTED, principal=official())
    corrections = [_replacement(claim, person) if n % 2 else _retraction(claim) for n in range(writers)]
    return [recorded.event.id for recorded in _submit(corrections, kind=Kind.CORRECTION)]


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


def _claims(bodies: Sequence[dict[str, Any]]) -> Sequence[UUID]:
    return [recorded.event.id for recorded in _submit(bodies, kind=Kind.CLAIM)]


def _submit(bodies: Sequence[dict[str, Any]], *, kind: Kind) -> Sequence[Recorded]:
    return submit([parse_submission(body, kind=kind, principal=CLERK) for body in bodies], principal=CLERK)


def _birth(child: str, mother: str, *, act: int) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-20T03:37:00Z",
        "object_ids": [child, mother],
        "event_type": "Geboorte",
        "event_version": "1",
        "event_data": {
            "kind": {"objectId": child},
            "geboortemoeder": {"objectId": mother},
            "geboortedatum": {"type": "Datum", "datum": "2026-11-20"},
            "plaats": {"land": "6030", "gemeente": "9901"},
            "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
            "geslacht": "V",
            "akte": _act(f"1AA{act:04d}"),
        },
    }


def _death(person: str, *, act: int) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-18T20:00:00Z",
        "object_ids": [person],
        "event_type": "Overlijden",
        "event_version": "1",
        "event_data": _death_data(person, act=act),
    }


def _death_data(person: str, *, act: int) -> dict[str, Any]:
    return {
        "persoon": {"objectId": person},
        "overlijdensdatum": {"type": "Datum", "datum": "2026-11-18"},
        "plaats": {"land": "6030", "gemeente": "9901"},
        "soort": "akte",
        "akte": _act(f"2AA{act:04d}"),
    }


def _replacement(claim: UUID, person: str) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-18T21:00:00Z",
        "object_ids": [person],
        "event_reference": [str(claim)],
        "event_data": {
            "operation": "replace",
            "reason": "Een uur later.",
            "ground": "misslag",
            "data": _death_data(person, act=0),
        },
    }


def _retraction(claim: UUID) -> dict[str, Any]:
    return {
        "event_reference": [str(claim)],
        "event_data": {"operation": "retract", "reason": "De verkeerde persoon.", "ground": "misslag"},
    }


def _act(number: str) -> dict[str, Any]:
    """An act number that no other round uses: what is raced for is the occurrence, not the number."""
    return {"aktenummer": number, "registergemeente": f"{next(_REGISTERS) % 10000:04d}", "jaar": 2026}
