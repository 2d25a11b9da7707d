"""How fast the work queue is at a million claims: each page and filter beside looking up one row by its key.

`make bench ARGS=tests/benchmarks/test_queue.py`. The rows of the queue are written straight into its table; the events
behind them are not, so what is measured is finding a page, not showing it.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events import access
from events.models import Standing, User
from events.queries import work, work_counts
from events.queries.work import Cursor, Order, Pile, Wanted, Whose
from tests.database import Database
from tests.desk_story import Municipality

pytestmark = pytest.mark.bench

ROWS = int(os.environ.get("F6_BENCH_CLAIMS", "1000000"))
TIMES = 15
FILLED = """
    INSERT INTO events_standing (event_id, root_id, zone_id, event_type, event_kind, standing, "order", created_at,
        source_type, due_on)
    SELECT id, id, %(zone)s, CASE WHEN n %% 50000 = 0 THEN 'Adoptie' ELSE 'Verhuizing' END,
        CASE WHEN n %% 20000 = 0 THEN 'correction' ELSE 'claim' END, 'open', n, %(now)s - n * interval '10 seconds',
        CASE WHEN n %% 40000 = 0 THEN 'notaris' ELSE 'burger' END, %(today)s + (n %% 56)::integer
    FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(rows)s) AS n) AS g
"""
HELD = """
    INSERT INTO events_workitem (event_id, zone_id, holder_id)
    SELECT event_id, zone_id, %(holder)s FROM events_standing WHERE "order" %% 1000 = 0
"""


@pytest.fixture
def town(database: Database) -> Municipality:
    return Municipality()


def test_a_page_of_a_million_claims(town: Municipality, database: Database) -> None:
    _fill(town, database)
    principal = access.principal_of(User.objects.get(pk=town.official.pk))
    middle = Standing.objects.order_by("created_at")[ROWS // 2]
    deep = Cursor(created_at=middle.created_at, event_id=middle.event_id, due_on=middle.due_on)
    known = {"Adoptie", "Verhuizing", "Geboorte", "Overlijden"}

    def page(*, after: Cursor | None = None, **asked: object) -> Callable[[], object]:
        wanted = Wanted(**asked)  # type: ignore[arg-type]  # by name
        return lambda: list(work._rows(wanted, principal=principal, after=after, size=26))[:26]

    told = {
        "one row by its key": lambda: Standing.objects.get(pk=middle.pk),
        "the first page": page(),
        "a page half way": page(after=deep),
        "by term, half way": page(order=Order.TERM, after=deep),
        "of a rare type": page(event_type="Adoptie"),
        "corrections": page(event_kind="correction"),
        "of a rare source": page(source_type="notaris"),
        "a term that runs out": page(due_before=timezone.localdate() + timedelta(days=2), order=Order.TERM),
        "in nobody's hands": page(whose=Whose.FREE),
        "mine (there is nothing)": page(whose=Whose.MINE),
        "decided (there is nothing)": page(pile=Pile.DECIDED),
        "how many of each pile": lambda: work_counts.counts(Wanted(), principal=principal),
        "how many of whom": lambda: work_counts.counts_by_whose(Wanted(), principal=principal),
        "which types there are": lambda: work_counts.event_types_waiting(known, principal=principal),
    }
    took = {name: _median(look) for name, look in told.items()}
    bare = took["one row by its key"]
    sys.stdout.write(f"\nthe queue at {ROWS:,} claims, median of {TIMES}, beside one row by its key ({bare:.2f} ms)\n")
    for name, milliseconds in took.items():
        sys.stdout.write(f"  {name:28} {milliseconds:9.2f} ms {milliseconds / bare:8.1f} x\n")


def _fill(town: Municipality, database: Database) -> None:
    """A million claims that wait, and every thousandth in the hands of a colleague."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            FILLED, {"zone": town.registry.pk, "now": timezone.now(), "today": timezone.localdate(), "rows": ROWS}
        )
        cursor.execute(HELD, {"holder": town.colleague.pk})
        cursor.execute("RESET statement_timeout")
    with database.connect("owner") as owner:
        owner.execute("ANALYZE events_standing, events_workitem")
        owner.commit()


def _median(look: Callable[[], object]) -> float:
    """Milliseconds; the first time, in which plans are made and pages read, does not count."""
    look()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        look()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)
