"""The federation listener as it is shipped: gunicorn in a process of its own, on the database of a test.

zonnendaal = organisation("Zonnendaal")
with listener(zonnendaal):
...  # answers at zonnendaal.address
"""

import json
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Final

from f6_project.processes.children import Child
from f6_project.supervision import services
from tests.database import Database
from tests.federation.pki import Organisation

READY_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 30.0
SHIPPED: Final = "python:f6_project.federation_gunicorn"
ECHOING: Final = "python:tests.federation.echoing"
"""The same, with an application that tells what came in."""
MakeListener = Callable[..., AbstractContextManager["Listener"]]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The JSON in it."""
        return json.loads(self.body)


@dataclass
class Listener:
    """A listener that runs, and of whom it is."""

    organisation: Organisation
    child: Child
    directory: Path
    """Where the files of its organisation are."""
    place: Path | None = None
    """Where it listens, when that is a Unix socket."""
    open: list[HTTPSConnection] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)

    def close(self) -> None:
        """End every connection, and then the listener."""
        for connection in self.open:
            connection.close()
        for it in self.sockets:
            it.close()
        self.child.stop()

    def connection(self, by: Organisation | None, *, context: ssl.SSLContext | None = None) -> HTTPSConnection:
        """One from this organisation (None: from nobody), which ends with the listener."""
        made = HTTPSConnection(
            self.organisation.host,
            self.organisation.port,
            timeout=ANSWER_SECONDS,
            context=context or client_context(by, trusting=self.organisation),
        )
        self.open.append(made)
        return made

    def shaken(self, by: Organisation) -> ssl.SSLSocket:
        """A connection of which nothing but the handshake is done."""
        own = self.organisation
        made = client_context(by, trusting=own).wrap_socket(self.plain(), server_hostname=own.host)
        self.sockets.append(made)
        return made

    def plain(self) -> socket.socket:
        """A connection on which nothing is said."""
        made = socket.create_connection((self.organisation.host, self.organisation.port), timeout=ANSWER_SECONDS)
        self.sockets.append(made)
        return made

    def ask(self, by: Organisation | None, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request, over a connection of its own."""
        connection = self.connection(by)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=told)
        return read(connection.getresponse())


def read(answer: HTTPResponse) -> Answer:
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


class _OverSocket(HTTPConnection):
    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=ANSWER_SECONDS)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))


def over_socket(place: Path, method: str, path: str, headers: Mapping[str, str]) -> Answer:
    """One request as a proxy on this machine sends it."""
    with closing(_OverSocket(place)) as connection:
        connection.request(method, path, headers=dict(headers))
        return read(connection.getresponse())


def client_context(by: Organisation | None, *, trusting: Organisation) -> ssl.SSLContext:
    """How a client connects that is not ours: Python's own, with this certificate."""
    made = ssl.create_default_context(cadata=trusting.anchors)
    return made if by is None else by.issued.server(context=made)


@contextmanager
def running(
    organisation: Organisation,
    *,
    directory: Path,
    database: Database,
    broker: str,
    configuration: str = SHIPPED,
    **environment: str,
) -> Iterator[Listener]:
    """The listener of this organisation, until the end. `configuration`: another than the one that is shipped."""
    told = {
        **os.environ,
        "F6_ENV": "development",
        "DATABASE_URL": database.url("app"),
        "REDIS_URL": broker,
        **organisation.environment(directory),
        **environment,
    }
    program = services.federation(told)
    command = [configuration if it == SHIPPED else it for it in program.command]
    bound = told["F6_FSC_LISTEN"]
    place = Path(bound.removeprefix("unix:")) if bound.startswith("unix:") else None
    found = Listener(organisation, Child(replace(program, command=command)), directory, place)
    try:
        _wait_until_ready(found)
        yield found
    finally:
        found.close()


def _wait_until_ready(listener: Listener) -> None:
    """Until a handshake is done: the worker takes connections once Django is loaded."""
    ends = time.monotonic() + READY_SECONDS
    own = listener.organisation
    while True:
        assert listener.child.exit_code() is None, "the listener ended"
        assert time.monotonic() < ends, "the listener does not answer"
        try:
            if (place := listener.place) is not None:
                with closing(_OverSocket(place)) as private:
                    private.connect()
                return
            with (
                closing(socket.create_connection((own.host, own.port), timeout=5)) as plain,
                closing(client_context(own, trusting=own).wrap_socket(plain, server_hostname=own.host)),
            ):
                return
        except OSError:
            time.sleep(0.05)
