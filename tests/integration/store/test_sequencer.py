"""The sequencer: gapless order, one at a time, and a horizon that keeps its promise."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from events import sequencer, store
from tests.builders import ZONE
from tests.database import PROJECT, Database
from tests.integration.store.records import append, append_claim, entry, make_zone


@pytest.fixture(autouse=True)
def zone(database: Database) -> None:
    make_zone()


def query(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


@contextmanager
def open_writer(database: Database) -> Iterator[psycopg.Connection]:
    """A transaction that took its id, as an append does first, and does nothing more."""
    with database.connect("app") as hanging:
        hanging.execute("SELECT lock_boundary(ARRAY[gen_random_uuid()], '{}')")
        yield hanging
        hanging.rollback()


@contextmanager
def running_sequencer() -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=sequencer.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def until(condition: object, *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # a callable without arguments
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_events_get_a_gapless_place_over_all_and_within_their_zone() -> None:
    make_zone("elders")
    append(entry(), entry(zone="elders"), entry(), entry(zone="elders"), entry(zone="elders"))
    sequencer.seal_now()
    append(entry(zone="elders"), entry())
    sequencer.seal_now()
    places = [(sealed.seq, sealed.event.zone, sealed.event.position) for sealed in store.following(0, 10)]
    here, there = ZONE, "elders"
    assert places == [
        (1, here, 1), (2, there, 1), (3, here, 2), (4, there, 2), (5, there, 3), (6, there, 4), (7, here, 3),
    ]  # fmt: skip


def test_following_goes_on_where_it_was_and_takes_no_more_than_asked() -> None:
    append(*(entry() for _ in range(5)))
    sequencer.seal_now()
    first = store.following(0, 2)
    rest = store.following(first[-1].seq, 10)
    assert [sealed.seq for sealed in (*first, *rest)] == [1, 2, 3, 4, 5]
    assert store.following(5, 10) == []


def test_what_is_rolled_back_leaves_no_gap() -> None:
    from django.db import transaction

    append_claim()
    with transaction.atomic():
        append_claim()
        transaction.set_rollback(True)
    append_claim()
    sequencer.seal_now()
    assert [sealed.seq for sealed in store.following(0, 10)] == [1, 2]


def test_the_leaf_binds_place_formal_time_and_commitment() -> None:
    event = append_claim()
    sequencer.seal_now()
    ((leaf, place, commitment),) = query(
        "SELECT l.leaf, l.zone_position, e.commitment FROM event_log l JOIN event e USING (pos)"
    )
    microseconds = int(event.created_at.timestamp()) * 1_000_000 + event.created_at.microsecond
    expected = b"\0" + int(place).to_bytes(8) + microseconds.to_bytes(8) + bytes(commitment)  # type: ignore[call-overload]  # columns
    assert bytes(leaf) == hashlib.sha256(expected).digest()  # type: ignore[call-overload]  # idem


def test_the_horizon_includes_what_was_recorded_before() -> None:
    assert store.horizon() is None
    event = append_claim()
    assert sequencer.seal_now() >= event.created_at
    horizon = store.horizon()
    assert horizon is not None
    assert append_claim().created_at > horizon


def test_a_writer_that_hangs_holds_the_horizon_but_not_the_flow(database: Database) -> None:
    append_claim()
    before = sequencer.seal_now()
    with open_writer(database):
        event = append_claim()
        with pytest.raises(TimeoutError, match="still open"):
            sequencer.seal_now(seconds_max=0.5)
        assert [sealed.event.id for sealed in store.following(1, 10)] == [event.id]
        assert store.horizon() < event.created_at  # type: ignore[operator]  # the sequencer ran
    assert sequencer.seal_now() > before


def test_a_writer_that_hung_is_numbered_when_it_commits_although_later_ones_went_first(database: Database) -> None:
    from django.db import transaction

    waiting, go = threading.Event(), threading.Event()

    def slow() -> object:
        with transaction.atomic():
            recorded = append_claim()
            waiting.set()
            go.wait(10)
        return recorded.id

    def quick() -> object:
        waiting.wait(10)
        recorded = append_claim()
        with pytest.raises(TimeoutError):
            sequencer.seal_now(seconds_max=0.3)
        assert [sealed.event.id for sealed in store.following(0, 10)] == [recorded.id]
        go.set()
        return recorded.id

    late, early = database.concurrently(slow, quick)
    sequencer.seal_now()
    assert [sealed.event.id for sealed in store.following(0, 10)] == [early, late]


def test_a_batch_beyond_the_limit_takes_more_ticks_and_holds_the_horizon_until_then() -> None:
    append(*(entry() for _ in range(5)))
    with sequencer.own_connection() as own:
        reign = sequencer.take_lease(own)
        assert reign is not None
        ticks = [reign.tick(events_max=2) for _ in range(6)]
        reign.release()
    assert [tick.sealed for tick in ticks] == [2, 2, 1, 0, 0, 0]
    assert [tick.settled for tick in ticks][:4] == [False, False, False, False]
    assert ticks[1].horizon is None
    assert ticks[5].settled


def test_one_notification_a_batch_wakes_followers(database: Database) -> None:
    with database.connect("app", autocommit=True) as listener:
        listener.execute(f"LISTEN {sequencer.CHANNEL}")
        append(entry(), entry(), entry())
        sequencer.seal_now()
        told = [notification.payload for notification in listener.notifies(timeout=0.5)]
    assert told == ["3"]


def test_memory_of_past_ticks_does_not_grow() -> None:
    append_claim()
    for _ in range(5):
        sequencer.seal_now()
    assert query("SELECT count(*) <= 4 FROM event_horizon") == [(True,)]


def test_a_transaction_of_another_database_does_not_hold_the_horizon(database: Database) -> None:
    append_claim()
    with database.server.connect(database="postgres") as elsewhere, elsewhere.transaction():
        elsewhere.execute("SELECT pg_current_xact_id()")
        sequencer.seal_now(seconds_max=10)


# -- one at a time -----------------------------------------------------------------------------------------------------


def test_of_two_sequencers_only_one_numbers() -> None:
    with sequencer.own_connection() as one, sequencer.own_connection() as other:
        reign = sequencer.take_lease(one)
        assert reign is not None
        assert sequencer.take_lease(other) is None
        reign.release()
        assert sequencer.take_lease(other) is not None


def test_a_sequencer_that_was_thought_dead_numbers_nothing_any_more() -> None:
    with sequencer.own_connection() as one, sequencer.own_connection() as other:
        slept = sequencer.take_lease(one, lease_seconds=1)
        assert slept is not None
        time.sleep(1.1)
        reign = sequencer.take_lease(other)
        assert reign is not None
        assert reign.fence > slept.fence
        append_claim()
        with pytest.raises(sequencer.LeaseLost):
            slept.tick()
        assert reign.tick().sealed == 1


def test_the_lease_is_renewed_while_its_holder_works() -> None:
    with sequencer.own_connection() as one, sequencer.own_connection() as other:
        reign = sequencer.take_lease(one, lease_seconds=1)
        assert reign is not None
        for _ in range(8):
            time.sleep(0.2)
            reign.tick()
        assert sequencer.take_lease(other) is None


def test_a_stranger_with_a_made_up_fence_numbers_nothing(database: Database) -> None:
    append_claim()
    with database.connect("app", autocommit=True) as stranger:
        stranger.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        assert stranger.execute("SELECT * FROM seal_events(99, 10)").fetchall() == []
        stranger.execute("COMMIT")
    assert store.following(0, 10) == []


def test_sealing_outside_a_snapshot_is_refused(database: Database) -> None:
    with database.connect("app") as stranger, pytest.raises(psycopg.Error, match="REPEATABLE READ"):
        stranger.execute("SELECT * FROM seal_events(1, 10)")


def test_two_running_sequencers_give_one_gapless_order() -> None:
    with running_sequencer(), running_sequencer():
        someone = uuid4()
        for _ in range(30):
            append_claim(someone)
        until(lambda: len(store.following(0, 100)) == 30)
    assert [sealed.event.id for sealed in store.following(0, 100)] == [event.id for event in store.events_of(someone)]
    assert query("SELECT count(DISTINCT fence) FROM seal") == [(1,)]


def test_seal_now_waits_for_the_sequencer_that_is_running() -> None:
    with running_sequencer():
        until(lambda: query("SELECT held_until > clock_timestamp() FROM event_lease") == [(True,)])
        event = append_claim()
        assert sequencer.seal_now() >= event.created_at
    assert query("SELECT fence FROM event_lease") == [(1,)]


def test_a_sequencer_outlives_a_lost_connection(database: Database) -> None:
    with running_sequencer():
        append_claim()
        until(lambda: len(store.following(0, 10)) == 1)
        with database.connect("super", autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'COMMIT%' AND pid <> pg_backend_pid()"
            )
        append_claim()
        until(lambda: len(store.following(0, 10)) == 2, seconds=15)


# -- the process -------------------------------------------------------------------------------------------------------


def start(database: Database) -> subprocess.Popen[str]:
    environment = os.environ | {"F6_ENV": "development", "PYTHONUNBUFFERED": "1", "DATABASE_URL": database.url("app")}
    return subprocess.Popen(
        [sys.executable, "manage.py", "sequencer"],
        cwd=PROJECT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_the_command_numbers_once_and_stops() -> None:
    append_claim()
    output = StringIO()
    call_command("sequencer", "--once", stdout=output)
    assert output.getvalue().startswith("horizon: 2")
    assert len(store.following(0, 10)) == 1


def test_the_command_stops_on_sigterm_and_gives_the_lease_back(database: Database) -> None:
    append_claim()
    process = start(database)
    until(lambda: len(store.following(0, 10)) == 1, seconds=60)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 0, output
    assert query("SELECT held_until = '-infinity' FROM event_lease") == [(True,)]


def test_a_killed_sequencer_is_succeeded_when_its_lease_runs_out(database: Database) -> None:
    append_claim()
    process = start(database)
    until(lambda: len(store.following(0, 10)) == 1, seconds=60)
    process.kill()
    process.communicate()
    append_claim()
    with running_sequencer():
        until(lambda: len(store.following(0, 10)) == 2, seconds=4 * sequencer.LEASE_SECONDS)
    assert query("SELECT fence FROM event_lease") == [(2,)]
