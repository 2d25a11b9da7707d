"""The programs that `docs/howto/subscriptions.md` shows do what it says: receive, check a signature, fetch."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from django.conf import settings

from events import sequencer
from events.domain.permissions import OFFICIAL, Permission
from tests import registry
from tests.callers import Caller, caller, content
from tests.database import Database
from tests.feed_story import fetched, fetcher, happened
from tests.receivers import running
from tests.web_server import web_server

PAGE = Path(settings.BASE_DIR) / "docs" / "howto" / "subscriptions.md"
RECEIVER, VERIFY, FETCH = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
PORT = "9099"


@contextmanager
def receiver(secret: str, *, port: int) -> Iterator[None]:
    program = RECEIVER.replace(PORT, str(port))
    environment = {**os.environ, "SECRET": secret}
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    ends = monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert monotonic() < ends, "the receiver does not listen"
            sleep(0.05)
        else:
            return


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def by(database: object) -> Caller:
    registry.furnish()
    boss = caller(OFFICIAL, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))
    boss.post("receiver-allowances", {"network": "127.0.0.1", "reason": "Een proef.", "plainHttp": True})
    return caller("systeem", Permission.VIEW)


def subscribed(by: Caller, url: str) -> dict[str, Any]:
    return content(by.post("subscriptions", {"name": "Proef", "url": url, "schemes": ["v1", "v1a"]}))


def test_the_receiver_agrees_and_takes_in_what_is_signed_with_its_secret_only(by: Caller) -> None:
    port = free_port()
    one = subscribed(by, f"http://127.0.0.1:{port}/hook")
    at = f"subscriptions/{one['id']}/verifications"
    secret = next(it["secret"] for it in one["keys"] if it["secret"])
    for known, outcome in ((secret, "agreed"), ("whsec_" + "A" * 44, "refused")):
        with receiver(known, port=port):
            assert content(by.post(at, {"kind": "handshake"}))["outcome"] == "agreed"
            assert content(by.post(at, {"kind": "ping"}))["outcome"] == outcome


def test_a_signature_is_checked_with_the_public_key_that_anybody_reads(by: Caller) -> None:
    shown: dict[str, Any] = {}
    exec(VERIFY, shown)
    with running() as it:
        one = subscribed(by, it.url)
        by.post(f"subscriptions/{one['id']}/verifications", {"kind": "ping"})
        came = it.received[0]
    key = content(Caller().get(f"subscriptions/{one['id']}/public-keys"))["keys"][0]["publicKey"]
    shown["verify"](key, came.headers, came.body)
    with pytest.raises(InvalidSignature):
        shown["verify"](key, came.headers, came.body + b" ")


def test_the_program_that_fetches_goes_on_where_it_was_when_it_is_stopped(
    database: Database, valkey: str, tmp_path: Path
) -> None:
    registry.furnish()
    by = fetcher()
    at = fetched(by)
    with web_server(database, broker=valkey) as server:
        environment = {
            **os.environ,
            "FEED": f"http://127.0.0.1:{server.port}/api/v1/{at}/feed",
            "TOKEN": str(by.secret),
        }
        for _ in range(2):
            ids = happened(3, zone=registry.CIVIL)
            sequencer.seal_now()
            assert _told_by_program(environment, count=3, directory=tmp_path) == ids


def _told_by_program(environment: dict[str, str], *, count: int, directory: Path) -> list[str]:
    """The next events that it prints; it is stopped once it kept how far it came."""
    kept = directory / "cursor"
    before = kept.read_text() if kept.exists() else ""
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH], env=environment, cwd=directory, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        found = [process.stdout.readline().split()[1] for _ in range(count)]
        ends = monotonic() + 20
        while not kept.exists() or kept.read_text() in ("", before):
            assert monotonic() < ends, "it keeps no cursor"
            sleep(0.05)
        return found
    finally:
        process.kill()
        process.wait()
