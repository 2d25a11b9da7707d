"""The import contracts of pyproject.toml can fail: a stray module and an arrow upwards are both found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for room in ("f6_project", "management_ui", "federation", "readmodels", "events", "examples"):
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "static"))
    return tmp_path


def broken_contracts(house: Path) -> str:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False).stdout


def test_the_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    assert " 0 broken." in broken_contracts(house)


def test_a_stray_module_is_found(house: Path) -> None:
    (house / "events" / "odds_and_ends.py").write_text("")
    assert "Inside events: one line BROKEN" in broken_contracts(house)


def test_an_arrow_upwards_is_found(house: Path) -> None:
    with (house / "events" / "domain" / "event.py").open("a") as file:
        file.write("\nfrom events import store as _store\n")
    assert "Inside events: one line BROKEN" in broken_contracts(house)


def test_a_framework_in_the_domain_is_found(house: Path) -> None:
    with (house / "events" / "domain" / "event.py").open("a") as file:
        file.write("\nimport django.conf\n")
    assert "The domain knows no framework, no database, no clock's owner BROKEN" in broken_contracts(house)


def test_an_example_that_looks_inside_f6_is_found(house: Path) -> None:
    with (house / "examples" / "bsn_service" / "stock.py").open("a") as file:
        file.write("\nimport events.domain.event\n")
    assert "Examples use nothing of F6 but its API BROKEN" in broken_contracts(house)
