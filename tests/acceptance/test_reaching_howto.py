"""The certificates and the receiver that `docs/howto/reach-a-receiver.md` shows do what it says."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from events.domain.permissions import OFFICIAL, Permission
from tests import registry
from tests.acceptance.test_subscriptions_howto import free_port, wait_for
from tests.callers import Caller, caller, content

PAGE = (Path(settings.BASE_DIR) / "docs" / "howto" / "reach-a-receiver.md").read_text()
(RECEIVER,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
CERTIFICATES = re.findall(r"^```console\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)[0]
PORT = "9443"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the commands of the page were run that make certificates."""
    commands = "\n".join(line.removeprefix("$ ") for line in CERTIFICATES.splitlines())
    subprocess.run(["bash", "-euc", commands], cwd=tmp_path, check=True)
    return tmp_path


@contextmanager
def receiver(place: Path, *, port: int) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", RECEIVER.replace(PORT, str(port))], cwd=place, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def by(database: object) -> Caller:
    registry.furnish()
    boss = caller(OFFICIAL, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))
    boss.post("receiver-allowances", {"network": "127.0.0.1", "reason": "Een proef."})
    return caller("systeem", Permission.VIEW)


def test_the_receiver_of_the_page_is_reached_as_the_page_says(by: Caller, place: Path) -> None:
    port = free_port()
    one = content(by.post("subscriptions", {"name": "Proef", "url": f"https://localhost:{port}/hook"}))
    at = f"subscriptions/{one['id']}"

    def ping() -> Any:
        attempt = content(by.post(f"{at}/verifications", {"kind": "ping"}))["attempt"]
        return attempt["outcome"], attempt["status"]

    def give(name: str, **body: str) -> None:
        assert by.send("PUT", f"{at}/{name}", body=body).status_code == 200

    def read(name: str) -> str:
        return (place / name).read_text()

    credentials = {"tokenUrl": f"https://localhost:{port}/token", "clientId": "voorbeeldstad"}
    with receiver(place, port=port):
        assert ping() == ("unreachable", None)
        give("trusted-authorities", certificates=read("root.pem"))
        give("client-certificate", certificate=read("client.pem"), privateKey=read("client.key"))
        assert ping() == ("refused", 401)
        give("client-credentials", **credentials, clientSecret="fout")
        assert ping() == ("token", None)
        give("client-credentials", **credentials, clientSecret="geheim")
        assert ping() == ("delivered", 204)
