"""None lost, none of one object misordered, whatever writers do; and the same test can fail.

The storm's followers: one behind the sequencer, one that does what most event stores do (`pos > last`).
"""

import dataclasses
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from events import sequencer, store
from events.sql import script
from tests.database import Database
from tests.integration.store.records import append_claim, make_zone
from tests.simulation.storm import Diary, Weather, rage

SHOWER = Weather(writers=14, commits=616)
HURRICANE = Weather(writers=16, commits=12_000, hanging=0.001, hanging_seconds=3.0)
ATTEMPTS_MAX = 20


@pytest.fixture(autouse=True)
def zone(database: Database) -> None:
    make_zone()


def numbers(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def count(statement: str) -> int:
    return numbers(f"SELECT count(*) FROM ({statement}) AS found")[0][0]


OUT_OF_ORDER = (
    "SELECT FROM (SELECT o.oseq, lag(o.oseq) OVER each AS before, e.created_at,"
    " lag(e.created_at) OVER each AS before_at"
    " FROM event_log AS l JOIN event_object AS o USING (pos) JOIN event AS e USING (pos)"
    " WINDOW each AS (PARTITION BY o.object_id ORDER BY l.seq)) AS delivered"
    " WHERE oseq <> coalesce(before, 0) + 1 OR created_at <= before_at"
)
GAPS = (
    "SELECT FROM (SELECT seq, zone_position, row_number() OVER (ORDER BY seq) AS place,"
    " row_number() OVER (PARTITION BY zone_id ORDER BY seq) AS zone_place FROM event_log) AS numbered"
    " WHERE seq <> place OR zone_position <> zone_place"
)
UNSEALED = "SELECT FROM event AS e WHERE NOT EXISTS (SELECT FROM event_log AS l WHERE l.pos = e.pos)"


def assert_nothing_lost_or_misordered(diary: Diary, weather: Weather) -> None:
    expected = weather.commits // weather.writers * weather.writers
    assert len(diary.committed) == len(diary.sealed) == len(set(diary.sealed)) == expected
    assert diary.lost_by(diary.sealed) == set()
    assert count(OUT_OF_ORDER) == count(GAPS) == count(UNSEALED) == 0
    assert_what_was_known_stays_known(diary)


def assert_what_was_known_stays_known(diary: Diary) -> None:
    assert len(diary.known) > 5
    with connection.cursor() as cursor:
        for horizon, known in set(diary.known):
            cursor.execute("SELECT count(*) FROM event WHERE created_at <= %s", [horizon])
            assert cursor.fetchone() == (known,), f"an answer at or before {horizon} changed"


def test_a_shower_of_writers_loses_and_misorders_nothing() -> None:
    diary = rage(SHOWER)
    assert_nothing_lost_or_misordered(diary, SHOWER)


@pytest.mark.verify
def test_a_hurricane_of_writers_loses_and_misorders_nothing_where_a_naive_follower_does() -> None:
    diary = rage(HURRICANE)
    assert_nothing_lost_or_misordered(diary, HURRICANE)
    assert diary.lost_by(diary.naive)


def test_a_follower_of_positions_loses_events() -> None:
    for seed in range(ATTEMPTS_MAX):
        diary = rage(dataclasses.replace(SHOWER, commits=280, seed=seed))
        if diary.lost_by(diary.naive):
            return
    pytest.fail("a naive follower lost nothing: this test does not show what it should")


# -- with the fence broken, the same test fails ------------------------------------------------------------------------

SLUGGISH = Weather(writers=14, commits=280, late=1.0, late_seconds=(0.05, 0.15), rolled_back=0, hanging=0)
SLOW_TICK = ("    SELECT CASE WHEN s.is_called", "    PERFORM pg_sleep(0.03);\n    SELECT CASE WHEN s.is_called")
"""Writers that take their time and a tick that does too: what can go wrong in between goes wrong soon."""
FAULTS = {
    "the end of the snapshot instead of an own transaction id": (
        "mine, pg_current_xact_id(), pos_now,",
        "mine, pg_snapshot_xmax(pg_current_snapshot()), pos_now,",
    ),
    "a position read after the transaction id": ("ON before.tick = h.tick - 1", "ON before.tick = h.tick"),
    "no fence at all": ("WHERE h.xid < first_running", "WHERE true"),
}


@contextmanager
def replaced(database: Database, *changes: tuple[str, str]) -> Iterator[None]:
    text = changed = script("seal_events")
    for right, wrong in changes:
        assert changed.count(right) == 1, "the change no longer fits the file"
        changed = changed.replace(right, wrong)
    with database.connect("owner") as owner:
        owner.execute(changed)
    try:
        yield
    finally:
        with database.connect("owner") as owner:
            owner.execute(text)


@pytest.mark.verify
def test_a_slow_sequencer_with_its_fence_loses_nothing(database: Database) -> None:
    with replaced(database, SLOW_TICK):
        assert_nothing_lost_or_misordered(rage(SLUGGISH), SLUGGISH)


@pytest.mark.verify
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_with_a_broken_fence_events_are_lost(database: Database, fault: tuple[str, str]) -> None:
    with replaced(database, SLOW_TICK, fault):
        for seed in range(ATTEMPTS_MAX):
            diary = rage(dataclasses.replace(SLUGGISH, seed=seed))
            if diary.lost_by(diary.sealed):
                return
    pytest.fail("the storm cannot tell a broken fence from a whole one")


# -- a writer that hangs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [1.5, pytest.param(12.0, marks=pytest.mark.verify)])
def test_a_writer_that_hangs_holds_back_the_horizon_but_not_the_flow(database: Database, seconds: float) -> None:
    append_claim()
    before = sequencer.seal_now()
    stop = threading.Event()
    thread = threading.Thread(target=sequencer.run, args=(stop,))
    thread.start()
    with database.connect("app") as hanging:
        hanging.execute("SELECT lock_boundary(ARRAY[gen_random_uuid()], '{}')")
        began = time.monotonic()
        recorded = []
        while time.monotonic() - began < seconds:
            recorded.append(append_claim().id)
        time.sleep(1)
        delivered = [sealed.event.id for sealed in store.following(1, len(recorded) + 1)]
        held = store.horizon()
    sequencer.seal_now()
    stop.set()
    thread.join()
    assert delivered == recorded
    assert held is not None
    assert held < store.find([recorded[0]])[recorded[0]].created_at
    assert store.horizon() > before  # type: ignore[operator]  # it ran
