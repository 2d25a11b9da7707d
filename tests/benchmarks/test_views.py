"""How fast views follow, are rebuilt and are read, beside the bare function or query: ratios of one run.

`make bench`. The persons are those of the demo's register, many times over, as other families.
"""

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from events import sequencer, store
from events.catalogue import catalogue
from events.commands.import_register import import_register
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from readmodels.domain.national.file_rows import rows_of_file
from readmodels.models import Build, StoredRow
from readmodels.projectors import following, rebuilding
from readmodels.projectors.around import Around
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries.live_views import Freshness
from readmodels.queries.national import Files
from tests.database import Database
from tests.integration.takeover import registers
from tests.people import live

pytestmark = pytest.mark.bench

COPIES = 20
READS = 300


@pytest.fixture
def town(database: Database) -> Principal:
    """A register taken over; who may read it."""
    official = registers.furnish()
    import_register(registers.families(COPIES), zone=registers.ZONE, official=official, name="bench")
    sequencer.seal_now()
    zones = {registers.ZONE: frozenset({Permission.VIEW})}
    return Principal(source_id=UUID(int=1), source_type="systeem", name="bench", zones=zones)


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def everybody() -> list[UUID]:
    return [span.until for span in store.spans(1)]


def only_the_function() -> None:
    """The rows of everybody from logs in memory: no writing, and the reading was done before."""
    types = catalogue()
    for object_id, log in LOGS.items():
        rows_of_file(object_id, log, catalogue=types)


LOGS: dict[UUID, Log] = {}


def test_following_and_rebuilding_beside_the_bare_function(town: Principal, capsys: pytest.CaptureFixture[str]) -> None:
    ids, events = everybody(), store.last_seq()
    for first in range(0, len(ids), 200):
        some = ids[first : first + 200]
        around = Around(lambda ids: store.read(ids).log)
        around.take(frozenset(some))
        LOGS.update({object_id: around.about([object_id]) for object_id in some})
    bare = seconds(only_the_function)
    followed = seconds(following.catch_up)
    rows = StoredRow.objects.filter(build=live()).count()
    alone, together = (seconds(partial(filled, workers)) for workers in (1, 2))
    lines = [
        f"{len(ids)} persons, {events} events, {rows} rows",
        f"  making the rows from logs in memory   {events / bare:8.0f} events/s",
        f"  following: read, make, write, commit  {events / followed:8.0f} events/s  {bare / followed:5.2f} of that",
        f"  rebuilding, one worker                {len(ids) / alone:8.0f} persons/s {bare / alone:5.2f} of that",
        f"  rebuilding, two workers               {len(ids) / together:8.0f} persons/s {alone / together:5.2f} times",
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert rows > len(ids)


def filled(workers: int) -> None:
    """Fill a build with so many processes, and throw it away."""
    build = rebuilding.begin(PERSON_FILES, chunk_objects=100)
    connections.close_all()
    processes = [multiprocessing.get_context("fork").Process(target=fill, args=(build.pk, n)) for n in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert rebuilding.progress(build).is_filled
    rebuilding.stop(Build.objects.get(pk=build.pk), reason="bench")


def fill(build_id: int, worker: int) -> None:
    rebuilding.fill(build_id, worker=str(worker), until=lambda: False)
    connections.close_all()


def test_reading_a_person_file_beside_the_bare_query(town: Principal, capsys: pytest.CaptureFixture[str]) -> None:
    following.catch_up()
    ids = everybody()

    @transaction.atomic
    def read(object_id: UUID) -> None:
        Files(principal=town, fresh=Freshness()).of_id(object_id)

    @transaction.atomic
    def query(object_id: UUID) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM readmodels_storedrow WHERE build_id = %s AND object_id = %s", [live().pk, object_id]
            )
            cursor.fetchall()

    found = {}
    for name, action in (("a person file, as known now", read), ("its rows, by a bare query", query)):
        times = [seconds(partial(action, ids[number % len(ids)])) for number in range(READS)]
        found[name] = (statistics.median(times), statistics.quantiles(times, n=20)[-1])
    bare = found["its rows, by a bare query"][0]
    lines = [
        f"  {name:30} p50 {median * 1e3:6.2f} ms  p95 {late * 1e3:6.2f} ms  {median / bare:5.1f} times the query"
        for name, (median, late) in found.items()
    ]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert bare > 0
