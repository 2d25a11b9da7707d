"""A database of one's own (`DATABASE_URL`): one login is enough, and the log is append-only all the same."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from f6_project import roles
from f6_project.embedded.places import temporary_place
from f6_project.embedded.postgres import SUPERUSER, Postgres
from f6_project.preparation import DatabaseNotReady, prepare_roles
from f6_project.processes.children import Child

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server that knows nothing of F6 yet, as a municipality's own would be."""
    postgres = Postgres(temporary_place("own"), durable=False)
    postgres.prepare()
    child = Child(postgres.program())
    postgres.wait_until_ready(child)
    yield postgres
    child.stop()
    shutil.rmtree(postgres.place.root)


def login(server: Postgres, *, attributes: str) -> str:
    """A login and a database of its own; returns its URL."""
    with psycopg.connect(server.url(SUPERUSER, database="postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE gemeente LOGIN PASSWORD 'gemeente' {attributes}")
        admin.execute("CREATE DATABASE registratie OWNER gemeente TEMPLATE template0 ENCODING 'UTF8'")
    return f"postgresql://gemeente:gemeente@/registratie?host={server.place.sockets}"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=mine | environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_one_login_that_may_make_roles_is_enough(server: Postgres) -> None:
    url = login(server, attributes="CREATEROLE")
    done = manage("prepare", DATABASE_URL=url, F6_ENV="development")
    assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(url, options=f"-c role={roles.APP}") as app:
        assert app.execute("SELECT count(*) > 0 FROM events_eventtype").fetchone() == (True,)
        for statement in ("INSERT INTO event_log VALUES (1, 1, 1, 1, '')", "DELETE FROM event", "TRUNCATE event"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
            app.rollback()
    again = manage("prepare", DATABASE_URL=url, F6_ENV="development")
    assert (again.returncode, "No migrations to apply" in again.stdout) == (0, True)


def test_a_login_that_may_make_no_roles_is_told_what_to_ask_for(server: Postgres) -> None:
    url = login(server, attributes="NOCREATEROLE")
    with pytest.raises(
        DatabaseNotReady, match=r"gemeente may not make the roles of F6(.|\n)*CREATE ROLE f6_owner NOLOGIN"
    ):
        prepare_roles(url, app_url=url)


def test_what_the_message_tells_an_administrator_to_run_is_enough(server: Postgres) -> None:
    url = login(server, attributes="NOCREATEROLE")
    with pytest.raises(DatabaseNotReady) as refused:
        prepare_roles(url, app_url=url)
    advice = "\n".join(line for line in str(refused.value).splitlines() if line.startswith("  "))
    with psycopg.connect(server.url(SUPERUSER, database="registratie"), autocommit=True) as admin:
        admin.execute(advice)
    assert prepare_roles(url, app_url=url) == []


def test_the_application_gets_a_login_of_its_own_with_the_password_of_its_url(server: Postgres) -> None:
    url = login(server, attributes="CREATEROLE")
    app_url = f"postgresql://f6_app:eigen@/registratie?host={server.place.sockets}"
    assert prepare_roles(url, app_url=app_url) == list(roles.ROLES)
    with psycopg.connect(app_url) as app:
        assert app.execute("SELECT current_user").fetchone() == ("f6_app",)
