"""Two who write one object at once: whoever writes last has read what the other had read, or the rows would go back."""

import threading
from collections.abc import Collection
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from events import sequencer
from events.domain.permissions import Permission
from readmodels.models import Build, ViewObject
from readmodels.projectors import comparing, following, rebuilding, refreshing
from readmodels.projectors.projections import PERSON_FILES, Projection
from readmodels.queries.live_views import LiveView
from tests import registry
from tests.database import Database
from tests.people import accepted, caught_up, live, moves, somebody
from tests.simulation import rebuild_storm

SLOW = "slow"
HOUSE = "0518010000000001"
PATIENCE_SECONDS = 1.0


def rows_go_back(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a slow writer, who read before an event and writes after who read it, leaves the rows without it."""
    someone = somebody()
    caught_up()
    has_read, may_write = threading.Event(), threading.Event()
    right = Projection.told

    def told(self: Projection, object_ids: Collection[UUID]) -> Any:
        found = right(self, object_ids)
        if threading.current_thread().name == SLOW:
            has_read.set()
            may_write.wait(10)
        return found

    monkeypatch.setattr(Projection, "told", told)
    slow = _thread(lambda: comparing.mend(live(), [someone]), name=SLOW)
    assert has_read.wait(10)
    accepted(moves(someone))
    sequencer.seal_now()
    follower = _thread(following.catch_up, name="follower")
    follower.join(PATIENCE_SECONDS)  # with the lock he waits, without it he is done by now
    may_write.set()
    slow.join()
    follower.join()
    return [it.object_id for it in comparing.differences(live(), [someone])] == [someone]


def _thread(action: Any, *, name: str) -> threading.Thread:
    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name=name)
    thread.start()
    return thread


def test_rows_never_go_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.furnish()
    assert not rows_go_back(monkeypatch)


def test_without_the_lock_they_do(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.furnish()

    def unlocked(build: Build, object_ids: list[UUID]) -> dict[UUID, ViewObject]:
        made = [ViewObject(build=build, object_id=object_id) for object_id in object_ids]
        ViewObject.objects.bulk_create(made, ignore_conflicts=True)
        return {it.object_id: it for it in ViewObject.objects.filter(build=build, object_id__in=object_ids)}

    monkeypatch.setattr(refreshing, "_locked", unlocked)
    assert rows_go_back(monkeypatch)


def builds_read_by_one_answer(monkeypatch: pytest.MonkeyPatch, *, forgetful: bool) -> set[int]:
    """Which builds an answer read, when the view was switched in the middle of it."""
    accepted(moves(somebody(), object_id=HOUSE))
    caught_up()
    build = rebuilding.begin(PERSON_FILES)
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    caught_up()
    right = LiveView.found_under

    def switched_meanwhile(self: LiveView, name: str, value: str) -> list[UUID]:
        found = right(self, name, value)
        rebuilding.switch(build)
        if forgetful:
            self.build = build
        return found

    monkeypatch.setattr(LiveView, "found_under", switched_meanwhile)
    reader = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))
    with rebuild_storm.builds_read() as builds:
        (file,) = rebuild_storm.asked(HOUSE, reader)[0]
    assert file.rows("08")
    return builds


def test_an_answer_reads_the_build_that_was_live_when_it_began(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.furnish()
    assert len(builds_read_by_one_answer(monkeypatch, forgetful=False)) == 1


def test_an_answer_that_mixed_builds_would_be_seen(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the storm looks for (`tests/simulation/test_rebuild_under_load.py`), planted."""
    registry.furnish()
    assert len(builds_read_by_one_answer(monkeypatch, forgetful=True)) == 2
