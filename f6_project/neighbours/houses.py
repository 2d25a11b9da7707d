"""One neighbour running: its own F6 with its own servers, and how it is spoken to."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from f6_project.embedded.places import PROJECT
from f6_project.neighbours.cast import GROUP_ID, Neighbour
from f6_project.processes.children import Child, Program

MANAGER_PORT: Final = 8443
READY_SECONDS_MAX: Final = 180.0
ANSWER_SECONDS: Final = 60.0
STOPPING_SECONDS: Final = 40.0
LOG_LINES_SHOWN: Final = 25
WITHHELD: Final = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "F6_BSN_PORT")
"""Settings of this machine's own F6 that the neighbours have not."""


class HouseFailed(Exception):
    """A neighbour does not run, or does not do what it is asked; the message says what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the API answered."""

    status: int
    body: Any


@dataclass(kw_only=True)
class House:
    """A neighbour at home. `host`: where its manager and inway are; `port`: where its screens and API are."""

    neighbour: Neighbour
    root: Path
    host: str
    port: int
    federation: Mapping[str, str]
    """The settings of FSC that name its certificate, key and trust anchors."""
    directory: str
    """`peer_id=address` of the directory."""
    child: Child | None = None
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def manager_address(self) -> str:
        """Where other peers find it."""
        return f"https://{self.host}:{MANAGER_PORT}"

    @property
    def screens(self) -> str:
        """Where one logs in. A name of its own, so that a browser can be logged in at both."""
        return f"http://{self.neighbour.slug}.localhost:{self.port}/"

    @property
    def log(self) -> Path:
        """What its processes say."""
        return self.root / "log.txt"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        withheld = {name: "" for it in WITHHELD for name in (it, f"{it}_FILE")}
        return {
            **os.environ,
            **withheld,
            "F6_ENV": "development",
            "F6_DEMO": "false",
            "F6_DATA": str(self.root / "data"),
            "F6_PORT": str(self.port),
            "F6_WORKERS": "1",
            "F6_BASE_URL": self.screens.rstrip("/"),
            "ALLOWED_HOSTS": f"{self.neighbour.slug}.localhost",
            "DJANGO_SETTINGS_MODULE": "f6_project.settings",
            "F6_FSC_GROUP_ID": GROUP_ID,
            "F6_FSC_MANAGER_ADDRESS": self.manager_address,
            "F6_FSC_INWAY_ADDRESS": self.manager_address,
            "F6_FSC_LISTEN": f"{self.host}:{MANAGER_PORT}",
            "F6_FSC_NETWORKS": "127.0.0.0/8",
            "F6_FSC_DIRECTORIES": "" if self.neighbour.is_directory else self.directory,
            "F6_FSC_IS_DIRECTORY": str(self.neighbour.is_directory).lower(),
            **self.federation,
        }

    def start(self) -> None:
        """Start all its processes; they end with this one, however it ends."""
        command = [sys.executable, "-m", "f6_project.supervision"]
        program = Program(
            name=self.neighbour.slug,
            command=command,
            environment=self.environment,
            directory=PROJECT,
            grace=STOPPING_SECONDS,
        )
        with self.log.open("ab") as log:
            self.child = Child(program, output=log)

    def wait_until_ready(self) -> None:
        """Wait until it answers, browsers and peers. Raises `HouseFailed`."""
        patience_ends = time.monotonic() + READY_SECONDS_MAX
        while not (self._is_ready() and self._listens()):
            if self.child is None or self.child.exit_code() is not None:
                raise HouseFailed(f"{self.neighbour.name} ended. It last said:\n{self.last_words()}")
            if time.monotonic() > patience_ends:
                raise HouseFailed(f"{self.neighbour.name} is not ready. It last said:\n{self.last_words()}")
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop all its processes, and wait."""
        if self.child is not None:
            self.child.stop()
            self.child = None

    def last_words(self) -> str:
        """The end of what its processes said."""
        said = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(said[-LOG_LINES_SHOWN:])

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints when its operator gives it these arguments. Raises `HouseFailed`."""
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own program
            [sys.executable, str(PROJECT / "manage.py"), *arguments],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise HouseFailed(f"{self.neighbour.name}: manage.py {' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def get(self, path: str, query: Mapping[str, str] | None = None, *, by: str) -> Answer:
        """GET an address of the API, as one of its systems."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, by=by)

    def post(self, path: str, body: Any, *, by: str) -> Answer:
        """POST to an address of the API, as one of its systems."""
        return self._ask("POST", path, json.dumps(body).encode(), by=by)

    def _ask(self, method: str, path: str, body: bytes | None, *, by: str) -> Answer:
        request = urllib.request.Request(  # our own address
            f"http://127.0.0.1:{self.port}/api/v1/{path}",
            method=method,
            data=body,
            headers={"Authorization": f"Bearer {self.tokens[by]}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310  # idem
                return Answer(status=answer.status, body=json.load(answer))
        except urllib.error.HTTPError as answer:
            return Answer(status=answer.code, body=json.load(answer))
        except OSError as fault:
            raise HouseFailed(f"{self.neighbour.name} does not answer at {path}: {fault}") from fault

    def _is_ready(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).close()  # idem
        except OSError:
            return False
        return True

    def _listens(self) -> bool:
        with closing(socket.socket()) as tried:
            tried.settimeout(5)
            return tried.connect_ex((self.host, MANAGER_PORT)) == 0
