"""The database tests run on: migrated once, cloned per worker, emptied by the owner before a test.

The server is `F6_TEST_SERVER` (a superuser's URL) when that is set, else an embedded one that `tests/conftest.py`
starts. The migrated template stays on the server under a name that holds a digest of all that migrations read, so the
next session only clones it.
"""

import hashlib
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from f6_project import roles

PROJECT: Final = Path(__file__).resolve().parent.parent
TEMPLATES_KEPT_MAX: Final = 4
PASSWORDS: Final[Mapping[str, str]] = {role: role for role in roles.ROLES}
HOST: Final = hashlib.sha256(platform.node().encode()).hexdigest()[:4]
# Whatever migrations, and the permissions made after them, are made from.
SOURCES: Final = ("*/migrations/*.py", "*/sql/**/*.sql", "*/models/*.py", "*/models.py")
MORE_SOURCES: Final = ("events/domain/permissions.py", "f6_project/roles.py", "f6_project/settings.py")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on which tests may make databases. `url` logs in as a superuser."""

    url: str

    def parameters(self, *, database: str, role: str | None = None) -> dict[str, str]:
        """What libpq needs to reach `database` as `role` (None: the superuser)."""
        found = {name: str(value) for name, value in conninfo_to_dict(self.url).items() if value is not None}
        found["dbname"] = database
        if role is not None:
            found |= {"user": role, "password": PASSWORDS[role]}
        return found

    @contextmanager
    def connect(self, *, database: str = "postgres", role: str | None = None) -> Iterator[psycopg.Connection]:
        """Yield an autocommit connection."""
        with psycopg.connect(**self.parameters(database=database, role=role), autocommit=True) as connection:  # type: ignore[arg-type]  # libpq takes any of its own keywords
            yield connection

    def template(self) -> str:
        """Return the name of the migrated database, made when absent; other sessions wait for it."""
        name = f"f6_template_{digest_of_migrations()}"
        with self.connect() as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext('f6_template'))")
            roles.create_roles(admin, passwords=PASSWORDS)
            drop_abandoned(admin)
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                self._build(admin, name=name)
        return name

    def _build(self, admin: psycopg.Connection, *, name: str) -> None:
        building = f"f6_test_{HOST}_{os.getpid()}_template"
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(building)))
        roles.create_database(admin, name=building)
        with self.connect(database=building, role=roles.OWNER) as owner:
            roles.grant_rights(owner)
        use(self, database=building)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections.close_all()
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name)))

    def clone(self, *, template: str, name: str) -> None:
        """Make `name` a copy of the template; two sessions that copy at once wait for each other."""
        with self.connect() as admin:
            admin.execute("SELECT pg_advisory_lock(hashtext('f6_template'))")
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(roles.OWNER), sql.Identifier(template)
                )
            )

    def drop(self, *, name: str) -> None:
        """Drop a database, also when connections to it are still open."""
        with self.connect() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def digest_of_migrations() -> str:
    """A short digest of every file that decides what a migrated database holds."""
    found = hashlib.sha256((PROJECT / "requirements.txt").read_bytes())
    files = {path for pattern in SOURCES for path in PROJECT.glob(pattern) if ".venv" not in path.parts}
    for path in sorted(files | {PROJECT / name for name in MORE_SOURCES}):
        found.update(f"\n{path.relative_to(PROJECT)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def drop_abandoned(admin: psycopg.Connection) -> None:
    """Drop the clones of sessions of this machine that are no more, and all templates but the newest."""
    names = [row[0] for row in admin.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()]
    templates = [name for name in names if name.startswith("f6_template_")]
    clones = [name for name in names if name.startswith(f"f6_test_{HOST}_") and not _is_alive(int(name.split("_")[3]))]
    for name in clones + templates[TEMPLATES_KEPT_MAX:]:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def use(server: Server, *, database: str) -> None:
    """Let Django's aliases lead to `database`: `default` as the application, `owner` as the owner."""
    connections.close_all()
    for alias, role in (("default", roles.APP), ("owner", roles.OWNER)):
        parameters = server.parameters(database=database, role=role)
        known = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        settings = connections.settings[alias]
        settings |= {
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"options": roles.timeout_options(role)}
            | {name: value for name, value in parameters.items() if name not in known},
        }
        settings |= {key: parameters.get(name, "") for name, key in known.items()}


@dataclass
class Database:
    """One worker's database, given to tests by the fixture `database`."""

    server: Server
    name: str
    lock: threading.Lock = field(default_factory=threading.Lock)

    def parameters(self, role: str) -> dict[str, str]:
        """What libpq needs to connect as `role`: owner, app, reader or super."""
        return self.server.parameters(database=self.name, role=None if role == "super" else f"f6_{role}")

    def url(self, role: str) -> str:
        """The database as a URL, for a program that a test starts (`DATABASE_URL`)."""
        parts = self.parameters(role)
        login = quote(parts.pop("user", "")) + (f":{quote(parts.pop('password'))}" if "password" in parts else "")
        name = quote(parts.pop("dbname"))
        return f"postgresql://{login}@/{name}?{urlencode(parts)}"

    def connect(self, role: str, *, autocommit: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a raw connection as owner, app, reader or super; use it in a `with`, which commits and closes."""
        return psycopg.connect(**self.parameters(role), autocommit=autocommit)  # type: ignore[arg-type]  # idem

    def concurrently(self, *actions: Callable[[], Any]) -> list[Any]:
        """Run all actions at once, each in a thread with its own connections. Returns results or exceptions."""
        barrier = threading.Barrier(len(actions))

        def run(action: Callable[[], Any]) -> Any:  # whatever the action returns
            try:
                barrier.wait()
                return action()
            except Exception as error:  # noqa: BLE001  # the test looks at what came out
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(actions)) as pool:
            return list(pool.map(run, actions))

    def hanging(self) -> list[str]:
        """End the transactions that others left open in this database. Returns what they last did."""
        with self.connect("super", autocommit=True) as admin:
            open_transactions = (
                "SELECT pid, coalesce(query, '') FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
            )
            found = admin.execute(open_transactions).fetchall()
            if found:  # a connection that is being closed just now is no fault
                time.sleep(0.2)
                found = admin.execute(open_transactions).fetchall()
            for pid, _ in found:
                admin.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
        return [query for _, query in found]
