"""Alive, ready, and the doctor: each check finds what is wrong with it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from events import sequencer
from f6_project import doctor, health
from tests.database import Database


@pytest.fixture
def broker(valkey: str, settings: object) -> None:
    settings.REDIS_URL = valkey  # type: ignore[attr-defined]


@pytest.fixture
def sound(database: Database, broker: None) -> Database:
    """A database on which everything is as it must be."""
    sequencer.seal_now()
    return database


@pytest.fixture
def guard_off(sound: Database) -> Iterator[None]:
    with sound.connect("owner") as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER append_only")
    yield
    with sound.connect("owner") as owner:
        owner.execute("ALTER TABLE event ENABLE ALWAYS TRIGGER append_only")


def failing(client: Client) -> set[str]:
    answer = client.get("/readyz")
    failed = {name for name, state in answer.json()["checks"].items() if state != "ok"}
    assert answer.status_code == (503 if failed else 200)
    return failed


def test_alive_needs_nothing(client: Client) -> None:
    assert client.get("/livez").json() == {"status": "ok"}


def test_ready_when_everything_is_as_it_must_be(sound: Database, client: Client) -> None:
    assert failing(client) == set()


def test_not_ready_before_the_sequencer_ever_ran(database: Database, broker: None, client: Client) -> None:
    assert failing(client) == {"sequencer"}


def test_not_ready_when_the_formal_horizon_stands_still(
    sound: Database, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SEQUENCER_LAG_SECONDS_MAX", -1)
    assert failing(client) == {"sequencer"}


def test_not_ready_when_the_guard_is_off(guard_off: None, client: Client) -> None:
    assert failing(client) == {"append_only_guard"}


def test_not_ready_when_the_application_may_change_the_log(sound: Database, client: Client) -> None:
    with sound.connect("owner") as owner:
        owner.execute("GRANT DELETE ON event_payload TO f6_app")
    try:
        assert failing(client) == {"append_only_guard"}
    finally:
        with sound.connect("owner") as owner:
            owner.execute("REVOKE DELETE ON event_payload FROM f6_app")


@pytest.mark.parametrize("table", health.INSERT_ONLY_TABLES)
@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("ALTER TABLE {} DISABLE TRIGGER insert_only", "ALTER TABLE {} ENABLE ALWAYS TRIGGER insert_only"),
        ("ALTER TABLE {} ENABLE TRIGGER insert_only_whole", "ALTER TABLE {} ENABLE ALWAYS TRIGGER insert_only_whole"),
        ("GRANT UPDATE ON {} TO f6_app", "REVOKE UPDATE ON {} FROM f6_app"),
    ],
)
def test_not_ready_when_what_tells_who_did_what_can_be_changed(
    sound: Database, client: Client, table: str, opened: str, closed: str
) -> None:
    with sound.connect("owner") as owner:
        owner.execute(opened.format(table))
    try:
        assert failing(client) == {"append_only_guard"}
        assert table in health.check_append_only_guard().found
    finally:
        with sound.connect("owner") as owner:
            owner.execute(closed.format(table))
    assert failing(client) == set()


def test_not_ready_without_a_broker(sound: Database, settings: object, client: Client) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    assert failing(client) == {"broker"}


def test_not_ready_while_a_migration_waits(sound: Database, client: Client) -> None:
    with sound.connect("owner") as owner:
        applied = owner.execute(
            "DELETE FROM django_migrations WHERE app = 'f6_project' RETURNING app, name, applied"
        ).fetchone()
        assert applied is not None
    try:
        assert failing(client) == {"migrations"}
    finally:
        with sound.connect("owner") as owner:
            owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", applied)


def test_not_ready_when_the_disk_is_full(sound: Database, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DISK_FREE_BYTES_MIN", 2**70)
    assert failing(client) == {"disk"}


def test_an_answer_tells_nothing_of_the_inside(guard_off: None, client: Client) -> None:
    assert client.get("/readyz").json()["checks"]["append_only_guard"] == "failed"
    assert b"event" not in client.get("/readyz").content


def test_the_doctor_says_how_to_mend_what_is_wrong(guard_off: None) -> None:
    printed = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=printed, no_color=True)
    assert "WRONG append_only_guard  not guarded against change: event\n" in printed.getvalue()
    assert "→ Find out who switched the guard off" in printed.getvalue()


def test_every_finding_that_is_not_sound_has_a_remedy(guard_off: None) -> None:
    findings = doctor.examine()
    assert all(finding.remedy for finding in findings if not finding.sound)
    assert {finding.check for finding in findings if not finding.sound} >= {"append_only_guard", "event_types"}


def test_the_doctor_finds_an_event_types_file_that_is_not_there(settings: object) -> None:
    settings.F6_WRITE_CONFIG_PATH = "/nonexistent.json"  # type: ignore[attr-defined]
    finding = doctor.check_event_types_file()
    assert (finding.sound, "No such file" in finding.found) == (False, True)
