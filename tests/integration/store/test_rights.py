"""Rights and triggers over real connections of every role: neither alone is trusted."""

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from events import sequencer
from events.rights import grant
from tests.database import Database
from tests.integration.store.records import append_claim, make_zone

APPEND_ONLY = ("event", "event_payload", "event_object", "event_ref", "event_log", "seal", "event_import")
BOOKKEEPING = ("event_horizon", "event_lease")
LOG = (*APPEND_ONLY, *BOOKKEEPING)
COLUMN = {
    "event": "type",
    "event_payload": "data",
    "event_object": "oseq",
    "event_ref": "ref_id",
    "event_log": "seq",
    "seal": "fence",
    "event_import": "xid",
    "event_horizon": "horizon",
    "event_lease": "holder",
}


@pytest.fixture
def filled(database: Database) -> Database:
    """A log in which every table but event_import holds a row."""
    make_zone()
    first = append_claim()
    append_claim(references=(first.id,))
    sequencer.seal_now()
    return database


def changes_of(table: str) -> list[str]:
    column = COLUMN[table]
    return [
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"INSERT INTO {table} DEFAULT VALUES",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table} CASCADE",
        f"COPY {table} FROM STDIN",
        f"CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log()",
        f"CREATE RULE mine AS ON INSERT TO {table} DO INSTEAD NOTHING",
        f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    ]


def refused(connection: psycopg.Connection, statement: str) -> bool:
    try:
        with connection.transaction():
            connection.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


def test_a_refusal_says_what_to_do_instead(filled: Database) -> None:
    with filled.connect("owner") as connection, pytest.raises(InsufficientPrivilege, match="Record a correction"):
        connection.execute("DELETE FROM event")


@pytest.mark.parametrize("role", ["app", "reader"])
def test_no_role_but_the_owner_can_touch_a_log_table(filled: Database, role: str) -> None:
    with filled.connect(role) as connection:
        allowed = [text for table in LOG for text in changes_of(table) if not refused(connection, text)]
    assert allowed == []


