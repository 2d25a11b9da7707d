"""Right after a takeover no statistics of the log were gathered yet: reading a few persons costs what a few cost."""

from django.db import connection

from events import sequencer, store
from events.commands.import_register import import_register
from tests.database import Database
from tests.integration.takeover import registers

PAGES_PER_EVENT_MAX = 40


def pages_read(object_ids: list[str]) -> int:
    """Pages looked at, in memory or not, to find the boundary of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM closed_boundary(%s::uuid[])", [object_ids]
        )
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_reading_some_persons_does_not_look_at_all_events(database: Database) -> None:
    official = registers.furnish()
    import_register(registers.families(4), zone=registers.ZONE, official=official, name="Proefregister")
    sequencer.seal_now()
    some = sorted(registers.objects())[:5]
    ids = [str(it) for it in some]
    pages_read(ids)  # the first time, PostgreSQL looks its own catalogue up
    assert pages_read(ids) <= PAGES_PER_EVENT_MAX * len(store.read(some).log)
