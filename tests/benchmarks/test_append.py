"""How fast the log appends, beside other ways to append the same rows on the same machine: ratios of one run.

`make bench`. The load runs inside the server (procedures that commit each event), so that no client is measured, on a
durable server of its own. Ours reads the numbers of two objects, appends and commits; the others call the same insert
without any check, bare or behind one table lock or one counter row.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from events import sequencer
from f6_project.embedded.places import temporary_place
from f6_project.embedded.postgres import SUPERUSER, Postgres
from f6_project.processes.children import Child
from tests.database import Database, Server, use
from tests.integration.store.records import append, entry, make_zone

pytestmark = pytest.mark.bench

CONNECTIONS = int(os.environ.get("F6_BENCH_CONNECTIONS", "12"))
SECONDS = float(os.environ.get("F6_BENCH_SECONDS", "8"))

EVENT = """
    ARRAY[fresh], ARRAY[fresh], {zones}, ARRAY['claim'], ARRAY['Verhuizing'], ARRAY['1'], ARRAY[gen_random_uuid()],
    ARRAY['burger'], ARRAY[now()], ARRAY['instant'], {created} ARRAY[format('{{%s,%s}}', one, other)], ARRAY['{{}}'],
    ARRAY[sha256('a')], ARRAY[sha256(uuid_send(fresh))], ARRAY['\\x7b7d'::bytea],
    ARRAY['{{"adres": "' || repeat('straat ', 66) || '"}}'], ARRAY[1, 1, 1], ARRAY[one, other, fresh],
    ARRAY['object', 'object', 'root'], ARRAY[one, other, fresh]
"""
OURS = f"""
    PERFORM * FROM append_events({EVENT.format(zones="ARRAY['burgerlijke-stand']", created="")},
        ARRAY(SELECT b.number FROM unnest(ARRAY[one, other, fresh]) WITH ORDINALITY AS w (id, place)
              CROSS JOIN LATERAL boundary_numbers(ARRAY[w.id]) AS b ORDER BY w.place));
"""
BARE = f"""
    PERFORM insert_events({EVENT.format(zones="ARRAY[1::bigint]", created="ARRAY[clock_timestamp()],")},
        ARRAY[nextval('bench'), nextval('bench'), nextval('bench')], '{{}}');
"""
WAYS = {
    "ours: locks and numbers per object": OURS,
    "bare insert, no check at all": BARE,
    "one counter row": f"UPDATE bench_counter SET last = last + 1; {BARE}",
    "one table lock": f"LOCK TABLE bench_counter IN EXCLUSIVE MODE; {BARE}",
}
PROCEDURE = """
CREATE OR REPLACE PROCEDURE bench(seconds double precision, INOUT done bigint) LANGUAGE plpgsql AS $$
DECLARE
    until timestamptz := clock_timestamp() + make_interval(secs => seconds);
    fresh uuid; one uuid; other uuid;
BEGIN
    done := 0;
    WHILE clock_timestamp() < until LOOP
        fresh := gen_random_uuid();
        one := md5(floor(random() * 20000)::text)::uuid;
        other := md5('b' || floor(random() * 20000)::text)::uuid;
        {way}
        COMMIT;
        done := done + 1;
    END LOOP;
END $$;
"""


@pytest.fixture(scope="module")
def durable(django_db_blocker: DjangoDbBlocker) -> Iterator[Database]:
    """A server with fsync on, of this module alone."""
    postgres = Postgres(temporary_place("bench"), durable=True, extra={"max_connections": "100"})
    postgres.prepare()
    child = Child(postgres.program())
    try:
        postgres.wait_until_ready(child)
        server = Server(postgres.url(SUPERUSER, database="postgres"))
        with django_db_blocker.unblock():
            server.clone(template=server.template(), name="bench")
            use(server, database="bench")
            yield Database(server, "bench")
            connections.close_all()
    finally:
        child.stop()
        shutil.rmtree(postgres.place.root, ignore_errors=True)


def per_second(database: Database, way: str) -> float:
    """Committed events a second over CONNECTIONS connections."""
    with database.connect("owner") as owner:
        owner.execute("CREATE SEQUENCE IF NOT EXISTS bench START 1000000000")
        owner.execute("CREATE TABLE IF NOT EXISTS bench_counter AS SELECT 0::bigint AS last")
        owner.execute(PROCEDURE.replace("{way}", way))

    def load() -> int:
        with database.connect("owner", autocommit=True) as connection:
            row = connection.execute("CALL bench(%s::double precision, 0)", [SECONDS]).fetchone()
        return int(row[0]) if row else 0

    results = database.concurrently(*[load] * CONNECTIONS)
    failures = [result for result in results if isinstance(result, BaseException)]
    assert not failures, failures[0]
    return float(sum(results) / SECONDS)


def test_appending_beside_other_ways(durable: Database, capsys: pytest.CaptureFixture[str]) -> None:
    make_zone()
    per_second(durable, OURS)  # warm
    found = {name: per_second(durable, way) for name, way in WAYS.items()}
    bare = found["bare insert, no check at all"]
    lines = [f"  {name:36} {rate:8.0f}/s  {rate / bare:5.2f} of bare" for name, rate in found.items()]
    with capsys.disabled():
        sys.stdout.write(f"\n{CONNECTIONS} connections, {SECONDS:g} s each, one event per durable commit:\n")
        sys.stdout.write("\n".join(lines) + "\n")
    assert found["ours: locks and numbers per object"] > found["one table lock"]


def test_sealing_and_batches(durable: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with durable.connect("owner") as owner:
        row = owner.execute("SELECT count(*) FROM event").fetchone()
    began = time.perf_counter()
    sequencer.seal_now(seconds_max=600)
    sealing = (row[0] if row else 0) / (time.perf_counter() - began)
    batches = [[entry(object_ids=(uuid4(),)) for _ in range(100)] for _ in range(20)]
    began = time.perf_counter()
    for batch in batches:
        append(*batch)
    batching = 2000 / (time.perf_counter() - began)
    with capsys.disabled():
        sys.stdout.write(
            f"\nsealing with leaves: {sealing:.0f} events/s; batches of 100 from Python: {batching:.0f} events/s\n"
        )
    assert sealing > 0
