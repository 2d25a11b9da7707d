"""The events of one type, and that they are found without reading all the others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from events import store
from events.domain.event import Kind
from tests.builders import claim
from tests.database import Database
from tests.integration.store.records import append, append_claim, entry, make_zone

TYPE = claim().event_type


@pytest.fixture(autouse=True)
def zone(database: Database) -> None:
    make_zone()


def test_claims_and_corrections_of_the_type_are_told_newest_first_and_decisions_are_not() -> None:
    first, second = append_claim(), append_claim()
    append(entry(kind=Kind.VALIDATION, root=first.id, references=(first.id,), object_ids=first.object_ids))
    found = store.newest_of_type(TYPE, before=None, limit=10)
    assert [it.event.id for it in found] == [second.id, first.id]
    assert [it.event.id for it in store.newest_of_type(TYPE, before=found[0].pos, limit=10)] == [first.id]
    assert store.count_of_type(TYPE) == 2
    assert store.newest_of_type("Adoptie", before=None, limit=10) == []


@pytest.mark.parametrize(
    "ask", [lambda: store.count_of_type(TYPE), lambda: store.newest_of_type(TYPE, before=None, limit=5)]
)
def test_they_are_found_without_reading_the_others(ask: Callable[[], Any]) -> None:
    with CaptureQueriesContext(connection) as asked:
        ask()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "event_of_type" in plan
