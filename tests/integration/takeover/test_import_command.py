"""`manage.py import_brp`: what an operator sees, and what is left when the process is killed."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import IO

import pytest
from django.core.management import CommandError, call_command

from events.models import Standing, Takeover, User, Zone
from tests.database import Database
from tests.shared_material import NATIONAL_REGISTER, needs_shared_material

from .registers import CONTENT, ROWS, ZONE, copies, furnish, objects, taken_over

PROJECT = Path(__file__).resolve().parents[3]
LEFT_AFTER_SECONDS_MAX = 60


@pytest.fixture
def official(database: Database) -> User:
    assert database.name
    return furnish()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.jsonl.gz"
    path.write_bytes(gzip.compress(CONTENT))
    return path


def run(*arguments: str | Path) -> str:
    said = StringIO()
    call_command("import_brp", *map(str, arguments), stdout=said)
    return said.getvalue()


def started(database: Database, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """The real command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_brp", *arguments],
        cwd=PROJECT,
        env=os.environ
        | {"F6_ENV": "development"}
        | {"DATABASE_URL": database.url("app"), "DATABASE_OWNER_URL": database.url("owner")},
        stdout=subprocess.PIPE,
        text=True,
    )


def until(lines: IO[str], beginning: str) -> str:
    """Read on to the first line with this beginning."""
    return next(line for line in lines if line.startswith(beginning))


@pytest.mark.usefixtures("official")
def test_the_report_has_a_line_per_category_and_adds_up(file: Path, tmp_path: Path) -> None:
    said = run(file, "--zone", ZONE, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert "01 persoon" in said
    assert f"{ROWS} of {ROWS} rows" in said
    for line in report["categories"]:
        assert line["imported"] + line["refused"] == line["rows"]
    assert sum(line["rows"] for line in report["categories"]) == ROWS
    assert {row["remark"] for row in report["remarked_rows"]} == {"unregistered", "partial"}


@pytest.mark.usefixtures("official")
def test_the_same_command_again_says_that_it_was_done(file: Path) -> None:
    run(file, "--zone", ZONE)
    assert "Already taken over" in run(file, "--zone", ZONE)
    assert Standing.objects.count() == ROWS


@pytest.mark.usefixtures("official")
def test_a_new_zone_is_made_for_the_only_official_with_the_mandate(file: Path) -> None:
    assert "Taken over into zone brp by m.dewit" in run(file)
    assert Zone.objects.get(slug="brp").closed is False


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--official", "niemand"], "There is no active account 'niemand'"),
        (["--official", "burger"], "a takeover needs an official"),
        (["--official", "collega", "--zone", ZONE], "does not hold the permission"),
    ],
)
@pytest.mark.usefixtures("official")
def test_who_may_not_take_over_is_told_why(file: Path, arguments: list[str], reason: str) -> None:
    User.objects.create_user("burger", source_type="burger")
    User.objects.create_user("collega", source_type="ambtenaar")
    with pytest.raises(CommandError, match=reason):
        run(file, *arguments)
    assert objects() == set()


@pytest.mark.usefixtures("official")
def test_a_file_that_is_no_register_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"pl": 1, "categories": {}}\n{"pl": 2, "categories": {"99 dieren": []}}\n')
    with pytest.raises(CommandError, match=r"wrong.jsonl: line 2: no category '99 dieren'"):
        run(wrong, "--zone", ZONE)
    with pytest.raises(CommandError, match="Cannot read"):
        run(tmp_path / "absent.jsonl", "--zone", ZONE)


@pytest.mark.usefixtures("official")
def test_a_killed_takeover_leaves_nothing_and_can_be_done_again(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    file.write_bytes(copies(8))
    for beginning in ("deciding", "recording"):
        killed = started(database, [str(file)])
        assert killed.stdout is not None
        with killed.stdout as lines:
            until(lines, beginning)
            os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait() == -signal.SIGKILL
        _wait_until_gone(database)
        assert objects() == set()
        assert not Zone.objects.filter(slug="brp").exists()
        assert not Takeover.objects.exists()
    finished = started(database, [str(file)])
    finished.communicate(timeout=600)
    assert finished.returncode == 0
    assert Takeover.objects.get().events == 8 * 2 * ROWS


@needs_shared_material
@pytest.mark.verify
@pytest.mark.usefixtures("official")
def test_the_national_test_set_is_taken_over_whole(tmp_path: Path) -> None:
    run(NATIONAL_REGISTER, "--zone", ZONE, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["persons"], report["rows"], report["imported"]) == (1_230, 11_107, 11_107)
    assert report["stacks_out_of_order"] == 19
    remarks = [row["remark"] for row in report["remarked_rows"]]
    assert (remarks.count("unregistered"), remarks.count("partial")) == (2_579, 27)
    taken = taken_over()
    assert taken is not None
    assert taken.events == 2 * (11_107 + 5)  # four incorrect rows that nothing replaces, one of them a replacement


def _wait_until_gone(database: Database) -> None:
    """The server notices within a moment that the other side of a connection is dead."""
    for _ in _ticks():
        with database.connect("super") as admin:
            busy = admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND usename = 'f6_app' AND state <> 'idle'"
            ).fetchone()
        if busy == (0,):
            return
    pytest.fail("the killed takeover still holds its transaction")


def _ticks() -> Iterator[int]:
    for tick in range(LEFT_AFTER_SECONDS_MAX * 10):
        yield tick
        time.sleep(0.1)
