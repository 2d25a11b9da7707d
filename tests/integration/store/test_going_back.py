"""A database that is brought back to the migrations of before appends as it did then."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from events.domain.event import Kind
from tests.builders import claim
from tests.database import HOST, Database, use
from tests.integration.store.records import append, entry, make_zone


@pytest.fixture
def older(database: Database) -> Iterator[None]:
    """A database brought back to before four eyes, of which this test is the only user."""
    name = f"f6_test_{HOST}_{os.getpid()}_back"
    database.server.clone(template=database.server.template(), name=name)
    use(database.server, database=name)
    call_command("migrate", "events", "0005", database="owner", verbosity=0)
    yield
    use(database.server, database=database.name)
    database.server.drop(name=name)


def test_without_four_eyes_a_decision_is_appended_as_before(older: None) -> None:
    make_zone()
    official = uuid4()
    claimed = append(entry(claim(source_id=official)))[0]
    decision = claim(
        source_id=official,
        kind=Kind.VALIDATION,
        references=(claimed.id,),
        data={"decision": "accepted", "checks": []},
        object_ids=claimed.object_ids,
    )
    append(entry(decision, root=claimed.id))
    call_command("migrate", database="owner", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc LIKE '%%refuse_same_hands%%' FROM pg_proc WHERE proname = 'append_events'")
        assert cursor.fetchone() == (True,)
