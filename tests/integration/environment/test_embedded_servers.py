"""The embedded PostgreSQL and Valkey: guarded by passwords, reachable by socket only, and back after being killed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import redis
from celery import Celery

from f6_project import roles
from f6_project.embedded.places import SOCKET_PATH_MAX, Place, PlaceUnusable, place_of, temporary_place
from f6_project.embedded.postgres import DATABASE, Postgres
from f6_project.embedded.valkey import Valkey
from f6_project.processes.children import Child

BUSY_SECONDS = 3


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    place = temporary_place("embedded")
    with running(postgres_of(place)):
        postgres_of(place).make_database()
    yield place
    shutil.rmtree(place.root)


@contextmanager
def running(server: Postgres | Valkey) -> Iterator[Child]:
    server.prepare()
    child = Child(server.program())
    try:
        server.wait_until_ready(child)
        yield child
    finally:
        child.stop()


def postgres_of(place: Place) -> Postgres:
    return Postgres(place, durable=False)


def one(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def test_postgres_is_made_as_production_would_be(place: Place) -> None:
    postgres = postgres_of(place)
    with running(postgres):
        postgres.make_database()  # again, as every later start does
        with psycopg.connect(postgres.url(roles.OWNER)) as owner:
            assert one(owner, "SHOW data_checksums") == "on"
            assert one(owner, "SHOW listen_addresses") == ""
            assert one(owner, "SHOW server_encoding") == "UTF8"
            assert one(owner, "SHOW timezone") == "UTC"
            assert one(owner, f"SELECT datlocprovider FROM pg_database WHERE datname = '{DATABASE}'") == "b"


def test_every_role_needs_its_own_password(place: Place) -> None:
    postgres = postgres_of(place)
    with running(postgres):
        for role in (*roles.ROLES, "f6_super"):
            with psycopg.connect(postgres.url(role)) as connection:
                assert one(connection, "SELECT current_user") == role
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(postgres.url(role), password="guessed")


def test_roles_have_their_timeouts(place: Place) -> None:
    postgres = postgres_of(place)
    with running(postgres):
        for role, timeouts in roles.TIMEOUTS.items():
            with psycopg.connect(postgres.url(role)) as connection:
                for name, milliseconds in timeouts.items():
                    found = one(connection, f"SELECT setting::int FROM pg_settings WHERE name = '{name}'")
                    assert found == milliseconds, (role, name)


def test_secrets_and_data_are_private(place: Place) -> None:
    assert (place.root / "secrets.json").stat().st_mode & 0o077 == 0
    for directory in (place.root / "postgres", place.sockets):
        assert directory.stat().st_mode & 0o077 == 0


def test_committed_data_survives_a_kill_of_the_server_and_its_leash(place: Place) -> None:
    postgres = Postgres(place)
    with running(postgres) as child, psycopg.connect(postgres.url("f6_owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        postmaster = int((postgres.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        child._leash.kill()
    with running(postgres), psycopg.connect(postgres.url("f6_owner")) as owner:
        assert one(owner, "SELECT answer FROM kept") == 42


def test_a_lock_file_that_names_another_running_program_is_no_hindrance(place: Place) -> None:
    postgres = postgres_of(place)
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n")
    with running(postgres), psycopg.connect(postgres.url("f6_owner")) as owner:
        assert one(owner, "SELECT 1") == 1


def test_a_first_start_that_was_killed_half_way_is_done_anew() -> None:
    place = temporary_place("half")
    try:
        postgres = postgres_of(place)
        place.directory(place.root / "postgres").joinpath("base").mkdir()
        with running(postgres):
            postgres.make_database()
    finally:
        shutil.rmtree(place.root)


def test_a_cluster_of_another_version_is_refused_with_what_to_do(place: Place) -> None:
    version = place.root / "postgres" / "PG_VERSION"
    found = version.read_text()
    try:
        version.write_text("17\n")
        with pytest.raises(PlaceUnusable, match=r"made by PostgreSQL 17.*Dump it"):
            postgres_of(place).prepare()
    finally:
        version.write_text(found)


def test_a_long_path_gets_a_short_socket() -> None:
    place = temporary_place("long")
    try:
        deep = Place(place.root / ("d" * 60) / ("e" * 60), place.account, shared_programs=place.programs)
        deep.directory(place.root / ("d" * 60), private=False)
        assert len(os.fsencode(deep.sockets / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_MAX
        with (
            running(postgres_of(deep)),
            psycopg.connect(postgres_of(deep).url("f6_super", database="postgres")) as admin,
        ):
            assert one(admin, "SELECT 1") == 1
    finally:
        shutil.rmtree(deep.sockets)
        shutil.rmtree(place.root)


def test_the_place_is_where_it_was_told_to_be(tmp_path: Path) -> None:
    assert place_of(tmp_path, environment={"F6_DATA": "/var/lib/elsewhere"}).root == Path("/var/lib/elsewhere")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as another account")
def test_as_root_data_in_a_private_directory_moves_to_where_the_servers_can_reach_it(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    assert place_of(private, environment={}).root.parent == Path("/var/lib/f6")


def test_a_directory_of_somebody_else_is_refused(place: Place) -> None:
    file = place.root / "a-file"
    file.write_text("")
    with pytest.raises(PlaceUnusable, match=r"Set F6_DATA|belongs to another"):
        place.directory(file)


def test_the_broker_needs_its_password_and_never_forgets(place: Place) -> None:
    valkey = Valkey(place)
    with running(valkey):
        client = redis.Redis.from_url(valkey.url())
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        client.set("kept", "42")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=str(valkey.socket)).ping()
    with running(valkey):
        assert redis.Redis.from_url(valkey.url()).get("kept") == b"42"


def test_a_killed_broker_comes_back_with_what_was_sent(place: Place) -> None:
    valkey = Valkey(place)
    with running(valkey) as child:
        url = valkey.url().replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
        Celery(broker=url, set_as_current=False).send_task("wake", queue="woken")
        time.sleep(1.2)  # appendfsync everysec
        child._leash.kill()
    with running(valkey):
        assert redis.Redis.from_url(valkey.url()).llen("woken") == 1


def test_a_broker_begins_when_its_killed_predecessor_has_ended(place: Place) -> None:
    """Both would write one file, and the one that ends takes the socket of the other with it."""
    valkey = Valkey(place)
    with running(valkey) as child:
        busy = threading.Thread(target=keep_busy, args=(valkey.url(),))
        busy.start()
        time.sleep(0.2)
        child._leash.kill()
    with running(valkey):
        client = redis.Redis.from_url(valkey.url())
        until = time.monotonic() + BUSY_SECONDS + 1
        while time.monotonic() < until:
            assert client.ping()
            assert valkey.socket.exists()
            client.connection_pool.disconnect()
            time.sleep(0.05)
    busy.join()


def keep_busy(url: str) -> None:
    """Occupy the broker, so that it cannot end at once; it goes away meanwhile."""
    script = "local u = redis.call('TIME')[1] + ARGV[1]; while tonumber(redis.call('TIME')[1]) < u do end"
    with suppress(redis.RedisError):
        redis.Redis.from_url(url).eval(script, 0, BUSY_SECONDS)


def test_two_who_make_secrets_at_once_get_the_same(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from f6_project.embedded.places import Place;"
        "from f6_project.embedded.secrets import make_secrets;"
        "print(make_secrets(Place(Path(sys.argv[1]), None))['f6_app'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "place")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) for _ in range(2)]
    assert len({process.communicate()[0] for process in both}) == 1
