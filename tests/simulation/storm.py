"""A storm: adversarial writers, the sequencer among them, and followers that keep a diary of what they were given.

Writers commit late, roll back and hang, on objects that others write too. Everything random comes from a seed.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, connections, transaction

from events import sequencer, store
from tests.integration.store.records import entry, written_by

OBJECTS = 60


@dataclass(frozen=True, kw_only=True)
class Weather:
    """How writers behave: shares of all transactions (the rest commits at once), and how long they wait."""

    writers: int
    commits: int
    late: float = 0.4
    late_seconds: tuple[float, float] = (0.0, 0.02)
    rolled_back: float = 0.1
    hanging: float = 0.004
    hanging_seconds: float = 0.5
    seed: int = 1


@dataclass
class Diary:
    """What writers committed; what each follower was given, in order; and what was known at or before a horizon."""

    committed: list[UUID] = field(default_factory=list)
    sealed: list[UUID] = field(default_factory=list)
    naive: list[UUID] = field(default_factory=list)
    known: list[tuple[datetime, int]] = field(default_factory=list)

    def lost_by(self, follower: list[UUID]) -> set[UUID]:
        """What was committed and this follower was never given."""
        return set(self.committed) - set(follower)


def rage(weather: Weather) -> Diary:
    """Let the writers write, and return the diary when they are done and the followers have had time to catch up."""
    diary, stop = Diary(), threading.Event()
    objects = [uuid4() for _ in range(OBJECTS)]
    followers = [
        _thread(_follow_sequencer, diary, stop),
        _thread(_follow_positions, diary, stop),
        _thread(_watch_horizon, diary, stop),
        _thread(sequencer.run, stop),
    ]
    writers = [_thread(_write, weather, diary, objects, weather.seed * 1000 + n) for n in range(weather.writers)]
    for writer in writers:
        writer.join()
    _let_followers_catch_up(diary)
    stop.set()
    for follower in followers:
        follower.join()
    return diary


def _thread(action: Callable[..., None], *arguments: object) -> threading.Thread:
    def run() -> None:
        try:
            action(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _write(weather: Weather, diary: Diary, objects: list[UUID], seed: int) -> None:
    rng = random.Random(seed)
    left = weather.commits // weather.writers
    while left:
        committed = _append_once(weather, objects=rng.sample(objects, k=2), rng=rng)
        if committed is not None:
            diary.committed.append(committed)
            left -= 1


def _append_once(weather: Weather, *, objects: list[UUID], rng: random.Random) -> UUID | None:
    said = entry(object_ids=tuple(objects))
    fate = rng.random()
    with transaction.atomic():
        numbers = _numbers(written_by(said))
        store.append([said], numbers=numbers)
        if fate < weather.hanging:
            time.sleep(rng.uniform(0, weather.hanging_seconds))
        elif fate < weather.hanging + weather.late:
            time.sleep(rng.uniform(*weather.late_seconds))
        elif fate < weather.hanging + weather.late + weather.rolled_back:
            transaction.set_rollback(True)
            return None
    return said.draft.id


def _numbers(ids: set[UUID]) -> dict[UUID, int]:
    """The numbers behind the locks, without the events: the storm decides nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_boundary(%s::uuid[], '{}')", [sorted(ids)])
        cursor.execute("SELECT id, number FROM boundary_numbers(%s::uuid[])", [sorted(ids)])
        return dict(cursor.fetchall())


def _follow_sequencer(diary: Diary, stop: threading.Event) -> None:
    seq = 0
    while not stop.is_set():
        for sealed in store.following(seq, 500):
            diary.sealed.append(sealed.event.id)
            seq = sealed.seq
        time.sleep(0.005)


def _follow_positions(diary: Diary, stop: threading.Event) -> None:
    """What most event stores do: everything after the last position seen."""
    position = 0
    while not stop.is_set():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, pos FROM event WHERE pos > %s ORDER BY pos LIMIT 500", [position])
            for event_id, pos in cursor.fetchall():
                diary.naive.append(event_id)
                position = pos
        time.sleep(0.005)


KNOWN = (
    "SELECT h.horizon, (SELECT count(*) FROM event AS e WHERE e.created_at <= h.horizon)"
    " FROM (SELECT horizon FROM event_horizon ORDER BY tick DESC LIMIT 1) AS h WHERE h.horizon IS NOT NULL"
)


def _watch_horizon(diary: Diary, stop: threading.Event) -> None:
    while not stop.is_set():
        with connection.cursor() as cursor:
            cursor.execute(KNOWN)
            diary.known.extend(cursor.fetchall())
        time.sleep(0.05)


def _let_followers_catch_up(diary: Diary) -> None:
    """Until both followers were still for a second: whoever lost something will never find it."""
    seen = (-1, -1)
    while seen != (len(diary.sealed), len(diary.naive)):
        seen = (len(diary.sealed), len(diary.naive))
        time.sleep(1)