@pytest.mark.parametrize("role", ["app", "reader"])
def test_a_change_through_the_view_is_refused_as_well(filled: Database, role: str) -> None:
    with filled.connect(role) as connection:
        assert refused(connection, "DELETE FROM event USING recorded_event")
        with pytest.raises((InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
            connection.execute("UPDATE recorded_event SET type = 'Anders'")


def allowed_by_triggers(connection: psycopg.Connection) -> list[str]:
    return [text for table in APPEND_ONLY for text in changes_of(table)[:3] if not refused(connection, text)]


@pytest.mark.parametrize("role", ["owner", "super"])
def test_triggers_refuse_change_by_the_owner_and_by_a_superuser(filled: Database, role: str) -> None:
    with filled.connect(role) as connection:
        assert allowed_by_triggers(connection) == []


def test_triggers_hold_while_replicating(filled: Database) -> None:
    with filled.connect("super") as connection:
        connection.execute("SET session_replication_role = replica")
        assert allowed_by_triggers(connection) == []


def test_rows_are_guarded_one_by_one_as_replication_applies_them(filled: Database) -> None:
    with filled.connect("owner") as connection:
        rows = connection.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger"
            " WHERE tgname LIKE 'append_only%' ORDER BY 1, 2"
        ).fetchall()
    assert {(table, name) for table, name, _ in rows} == {
        (table, name) for table in APPEND_ONLY for name in ("append_only", "append_only_rows")
    }
    assert {state for _, _, state in rows} == {"A"}


def test_an_insert_that_would_overwrite_is_refused(filled: Database) -> None:
    with filled.connect("owner") as connection, pytest.raises(InsufficientPrivilege, match="append-only"):
        connection.execute(
            "INSERT INTO event_payload SELECT * FROM event_payload ON CONFLICT (pos) DO UPDATE SET data = '{}'"
        )


@pytest.mark.parametrize("role", ["app", "reader"])
def test_every_role_reads_the_log(filled: Database, role: str) -> None:
    with filled.connect(role) as connection:
        for table in (*LOG, "recorded_event"):
            name = sql.Identifier(table)
            counted = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
            assert counted is not None
            assert counted[0] > 0 or table == "event_import"


CALLS = (
    "SELECT take_lease('me', 1)",
    "SELECT renew_lease(1, 1)",
    "SELECT release_lease(1)",
    "SELECT * FROM seal_events(1, 1)",
    "SELECT begin_import('burgerlijke-stand')",
    "SELECT lock_boundary('{}', '{}')",
)


def test_the_reader_executes_nothing_that_writes(filled: Database) -> None:
    with filled.connect("reader") as connection:
        assert [call for call in CALLS if not refused(connection, call)] == []


def test_the_application_cannot_reach_the_insert_that_checks_nothing(filled: Database) -> None:
    with filled.connect("app") as connection:
        rights = connection.execute(
            "SELECT proname::text, has_function_privilege(oid, 'EXECUTE') FROM pg_proc"
            " WHERE proname IN ('insert_events', 'append_events')"
        ).fetchall()
    assert dict(rights) == {"insert_events": False, "append_events": True}


def test_functions_that_write_look_names_up_in_a_fixed_place(database: Database) -> None:
    with database.connect("owner") as connection:
        loose = connection.execute(
            "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND NOT 'search_path=pg_catalog, public, pg_temp' = ANY (coalesce(proconfig, '{}'))"
        ).fetchall()
    assert loose == []


def test_functions_that_steer_the_planner_are_never_compiled(database: Database) -> None:
    """Before PostgreSQL 18 what is switched off counts as very costly, and costly statements are compiled each time."""
    with database.connect("owner") as connection:
        compiled = connection.execute(
            "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND proconfig::text LIKE '%enable_%' AND NOT 'jit=off' = ANY (proconfig)"
        ).fetchall()
    assert compiled == []


def test_a_table_of_the_application_cannot_stand_in_for_one_of_the_log(filled: Database) -> None:
    with filled.connect("app", autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE event_lease AS SELECT 1000::bigint AS fence, true AS singleton")
        connection.execute("SET search_path = pg_temp, public")
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        assert connection.execute("SELECT * FROM public.seal_events(1000, 1)").fetchall() == []


@pytest.mark.parametrize("role", ["app", "reader"])
def test_no_role_but_the_owner_makes_things_in_the_schema(database: Database, role: str) -> None:
    with database.connect(role) as connection:
        assert refused(connection, "CREATE TABLE public.mine (id integer)")
        assert refused(connection, "CREATE FUNCTION public.sha256(text) RETURNS text LANGUAGE sql RETURN ''")


def test_the_reader_sees_accounts_and_tokens_but_not_what_logs_in(database: Database) -> None:
    with database.connect("reader") as connection:
        connection.execute("SELECT id, username, source_id FROM events_user")
        connection.execute("SELECT id, prefix, expires_at FROM events_apitoken")
        assert refused(connection, "SELECT password FROM events_user")
        assert refused(connection, "SELECT digest FROM events_apitoken")
        assert refused(connection, "SELECT session_key FROM django_session")


def test_the_reader_sees_that_there_is_a_draft_but_not_what_somebody_typed(database: Database) -> None:
    with database.connect("reader") as connection:
        connection.execute("SELECT id, owner, event_type, saved_at FROM events_claimdraft")
        assert refused(connection, "SELECT typed FROM events_claimdraft")


def test_the_application_does_ordinary_work_on_other_tables(database: Database) -> None:
    with database.connect("app") as connection:
        connection.execute("INSERT INTO auth_group (name) VALUES ('Burgerzaken')")
        connection.execute("UPDATE auth_group SET name = 'Burgerlijke stand'")
        connection.execute("DELETE FROM auth_group")
        assert refused(connection, "TRUNCATE auth_group")
        assert refused(connection, "DELETE FROM django_migrations")
        assert refused(connection, "DELETE FROM events_processingrecord")


def rights_of_all(database: Database) -> list[tuple[object, ...]]:
    with database.connect("owner") as connection:
        return connection.execute(
            "SELECT c.relname::text, c.relacl::text, array_agg(a.attacl::text ORDER BY a.attnum)"
            " FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL"
            " WHERE c.relnamespace = 'public'::regnamespace GROUP BY c.oid ORDER BY c.relname"
        ).fetchall()


def test_granting_twice_changes_nothing(database: Database) -> None:
    before = rights_of_all(database)
    grant(connections["owner"])
    assert rights_of_all(database) == before


def test_rights_given_by_hand_are_taken_away_again(database: Database) -> None:
    with database.connect("owner") as connection:
        connection.execute("GRANT ALL ON event TO f6_app, f6_reader")
        connection.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC")
    grant(connections["owner"])
    with database.connect("app") as connection:
        assert refused(connection, "INSERT INTO event DEFAULT VALUES")
        executable = connection.execute(
            "SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname = 'insert_events'"
        )
        assert executable.fetchone() == (False,)


def test_a_role_that_is_absent_is_refused_with_what_to_do(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "F6_DB_APP_ROLE", "f6_nobody", raising=False)
    with pytest.raises(ImproperlyConfigured, match="CREATE ROLE f6_nobody LOGIN"):
        grant(connections["owner"])


def test_the_owner_cannot_be_the_application_as_well(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "F6_DB_APP_ROLE", "f6_owner", raising=False)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
        grant(connections["owner"])
