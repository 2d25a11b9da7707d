"""Event types really committed: several processes, other roles, and a database that was emptied in between."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from events.catalogue import SHIPPED, catalogue, load_event_types
from events.catalogue.files import declared_versions
from tests.database import Database
from tests.emptying import Emptier


def one_type(folder: Path, *, name: str) -> Path:
    """A configuration that declares one type."""
    schema = {"type": "object", "additionalProperties": False}
    declared = {"name": name, "title": name, "versions": [{"version": "1", "schema": schema}]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"source_types": {"ambtenaar": "Ambtenaar"}, "event_types": [declared]}))
    return path


def test_processes_that_start_together_publish_once(database: Database) -> None:
    def load(_: int) -> int:
        try:
            return len(load_event_types(SHIPPED).published)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        published = sorted(pool.map(load, range(4)))
    assert published == [0, 0, 0, len(declared_versions(SHIPPED))]


@pytest.mark.parametrize("role", ["app", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_eventtypeversion SET declaration = '{}'",
        "DELETE FROM events_eventtypeversion",
        "TRUNCATE events_eventtypeversion CASCADE",
        "UPDATE events_eventtype SET name = 'Anders'",
    ],
)
def test_no_role_can_change_what_is_published(database: Database, tmp_path: Path, role: str, statement: str) -> None:
    load_event_types(one_type(tmp_path, name="Gebeurtenis"))
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)
    assert catalogue().names() == ("Gebeurtenis",)


def test_every_thread_sees_a_new_version_at_once(database: Database, tmp_path: Path) -> None:
    def names(_: int) -> tuple[str, ...]:
        try:
            return catalogue().names()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(names, range(8))) == {()}
        load_event_types(one_type(tmp_path, name="Nieuw"))
        assert set(pool.map(names, range(8))) == {("Nieuw",)}


def test_an_emptied_and_refilled_database_is_not_mistaken_for_the_former(
    database: Database, worker_database: tuple[Database, Emptier], tmp_path: Path
) -> None:
    load_event_types(one_type(tmp_path, name="Eerder"))
    assert catalogue().names() == ("Eerder",)
    with database.connect("owner") as owner:
        worker_database[1].empty(owner)
    load_event_types(one_type(tmp_path, name="Later"))
    assert catalogue().names() == ("Later",)
