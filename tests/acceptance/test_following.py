"""Nothing missed, nothing doubled, in order: whoever follows the log gets all of it, however often it breaks off."""

import random
import threading
from typing import Any

import pytest
from django.db import connection, transaction

from events import sequencer
from events.api import feed_views
from events.store.reading import Sealed
from events.store.rows import COLUMNS, event_of
from tests import registry
from tests.callers import Caller
from tests.database import Database
from tests.feed_story import fetched, fetcher, following, happened, numbering, page, sealed, taken, told

pytestmark = pytest.mark.usefixtures("followed")


WRITERS = 3
EACH = 40


def recorded_by_several(database: Database) -> threading.Thread:
    """Several writers at once; each batch gets its place when the sequencer comes to it."""

    def write() -> None:
        for _ in range(EACH // 4):
            happened(4, zone=registry.CIVIL)

    thread = threading.Thread(target=lambda: database.concurrently(*[write] * WRITERS))
    thread.start()
    return thread


def followed(by: Caller, at: str, *, dice: random.Random, count: int) -> list[str]:
    """Read the stream to so many events, breaking off at random and going on after the last id each time."""
    last, ids = "", list[str]()
    while len(ids) < count:
        for it, event_id in taken(following(by, at, last), min(dice.randint(1, 15), count - len(ids))):
            last = it
            ids.append(event_id)
    return ids


def in_log(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.id FROM event_log AS l JOIN event AS e USING (pos) ORDER BY l.seq LIMIT %s", [count])
        return [str(it) for (it,) in cursor.fetchall()]


def broken_off_at_random(database: Database, seed: int) -> tuple[list[str], list[str]]:
    """What was told, and what there was to tell, when the connection broke off again and again."""
    by = fetcher()
    at = fetched(by)
    count = WRITERS * EACH
    with numbering():
        writing = recorded_by_several(database)
        ids = followed(by, at, dice=random.Random(seed), count=count)
        writing.join()
    return ids, in_log(count)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_goes_on_after_the_last_event_gets_the_whole_log_once_and_in_order(
    database: Database, seed: int
) -> None:
    ids, there = broken_off_at_random(database, seed)
    assert ids == there


def test_the_law_above_is_broken_when_an_id_is_one_place_too_far(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = feed_views.StreamView.sealed
    monkeypatch.setattr(
        feed_views.StreamView, "sealed", lambda self, place, *, of: right(self, _at_most(place + 1), of=of)
    )
    by = fetcher()
    at = fetched(by)
    sealed(30)
    (last, first), *_ = taken(following(by, at), 1)
    assert [first, *(it for _, it in taken(following(by, at, last), 3))] != in_log(4)


def _at_most(place: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM event_log")
        (last,) = cursor.fetchone()
    return min(place, int(last))


def read_by_position(seq: int, limit: int, *, bytes_max: int | None = None) -> list[Any]:
    """The planted fault: the log by the order in which events were begun, beyond what is numbered safely."""
    assert bytes_max
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS}, pos FROM recorded_event WHERE pos > %s ORDER BY pos LIMIT %s", [seq, limit])
        return [Sealed(seq=row[-1], event=event_of(row[:-1])) for row in cursor.fetchall()]


@pytest.mark.parametrize("planted", [False, True])
def test_what_commits_late_is_not_passed_over(
    database: Database, monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    """An event that began first and commits last is told; by a reader beyond the safe head (planted) it is missed."""
    if planted:
        monkeypatch.setattr("events.store.following", read_by_position)
        monkeypatch.setattr("events.store.last_seq", _last_position)
    by = fetcher()
    at = fetched(by)
    began, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            happened(1, zone=registry.CIVIL)
            began.set()
            assert go_on.wait(30)

    writer = threading.Thread(target=lambda: database.concurrently(late))
    writer.start()
    assert began.wait(30)
    happened(1, zone=registry.CIVIL)
    told_first = page(by, at)
    go_on.set()
    writer.join()
    sequencer.seal_now()
    found = told([told_first, page(by, at, told_first["cursor"])])
    assert (sorted(found) == sorted(in_log(2))) is not planted


def _last_position() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos), 0) FROM event")
        (found,) = cursor.fetchone()
    return int(found)
