"""The birth flow over HTTP: the very commands of `docs/howto/first-birth.md`, each run by a shell."""

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from f6_project.demo.loading import load_demo
from tests.database import Database

PAGE = Path("docs/howto/first-birth.md")
BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def answers(database: Database, live_site: str) -> list[dict[str, Any]]:
    """What the commands of the page printed, in order, on the demo municipality."""
    load_demo(now=datetime.now(UTC))
    environment = {
        **os.environ,
        "F6": f"{live_site}/api/v1",
        "F6_ENV": "development",
        "DATABASE_URL": database.url("app"),
        "DATABASE_OWNER_URL": database.url("owner"),
    }
    script = "set -euo pipefail\n" + "\n".join(BLOCK.findall(PAGE.read_text()))
    ran = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return [json.loads(line) for line in ran.stdout.splitlines() if line.strip()]


def test_two_claims_of_one_birth_end_as_one_birth(answers: list[dict[str, Any]]) -> None:
    recognition, recognised, midwife, parent, accepted, again, settled, refused, history, read_back = answers
    assert [event["event_kind"] for event in (recognition, recognised, midwife, parent)] == [
        "claim",
        "validation",
        "claim",
        "claim",
    ]
    assert accepted == again, "the same request answers as the first time"
    assert [event["id"] for event in settled["events"]] == [midwife["id"]]
    assert (refused["status"], refused["type"]) == (409, "urn:f6:problem:same-occurrence")
    assert {event["id"] for event in history["events"]} == {
        event["id"] for event in (recognition, recognised, midwife, parent, accepted)
    }
    assert read_back["id"] == accepted["id"]
    assert read_back["event_source_type"] == "ambtenaar"
