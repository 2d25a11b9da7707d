"""Rebuilding while officials decide, readers ask and workers are killed: the result is a fresh fold, row for row."""

import time
from uuid import UUID

import pytest
import structlog

from events import store
from events.catalogue import catalogue
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Permission
from readmodels.domain.national.file_rows import rows_of_file
from readmodels.domain.relatives import Reach, gathered
from readmodels.domain.views.rows import text_of
from readmodels.models import Build, StoredRow
from readmodels.projectors.refreshing import row_of
from tests import registry
from tests.database import Database
from tests.people import accepted, caught_up, live, moves
from tests.simulation.rebuild_storm import Machinery, Weather, rage

SEEDS = range(20)
SEEDS_PER_TEST = 5
KILLS = 3
PEOPLE = 120

pytestmark = pytest.mark.verify
log = structlog.get_logger(__name__)


@pytest.fixture
def town(database: Database) -> list[UUID]:
    """People who live in forty houses."""
    registry.furnish()
    everybody = [registry.known_person() for _ in range(PEOPLE)]
    for number, someone in enumerate(everybody):
        accepted(moves(someone, object_id=f"05180100000000{number % 40:02d}"))
    caught_up()
    return everybody


def fresh_fold() -> dict[UUID, list[str]]:
    """The rows of everybody, made here and now from the log."""
    found = {}
    for span in store.spans(1):
        _, log = gathered([span.until], read=lambda ids: store.read(ids).log, reach=Reach(as_at=LAST_MOMENT))
        found[span.until] = sorted(map(text_of, rows_of_file(span.until, log, catalogue=catalogue())))
    return found


def stored(build: Build) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in StoredRow.objects.filter(build=build):
        found.setdefault(row.object_id, []).append(text_of(row_of(row)))
    return {object_id: sorted(rows) for object_id, rows in found.items()}


@pytest.mark.parametrize("first", SEEDS[::SEEDS_PER_TEST])
def test_whatever_is_killed_the_result_is_a_fresh_fold_and_no_read_mixes_builds(
    first: int, town: list[UUID], database: Database, valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker(valkey, monkeypatch)
    reader = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))
    with Machinery(database, broker=valkey) as machinery:
        until(machinery.ready)
        for seed in range(first, first + SEEDS_PER_TEST):
            build, diary = rage(Weather(seed=seed, kills=KILLS), machinery=machinery, everybody=town, reader=reader)
            log.info("rebuilt", seed=seed, killed=diary.killed, recorded=diary.recorded, read=diary.read)
            assert build.state == Build.State.LIVE, (seed, build.reason, diary)
            assert len(diary.killed) == KILLS
            assert (diary.mixed, diary.untrue, diary.failed) == ([], [], [])
            assert diary.read > 0
            assert diary.recorded > 0
    caught_up()
    assert stored(live()) == fresh_fold()


def broker(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tasks that this process sends reach the workers."""
    from f6_project.celery import app

    monkeypatch.setattr(
        app.conf, "broker_url", url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    )
    app.connection_for_write().close()


def until(condition: object, *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # a callable without arguments
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
