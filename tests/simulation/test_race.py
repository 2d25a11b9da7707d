"""The race of the original ("this seems like a possible location for race conditions"), closed and shown closed.

Sixteen officials, each over his own connection, accept at one moment what cannot both be true. Exactly one wins.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from events.domain.refusals import AlreadyDecided, ChainMoved, ChecksFailed, NothingToRetract, SameOccurrence
from tests.database import Database
from tests.registry import furnish
from tests.simulation.races import Desks, Round

WRITERS = 16
ROUNDS = 1_000
ROUNDS_IN_A_HURRY = 10
RUNS_WITHOUT_GUARD = 20
LOST_FAIRLY = (SameOccurrence, AlreadyDecided, ChainMoved, NothingToRetract, ChecksFailed)
LOCKS = Path("events/sql/lock_boundary.sql")


@pytest.fixture
def registry(database: Database) -> Database:
    """A zone of the civil registry, and the shipped event types."""
    furnish()
    return database


@pytest.fixture
def unguarded(registry: Database) -> Iterator[Database]:
    """The same registry with the boundary's locks and its unique guard taken away; put back afterwards."""
    with registry.connect("owner") as owner:
        owner.execute("ALTER TABLE event_object DROP CONSTRAINT event_object_pkey")
        owner.execute(
            "CREATE OR REPLACE FUNCTION lock_boundary(written uuid[], read uuid[]) RETURNS void LANGUAGE sql "
            "SET search_path = pg_catalog, public, pg_temp AS 'SELECT pg_current_xact_id()'"
        )
    yield registry
    with registry.connect("owner") as owner:
        owner.execute("ALTER TABLE event_object DISABLE TRIGGER ALL")
        owner.execute("TRUNCATE event_object")
        owner.execute("ALTER TABLE event_object ENABLE TRIGGER ALL")
        owner.execute(
            "ALTER TABLE event_object "
            "ADD CONSTRAINT event_object_pkey PRIMARY KEY (object_id, oseq) INCLUDE (pos, role)"
        )
        owner.execute(LOCKS.read_text())


def assert_one_winner(outcome: Round) -> None:
    assert not outcome.broken, f"{outcome.contradiction}: {outcome.broken[0]!r}"
    assert len(outcome.won) == 1, f"{outcome.contradiction}: {len(outcome.won)} winners"
    assert len(outcome.refused) == WRITERS - 1
    unfair = [refusal for refusal in outcome.refused if not isinstance(refusal, LOST_FAIRLY)]
    assert not unfair, f"{outcome.contradiction}: lost by {unfair[0]!r}"


def test_of_sixteen_contradicting_decisions_exactly_one_is_recorded(registry: Database) -> None:
    with Desks(WRITERS) as desks:
        for number in range(ROUNDS_IN_A_HURRY):
            assert_one_winner(desks.run_round(number))


@pytest.mark.verify
def test_a_thousand_times_exactly_one_is_recorded(registry: Database) -> None:
    with Desks(WRITERS) as desks:
        for number in range(ROUNDS):
            assert_one_winner(desks.run_round(number))


def test_without_the_guard_two_win_so_this_test_can_fail(unguarded: Database) -> None:
    with Desks(WRITERS) as desks:
        winners = [len(desks.run_round(number).won) for number in range(RUNS_WITHOUT_GUARD)]
    assert max(winners) > 1, f"winners per round: {winners}"
