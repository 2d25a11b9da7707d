"""The web server as it runs in earnest, on the database of a test: granian, with the settings that `make run` gives it.

What is asked of it is asked over sockets, so that whoever asks can also go away.
"""

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from f6_project.processes.children import Child
from f6_project.supervision import services
from tests.callers import Caller
from tests.database import Database

APPLICATION = "f6_project.wsgi:application"
READY_SECONDS = 60.0
ANSWER_SECONDS = 60.0


@dataclass
class WebServer:
    """A web server on a port of this host."""

    port: int
    child: Child
    open: list[HTTPConnection] = field(default_factory=list)

    def ask(self, by: Caller, path: str, query: Mapping[str, Any] | None = None, **headers: str) -> HTTPResponse:
        """Send a GET; returns when the head of the answer came. The connection ends with the server, or by `leave`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        self.open.append(connection)
        told = {
            "Authorization": f"Bearer {by.secret}",
            **{it.replace("_", "-"): value for it, value in headers.items()},
        }
        connection.request("GET", f"/api/v1/{path}?{urlencode(query or {})}", headers=told)
        answer = connection.getresponse()
        answer.connection = connection  # type: ignore[attr-defined]  # to be left
        return answer


def leave(answer: HTTPResponse) -> None:
    """Go away in the middle of an answer."""
    connection: HTTPConnection = answer.connection  # type: ignore[attr-defined]  # as `ask` left it
    assert connection.sock is None or connection.sock.close() is None
    answer.close()
    connection.close()


@contextmanager
def web_server(
    database: Database, *, broker: str, application: str = APPLICATION, **environment: str
) -> Iterator[WebServer]:
    """A server that answers, until the end. `application`: another than the site, such as a planted fault."""
    port = _free_port()
    told = {
        **os.environ,
        "F6_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "f6_project.settings",
        "DATABASE_URL": database.url("app"),
        "REDIS_URL": broker,
        **environment,
    }
    program = services.web(told, port=port)
    command = [application if it == APPLICATION else it for it in program.command]
    child = Child(replace(program, command=command))
    server = WebServer(port=port, child=child)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        for connection in server.open:
            connection.close()
        child.stop()


def _wait_until_ready(server: WebServer) -> None:
    ends = time.monotonic() + READY_SECONDS
    while True:
        assert server.child.exit_code() is None, "the web server ended"
        assert time.monotonic() < ends, "the web server does not answer"
        try:
            with closing(HTTPConnection("127.0.0.1", server.port, timeout=5)) as connection:
                connection.request("GET", "/livez")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.05)


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
